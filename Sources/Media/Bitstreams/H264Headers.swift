/// What the head of a slice means in H.264; fields of ISO/IEC 14496-10, 7.3.2.1.
struct H264SequenceSet: Hashable, Sendable {
    let number: Int
    let hasSeparatePlanes: Bool
    let frameNumberBits: Int
    /// No picture is a single field.
    let hasFramesOnly: Bool

    /// The profiles that say how colour is sampled, and may bring scaling lists.
    private static let highProfiles: Set = [
        100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135,
    ]

    /// - Parameter content: The unit without its header.
    init(_ content: UnsafeRawBufferPointer) throws(Damage) {
        var bits = BitReader(content, skipsEmulation: true)
        let profile = try bits.number(8)
        try bits.skip(16)
        number = try bits.golomb()
        guard number < 32 else { throw Damage() }
        hasSeparatePlanes =
            H264SequenceSet.highProfiles.contains(profile)
            ? try H264SequenceSet.separatePlanes(&bits) : false
        frameNumberBits = try bits.golomb() + 4
        guard frameNumberBits <= 16 else { throw Damage() }
        try H264SequenceSet.skipOrder(&bits)
        _ = try bits.golomb()  // max_num_ref_frames
        try bits.skip(1)
        _ = try bits.golomb()  // width
        _ = try bits.golomb()  // height
        hasFramesOnly = try bits.flag()
    }

    private static func separatePlanes(_ bits: inout BitReader) throws(Damage) -> Bool {
        let chromaFormat = try bits.golomb()
        let hasSeparatePlanes = chromaFormat == 3 ? try bits.flag() : false
        _ = try bits.golomb()  // bit depth of luma
        _ = try bits.golomb()  // bit depth of chroma
        try bits.skip(1)
        guard try bits.flag() else { return hasSeparatePlanes }
        for list in 0..<(chromaFormat == 3 ? 12 : 8) where try bits.flag() {
            try skipScalingList(of: list < 6 ? 16 : 64, &bits)
        }
        return hasSeparatePlanes
    }

    /// A list ends early where the next scale is 0.
    private static func skipScalingList(of size: Int, _ bits: inout BitReader) throws(Damage) {
        var last = 8
        for _ in 0..<size {
            let next = (last + (try bits.signedGolomb())) & 0xff
            if next == 0 { return }
            last = next
        }
    }

    /// How the pictures' order is counted.
    private static func skipOrder(_ bits: inout BitReader) throws(Damage) {
        switch try bits.golomb() {
        case 0: _ = try bits.golomb()
        case 1:
            try bits.skip(1)
            _ = try bits.signedGolomb()
            _ = try bits.signedGolomb()
            let count = try bits.golomb()
            guard count <= 255 else { throw Damage() }
            for _ in 0..<count { _ = try bits.signedGolomb() }
        case 2: break
        default: throw Damage()
        }
    }
}

/// A picture parameter set is of interest only for the sequence parameter set that it names.
struct H264PictureSet: Hashable, Sendable {
    let number: Int
    let sequenceSet: Int

    init(_ content: UnsafeRawBufferPointer) throws(Damage) {
        var bits = BitReader(content, skipsEmulation: true)
        number = try bits.golomb()
        sequenceSet = try bits.golomb()
        guard number < 256, sequenceSet < 32 else { throw Damage() }
    }
}

/// The beginning of a slice.
struct H264SliceHead: Hashable, Sendable {
    enum Structure: Hashable, Sendable { case frame, topField, bottomField }

    let isFirstOfPicture: Bool
    /// All in it is predicted from itself (I or SI).
    let isIntra: Bool
    let frameNumber: Int
    let structure: Structure

    init(
        _ content: UnsafeRawBufferPointer,
        _ sequenceSets: [Int: H264SequenceSet],
        _ pictureSets: [Int: H264PictureSet]
    ) throws(Damage) {
        var bits = BitReader(content, skipsEmulation: true)
        isFirstOfPicture = try bits.golomb() == 0
        let type = try bits.golomb()
        guard type < 10 else { throw Damage() }
        isIntra = type % 5 == 2 || type % 5 == 4
        guard let pictureSet = pictureSets[try bits.golomb()],
            let set = sequenceSets[pictureSet.sequenceSet]
        else { throw Damage() }
        if set.hasSeparatePlanes { try bits.skip(2) }
        frameNumber = try bits.number(set.frameNumberBits)
        if !set.hasFramesOnly, try bits.flag() {
            structure = try bits.flag() ? .bottomField : .topField
        } else {
            structure = .frame
        }
    }

    /// Whether they are the two fields of one frame, in either order.
    func isPaired(with other: H264SliceHead) -> Bool {
        structure != .frame && other.structure != .frame && structure != other.structure
            && frameNumber == other.frameNumber
    }
}
