/// MPEG-1 and MPEG-2: a beginning is an I picture behind a sequence header in the same packet.
/// Whether its group is closed does not matter: leading pictures belong to the slice before.
struct MPEG2Rules: PacketRules {
    private struct Picture {
        var isIntra: Bool
        var structure = MPEG2Rules.frame
    }

    private static let frame: UInt8 = 3
    /// The structure of the field before, while its partner is missing.
    private var openField: UInt8?

    private enum StartCode {
        static let picture: UInt8 = 0x00
        static let slices: ClosedRange<UInt8> = 0x01...0xaf
        static let sequenceHeader: UInt8 = 0xb3
        static let `extension`: UInt8 = 0xb5
    }

    private enum Extension {
        static let sequence: UInt8 = 1
        static let pictureCoding: UInt8 = 8
    }

    func begin(
        extradata: UnsafeRawBufferPointer,
        _ sets: inout ParameterSets
    ) throws(Damage) {
        _ = try pictures(in: extradata, &sets)
    }

    mutating func read(
        _ packet: UnsafeRawBufferPointer,
        isKey: Bool,
        _ sets: inout ParameterSets
    ) throws(Damage) -> PacketFacts {
        let before = openField
        openField = nil
        let (pictures, hasHeader) = try pictures(in: packet, &sets)
        guard let first = pictures.first else { return .pictureless(isKey: isKey) }
        var facts = PacketFacts()
        if pictures.count == 1, first.structure != MPEG2Rules.frame {
            facts.isField = true
            if let before, before != first.structure {
                facts.shownFrames = 0
                return facts
            }
            openField = first.structure
        }
        if first.isIntra, hasHeader {
            facts.access = .clean
        } else if first.isIntra || isKey {
            facts.access = .unclean
        }
        return facts
    }

    /// Reads up to the first slice of a frame, or of the second field.
    private func pictures(
        in packet: UnsafeRawBufferPointer,
        _ sets: inout ParameterSets
    ) throws(Damage) -> (pictures: [Picture], hasHeader: Bool) {
        var pictures: [Picture] = []
        var hasHeader = false
        var codes = StartCodes(packet)
        while let unit = codes.next() {
            switch try unit.byte(0) {
            case StartCode.sequenceHeader:
                _ = sets.note(.sequenceHeader, StartCodes.unit(at: unit))
                // One that comes with the next picture is not this one's.
                hasHeader = hasHeader || pictures.isEmpty
            case StartCode.extension:
                let type = try unit.byte(1) >> 4
                if type == Extension.sequence {
                    _ = sets.note(.sequenceExtension, StartCodes.unit(at: unit))
                } else if type == Extension.pictureCoding, !pictures.isEmpty {
                    let structure = try unit.byte(3) & 3
                    guard structure != 0 else { throw Damage() }
                    pictures[pictures.count - 1].structure = structure
                }
            case StartCode.picture:
                if pictures.count == 2 { return (pictures, hasHeader) }
                pictures.append(Picture(isIntra: try unit.byte(2) >> 3 & 7 == 1))
            case StartCode.slices:
                if pictures.last?.structure == MPEG2Rules.frame || pictures.count == 2 {
                    return (pictures, hasHeader)
                }
            default: break
            }
        }
        return (pictures, hasHeader)
    }
}
