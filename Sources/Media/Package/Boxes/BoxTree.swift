/// Reads boxes of ISO/IEC 14496-12 that lie in memory, and never past what holds them.
struct BoxTree {
    struct Box {
        var type: String
        /// Of the whole box, with its head.
        var range: Range<Int>
        var content: Range<Int>
    }

    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The boxes within a range, up to the first that is none.
    func boxes(in range: Range<Int>) -> [Box] {
        var found: [Box] = []
        var place = range.lowerBound
        while found.count < boxesMax, let box = box(at: place, before: range.upperBound) {
            found.append(box)
            place = box.range.upperBound
        }
        return found
    }

    var boxes: [Box] { boxes(in: 0..<bytes.count) }

    /// The first at a path such as `["moov", "trak"]`.
    func first(_ path: [String], in range: Range<Int>? = nil) -> Box? {
        var range = range ?? 0..<bytes.count
        var last: Box?
        for name in path {
            guard let box = boxes(in: range).first(where: { $0.type == name }) else { return nil }
            range = box.content
            last = box
        }
        return last
    }

    func number(at place: Int, bytes count: Int) -> UInt64? {
        guard place >= 0, count <= 8, place <= bytes.count - count else { return nil }
        return bytes[place..<place + count].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func box(at place: Int, before end: Int) -> Box? {
        guard end - place >= 8, var size = number(at: place, bytes: 4) else { return nil }
        var head = 8
        if size == 1 {
            guard end - place >= 16, let long = number(at: place + 8, bytes: 8) else { return nil }
            (size, head) = (long, 16)
        } else if size == 0 {
            size = UInt64(end - place)
        }
        guard size >= UInt64(head), size <= UInt64(end - place) else { return nil }
        let type = bytes[place + 4..<place + 8].map { Character(UnicodeScalar($0)) }
        let whole = place..<place + Int(size)
        return Box(type: String(type), range: whole, content: place + head..<whole.upperBound)
    }

    /// Heads of tracks have a few dozen.
    private let boxesMax = 4_096
}
