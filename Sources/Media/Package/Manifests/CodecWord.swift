internal import Model

/// What manifests call a codec (RFC 6381), read from the head of its track.
enum CodecWord {
    static func read(_ tree: BoxTree, _ path: Path) throws(MediaFailure) -> String {
        let place = ["moov", "trak", "mdia", "minf", "stbl", "stsd"]
        guard let descriptions = tree.first(place),
            let entry = tree.boxes(in: descriptions.content.dropFirst(8)).first,
            let word = word(tree, entry)
        else {
            throw MediaFailure(
                .recipe,
                "name the codec of",
                path,
                "manifests of HLS and DASH have no word for it",
                remedy: "take h264, hevc, av1 or vp9, with aac, ac3, eac3, opus or flac"
            )
        }
        return word
    }

    private static func word(_ tree: BoxTree, _ entry: BoxTree.Box) -> String? {
        func record(_ type: String, behind fields: Int) -> ArraySlice<UInt8>? {
            guard entry.content.count > fields else { return nil }
            let box = tree.first([type], in: entry.content.dropFirst(fields))
            return box.map { tree.bytes[$0.content] }
        }
        switch entry.type {
        case "avc1", "avc3": return record("avcC", behind: 78).flatMap { avc(entry.type, $0) }
        case "hvc1", "hev1": return record("hvcC", behind: 78).flatMap { hevc(entry.type, $0) }
        case "av01": return record("av1C", behind: 78).flatMap(av1)
        case "vp09", "vp08": return record("vpcC", behind: 78).flatMap { vp(entry.type, $0) }
        case "mp4a": return record("esds", behind: 28).flatMap { mpeg4(Array($0)) }
        case "ac-3", "ec-3", "Opus", "fLaC": return entry.type
        default: return nil
        }
    }

    private static func avc(_ name: String, _ record: ArraySlice<UInt8>) -> String? {
        let record = Array(record)
        guard record.count > 3 else { return nil }
        return "\(name)." + record[1...3].map(hex).joined()
    }

    /// ISO/IEC 14496-15, annex E.3: profile, its compatibilities in reverse, tier and level, and
    /// the constraints without the zeros at their end.
    private static func hevc(_ name: String, _ record: ArraySlice<UInt8>) -> String? {
        let record = Array(record)
        guard record.count > 12 else { return nil }
        let space = ["", "A", "B", "C"][Int(record[1] >> 6)]
        let flags = record[2...5].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        var reversed: UInt32 = 0
        for bit in 0..<32 where flags >> bit & 1 == 1 { reversed |= 1 << (31 - bit) }
        let tier = record[1] & 0x20 == 0 ? "L" : "H"
        var constraints = Array(record[6...11])
        while constraints.last == 0 { constraints.removeLast() }
        let words =
            ["\(space)\(record[1] & 0x1f)", String(reversed, radix: 16, uppercase: true)]
            + ["\(tier)\(record[12])"]
            + constraints.map { String($0, radix: 16, uppercase: true) }
        return "\(name)." + words.joined(separator: ".")
    }

    private static func av1(_ record: ArraySlice<UInt8>) -> String? {
        let record = Array(record)
        guard record.count > 2 else { return nil }
        let isHigh = record[2] & 0x40 != 0
        let depth = record[2] & 0x20 != 0 ? 12 : isHigh ? 10 : 8
        let tier = record[2] & 0x80 == 0 ? "M" : "H"
        return "av01.\(record[1] >> 5).\(two(Int(record[1] & 0x1f)))\(tier).\(two(depth))"
    }

    private static func vp(_ name: String, _ record: ArraySlice<UInt8>) -> String? {
        let record = Array(record)
        guard record.count > 6 else { return nil }
        return "\(name).\(two(Int(record[4]))).\(two(Int(record[5]))).\(two(Int(record[6] >> 4)))"
    }

    /// The descriptors of ISO/IEC 14496-1: what kind of object it is, and of AAC which.
    private static func mpeg4(_ record: [UInt8]) -> String? {
        guard record.count > 5, record[4] == 3 else { return nil }
        let config = behindLength(record, 5) + 3
        guard config < record.count, record[config] == 4 else { return nil }
        let place = behindLength(record, config + 1)
        guard place < record.count else { return nil }
        let object = record[place]
        guard object == 0x40 else { return "mp4a.\(hex(object))" }
        // Behind the object's kind, buffer and bit rates.
        let own = place + 13
        guard own < record.count, record[own] == 5 else { return nil }
        let audio = behindLength(record, own + 1)
        guard audio + 1 < record.count else { return nil }
        let kind = Int(record[audio] >> 3)
        let isLong = kind == 31
        let long = 32 + Int(record[audio] & 7) << 3 + Int(record[audio + 1] >> 5)
        return "mp4a.40.\(isLong ? long : kind)"
    }

    /// Lengths have seven bits in each byte, as long as the eighth is set.
    private static func behindLength(_ record: [UInt8], _ place: Int) -> Int {
        var place = place
        while place < record.count, record[place] & 0x80 != 0 { place += 1 }
        return place + 1
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: false)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
