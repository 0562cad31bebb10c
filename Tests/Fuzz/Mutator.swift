import Model
import TestKit

/// Breaks a file, the same way for the same seed.
struct Mutator {
    private var random: SeededRandom
    private var bytes: [UInt8]
    private(set) var marks: [Int] = []

    /// - Parameter other: What may be spliced in.
    static func broken(_ bytes: [UInt8], with other: [UInt8], seed: UInt64) -> [UInt8] {
        var mutator = Mutator(random: SeededRandom(seed: seed), bytes: bytes)
        let count = [1, 1, 2, 3, 5, 8, 20][Int.random(in: 0..<7, using: &mutator.random)]
        for _ in 0..<count where !mutator.bytes.isEmpty { mutator.breakOnce(other) }
        return mutator.bytes
    }

    private init(random: SeededRandom, bytes: [UInt8]) {
        self.random = random
        self.bytes = bytes
        marks = SizeFields.places(in: bytes)
    }

    private mutating func breakOnce(_ other: [UInt8]) {
        switch Int.random(in: 0..<16, using: &random) {
        case 0, 1: flipBits()
        case 2: fill(zero: true)
        case 3: fill(zero: false)
        case 4: delete()
        case 5: duplicate()
        case 6: swapBlocks()
        case 7: truncate()
        case 8: splice(other)
        case 9, 10, 11, 12: writeNumber(at: mark())
        case 13: writeNumber(at: place())
        default: randomByte()
        }
    }

    // MARK: Places

    /// Anywhere, but often near the beginning, where headers are, or near the end, where an index
    /// may be.
    private mutating func place() -> Int {
        let count = bytes.count
        let range: Range<Int> =
            switch Int.random(in: 0..<5, using: &random) {
            case 0: 0..<min(64, count)
            case 1: 0..<min(4_096, count)
            case 2: max(0, count - 8_192)..<count
            default: 0..<count
            }
        return Int.random(in: range, using: &random)
    }

    /// Near a field that says how long or how many.
    private mutating func mark() -> Int {
        guard let mark = marks.randomElement(using: &random) else { return place() }
        let nearby = [-4, 0, 4, 8, 12, 16, 20, 24][Int.random(in: 0..<8, using: &random)]
        return min(max(0, mark + nearby), bytes.count - 1)
    }

    private mutating func stretch(_ max: Int) -> Range<Int> {
        let start = place()
        let most = min(max, bytes.count - start)
        // Short ones as often as long ones.
        let limit = Int.random(in: 0..<2, using: &random) == 0 ? min(16, most) : most
        return start..<start + Int.random(in: 1...limit, using: &random)
    }

    // MARK: Ways to break

    private mutating func flipBits() {
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            bytes[place()] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
    }

    private mutating func fill(zero: Bool) {
        for index in stretch(2_048) {
            bytes[index] = zero ? 0 : UInt8.random(in: .min ... .max, using: &random)
        }
    }

    private mutating func delete() { bytes.removeSubrange(stretch(8_192)) }

    private mutating func duplicate() {
        let copy = Array(bytes[stretch(8_192)])
        bytes.insert(contentsOf: copy, at: place())
    }

    private mutating func swapBlocks() {
        let (first, second) = (stretch(4_096), place())
        let count = min(first.count, bytes.count - second)
        for offset in 0..<count { bytes.swapAt(first.lowerBound + offset, second + offset) }
    }

    private mutating func truncate() { bytes.removeLast(bytes.count - place()) }

    private mutating func splice(_ other: [UInt8]) {
        guard !other.isEmpty else { return }
        let from = Int.random(in: 0..<other.count, using: &random)
        bytes.replaceSubrange(place()..<bytes.count, with: other[from...])
    }

    private mutating func writeNumber(at place: Int) {
        let numbers: [UInt64] = [
            0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe,
            0xffff_ffff, 0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000, .max,
            UInt64.random(in: .min ... .max, using: &random),
        ]
        let number = numbers[Int.random(in: 0..<numbers.count, using: &random)]
        let width = [1, 2, 4, 4, 8][Int.random(in: 0..<5, using: &random)]
        let isBigEndian = Bool.random(using: &random)
        for offset in 0..<min(width, bytes.count - place) {
            let shift = 8 * (isBigEndian ? width - 1 - offset : offset)
            bytes[place + offset] = UInt8(truncatingIfNeeded: number >> UInt64(shift))
        }
    }

    private mutating func randomByte() {
        bytes[place()] = UInt8.random(in: .min ... .max, using: &random)
    }
}

/// Where sizes and numbers of entries stand in the containers that there are.
enum SizeFields {
    /// The places right behind the names of boxes, chunks and elements.
    static func places(in bytes: [UInt8]) -> [Int] {
        var found: [Int] = []
        guard bytes.count >= 4 else { return found }
        for index in 0..<bytes.count - 3 {
            let word =
                UInt32(bytes[index]) << 24 | UInt32(bytes[index + 1]) << 16
                | UInt32(bytes[index + 2]) << 8 | UInt32(bytes[index + 3])
            if names.contains(word) { found.append(index + 4) }
        }
        return found
    }

    private static let names: Set<UInt32> = {
        let texts = [
            // MP4 and MOV
            "ftyp", "moov", "mvhd", "trak", "tkhd", "edts", "elst", "mdia", "mdhd", "hdlr", "minf",
            "stbl", "stsd", "stts", "stss", "ctts", "stsc", "stsz", "stco", "co64", "sgpd", "sbgp",
            "avcC", "hvcC", "av1C", "esds", "moof", "mfhd", "traf", "tfhd", "tfdt", "trun", "mfra",
            "udta", "meta", "ilst", "mdat", "free", "colr", "pasp", "chpl", "tmcd", "dref",
            // AVI and ASF
            "RIFF", "LIST", "avih", "strh", "strf", "strl", "movi", "idx1", "indx", "ix00", "JUNK",
            "00dc", "01wb", "hdrl", "odml",
            // Ogg, FLV
            "OggS", "FLV\u{1}",
        ]
        let elements: [UInt32] = [
            // EBML and Matroska: head, segment, seek head, info, tracks, cluster, cues, chapters,
            // tags, attachments; then time scale, codec-private data and further inner ones.
            0x1a45_dfa3, 0x1853_8067, 0x114d_9b74, 0x1549_a966, 0x1654_ae6b, 0x1f43_b675,
            0x1c53_bb6b, 0x1043_a770, 0x1254_c367, 0x1941_a469, 0x2ad7_b183, 0x4489_8840,
            // Program streams, NUT's start codes (their first half), ASF's first words.
            0x0000_01ba, 0x0000_01bb, 0x0000_01e0, 0x4e4d_7a56, 0x4e53_1140, 0x4e4b_e4ad,
            0x3026_b275, 0xa1dc_ab8c, 0x9107_dcb7,
            // Sequence headers and sets of parameters.
            0x0000_01b3, 0x0000_0167, 0x0000_0168, 0x0000_0140, 0x0000_0142,
        ]
        let words = texts.map { text in text.utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } }
        return Set(words + elements)
    }()
}
