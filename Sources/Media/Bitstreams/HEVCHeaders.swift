/// What the head of an HEVC unit says; ISO/IEC 23008-2, 7.3.1.2.
struct HEVCUnitHeader: Hashable, Sendable {
    static let bytes = 2

    let type: UInt8
    /// Above 0 are other views and layers, which the decoder leaves out.
    let layer: UInt8

    init(_ unit: UnsafeRawBufferPointer) throws(Damage) {
        let (first, second) = (try unit.byte(0), try unit.byte(1))
        type = first >> 1 & 0x3f
        layer = (first & 1) << 5 | second >> 3
    }

    var isSlice: Bool { type < 32 }
    /// IDR, CRA or BLA; 22 and 23 are reserved.
    var isRandomAccess: Bool { 16...21 ~= type }
    var isCRA: Bool { type == 21 }
    /// A CRA whose leading pictures were cut off on purpose.
    var isBrokenLink: Bool { 16...18 ~= type }
    /// Leading, and with references before the random access point.
    var isSkippedLeading: Bool { type == 8 || type == 9 }
    var isMessages: Bool { type == 39 }
    /// The next picture begins a sequence as if the stream began there.
    var endsSequence: Bool { type == 36 || type == 37 }

    var parameterSet: ParameterSets.Kind? {
        switch type {
        case 32: .videoParameterSet
        case 33: .sequenceParameterSet
        case 34: .pictureParameterSet
        default: nil
        }
    }
}

enum HEVCSequenceSet {
    /// The number of a sequence parameter set stands behind profile and level of all its layers in
    /// time (7.3.2.2, 7.3.3).
    static func number(_ content: UnsafeRawBufferPointer) throws(Damage) -> Int {
        var bits = BitReader(content, skipsEmulation: true)
        try bits.skip(4)
        let subLayers = try bits.number(3)
        try bits.skip(1)
        try bits.skip(96)
        var presence: [(profile: Bool, level: Bool)] = []
        for _ in 0..<subLayers { presence.append((try bits.flag(), try bits.flag())) }
        if subLayers > 0 { try bits.skip(2 * (8 - subLayers)) }
        for present in presence {
            if present.profile { try bits.skip(88) }
            if present.level { try bits.skip(8) }
        }
        let number = try bits.golomb()
        guard number < 16 else { throw Damage() }
        return number
    }
}

/// What a slice's head needs of its picture parameter set.
struct HEVCPictureSet: Hashable, Sendable {
    let number: Int
    let saysWhetherShown: Bool
    let extraHeaderBits: Int

    init(_ content: UnsafeRawBufferPointer) throws(Damage) {
        var bits = BitReader(content, skipsEmulation: true)
        number = try bits.golomb()
        guard number < 64 else { throw Damage() }
        _ = try bits.golomb()  // the sequence parameter set
        try bits.skip(1)
        saysWhetherShown = try bits.flag()
        extraHeaderBits = try bits.number(3)
    }
}

/// The beginning of a slice.
struct HEVCSliceHead: Hashable, Sendable {
    let isFirstOfPicture: Bool
    /// False for a picture that is for reference only.
    let isShown: Bool

    init(
        _ content: UnsafeRawBufferPointer,
        _ header: HEVCUnitHeader,
        _ pictureSets: [Int: HEVCPictureSet]
    ) throws(Damage) {
        var bits = BitReader(content, skipsEmulation: true)
        isFirstOfPicture = try bits.flag()
        if 16...23 ~= header.type { try bits.skip(1) }
        guard let set = pictureSets[try bits.golomb()] else { throw Damage() }
        // In a later slice its address would come first.
        guard isFirstOfPicture, set.saysWhetherShown else {
            isShown = true
            return
        }
        try bits.skip(set.extraHeaderBits)
        _ = try bits.golomb()  // the type of the slice
        isShown = try bits.flag()
    }
}
