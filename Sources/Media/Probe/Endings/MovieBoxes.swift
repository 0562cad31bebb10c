internal import Model

/// The outermost boxes of MP4, MOV and their kin (ISO/IEC 14496-12).
enum MovieBoxes {
    static func begin(_ source: ByteSource) throws(MediaFailure) -> Bool {
        guard let type = try source.bigEndian(at: 4, bytes: 4) else { return false }
        return firstTypes.contains(UInt32(type))
    }

    static func ending(of source: ByteSource) throws(MediaFailure) -> Ending {
        var seen = Seen()
        var offset: Int64 = 0
        for _ in 0..<boxesMax {
            guard let box = try Box(at: offset, in: source) else { break }
            if needed.contains(box.type), box.end > source.size { return .before(box.end) }
            if box.type == indexOfSegments, let end = try box.segmentsEnd(in: source),
                end > source.size
            {
                return .before(end)
            }
            seen.add(box.type)
            guard box.end < source.size else { break }
            offset = box.end
        }
        return seen.ending
    }

    /// A file of fragments has two for each; more than this many are not looked at.
    private static let boxesMax = 200_000

    private struct Seen {
        var index = false
        var media = false
        var fragmentWithoutMedia = false
        var isPicture = false

        mutating func add(_ type: UInt32) {
            switch type {
            case code("moov"): index = true
            case code("moof"): fragmentWithoutMedia = true
            case code("mdat"): (media, fragmentWithoutMedia) = (true, false)
            case code("meta"): isPicture = !index
            default: break
            }
        }

        var ending: Ending {
            if isPicture, !index { return .untold }
            if !index { return .unfinished("its index (the box moov) is missing") }
            if !media { return .unfinished("it has an index but no film (no box mdat)") }
            if fragmentWithoutMedia { return .unfinished("its last fragment is empty") }
            return .whole
        }
    }

    private struct Box {
        let type: UInt32
        let content: Int64
        let end: Int64

        /// Nil where no box begins: at the end, and in what some programs leave behind it.
        init?(at offset: Int64, in source: ByteSource) throws(MediaFailure) {
            guard let head = try source.bytes(at: offset, count: 8) else { return nil }
            var size = ByteSource.bigEndian(head[..<4])
            var headBytes: Int64 = 8
            if size == 1 {
                headBytes = 16
                // Cut off inside its size: longer than what is there in any case.
                size = try source.bigEndian(at: offset + 8, bytes: 8) ?? .max
            } else if size == 0 {
                size = UInt64(source.size - offset)
            }
            guard size >= headBytes else { return nil }
            type = UInt32(ByteSource.bigEndian(head[4...]))
            content = offset + headBytes
            end = ByteSource.end(of: size, from: offset)
        }

        /// Where the last of the segments ends that a `sidx` lists.
        func segmentsEnd(in source: ByteSource) throws(MediaFailure) -> Int64? {
            guard let version = try source.bigEndian(at: content, bytes: 1) else { return nil }
            let width = version == 0 ? 4 : 8
            let first = content + 12 + Int64(width)
            guard let skipped = try source.bigEndian(at: first, bytes: width),
                let count = try source.bigEndian(at: first + Int64(width) + 2, bytes: 2),
                let entries = try source.bytes(
                    at: first + Int64(width) + 4,
                    count: Int(count) * 12
                )
            else { return nil }
            var reach = ByteSource.end(of: skipped, from: end)
            for start in stride(from: 0, to: entries.count, by: 12) {
                let size = ByteSource.bigEndian(entries[start..<start + 4]) & 0x7fff_ffff
                reach = ByteSource.end(of: size, from: reach)
            }
            return reach
        }
    }

    private static let firstTypes = Set(
        ["ftyp", "moov", "mdat", "moof", "styp", "free", "skip", "wide", "pnot"].map(code)
    )
    /// Others may be what is left behind the end, and nothing is lost with them.
    private static let needed = Set(["ftyp", "moov", "mdat", "moof"].map(code))
    private static let indexOfSegments = code("sidx")

    private static func code(_ name: String) -> UInt32 {
        UInt32(ByteSource.bigEndian(name.utf8))
    }
}
