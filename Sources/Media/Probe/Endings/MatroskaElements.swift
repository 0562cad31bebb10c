internal import Model

/// The outermost elements of Matroska and WebM (RFC 8794 and RFC 9559).
enum MatroskaElements {
    static func begin(_ source: ByteSource) throws(MediaFailure) -> Bool {
        try source.bigEndian(at: 0, bytes: 4) == 0x1a45_dfa3
    }

    static func ending(of source: ByteSource) throws(MediaFailure) -> Ending {
        var offset: Int64 = 0
        var hasSegment = false
        while let element = try Element(at: offset, in: source), offset < source.size {
            guard let end = element.end else {
                return element.id == segment
                    ? try endingOfParts(from: element.content, in: source) : .untold
            }
            if end > source.size, [head, segment].contains(element.id) { return .before(end) }
            hasSegment = hasSegment || element.id == segment
            // Behind the film anything may follow.
            guard element.id == head || element.id == void else { break }
            offset = end
        }
        return hasSegment ? .whole : .unfinished("it ends before its film begins")
    }

    /// A program that is stopped while it writes leaves a segment of unknown size whose last part
    /// is not whole.
    private static func endingOfParts(
        from start: Int64,
        in source: ByteSource
    ) throws(MediaFailure) -> Ending {
        var offset = start
        for _ in 0..<partsMax {
            guard let part = try Element(at: offset, in: source), parts.contains(part.id),
                let end = part.end
            else { break }
            if end > source.size { return .before(end) }
            guard end < source.size else { break }
            offset = end
        }
        return .untold
    }

    /// A cluster is some seconds; more than this many are not looked at.
    private static let partsMax = 200_000
    private static let head: UInt64 = 0x1a45_dfa3
    private static let segment: UInt64 = 0x1853_8067
    private static let void: UInt64 = 0xec
    /// Seek head, info, tracks, cluster, cues, attachments, chapters, tags, void.
    private static let parts: Set<UInt64> = [
        0x114d_9b74, 0x1549_a966, 0x1654_ae6b, 0x1f43_b675, 0x1c53_bb6b, 0x1941_a469, 0x1043_a770,
        0x1254_c367, void,
    ]

    private struct Element {
        let id: UInt64
        let content: Int64
        /// Nil when the size is unknown.
        let end: Int64?

        /// Nil where no element begins.
        init?(at offset: Int64, in source: ByteSource) throws(MediaFailure) {
            guard let id = try Number(at: offset, in: source, bytesMax: 4),
                let size = try Number(at: offset + Int64(id.bytes), in: source, bytesMax: 8)
            else { return nil }
            self.id = id.withMarker
            content = offset + Int64(id.bytes + size.bytes)
            end = size.isUnknown ? nil : ByteSource.end(of: size.value, from: content)
        }
    }

    /// An integer that says its own length by the zeros in front of it.
    private struct Number {
        let bytes: Int
        let withMarker: UInt64

        init?(at offset: Int64, in source: ByteSource, bytesMax: Int) throws(MediaFailure) {
            guard let first = try source.bytes(at: offset, count: 1)?.first else { return nil }
            bytes = first.leadingZeroBitCount + 1
            guard bytes <= bytesMax,
                let all = try source.bigEndian(at: offset, bytes: bytes)
            else { return nil }
            withMarker = all
        }

        private var mask: UInt64 { (1 << UInt64(7 * bytes)) - 1 }
        var value: UInt64 { withMarker & mask }
        var isUnknown: Bool { value == mask }
    }
}
