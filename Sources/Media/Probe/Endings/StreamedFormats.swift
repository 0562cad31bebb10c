internal import Model

/// The header of ASF, WMV and WMA, which has the length of the file.
enum AsfHeader {
    static func begin(_ source: ByteSource) throws(MediaFailure) -> Bool {
        try source.bytes(at: 0, count: 16) == header
    }

    static func ending(of source: ByteSource) throws(MediaFailure) -> Ending {
        guard let headerSize = try source.littleEndian(at: 16, bytes: 8) else {
            return .unfinished("it ends inside its header")
        }
        let headerEnd = ByteSource.end(of: headerSize, from: 0)
        if headerEnd > source.size { return .before(headerEnd) }
        // The header's own 30 bytes come first.
        var offset: Int64 = 30
        for _ in 0..<objectsMax where offset < headerEnd {
            guard let id = try source.bytes(at: offset, count: 16),
                let size = try source.littleEndian(at: offset + 16, bytes: 8), size >= 24
            else { break }
            if id == fileProperties { return try endingByProperties(at: offset, in: source) }
            offset = ByteSource.end(of: size, from: offset)
        }
        return .untold
    }

    private static func endingByProperties(
        at offset: Int64,
        in source: ByteSource
    ) throws(MediaFailure) -> Ending {
        guard let size = try source.littleEndian(at: offset + 40, bytes: 8),
            let flags = try source.littleEndian(at: offset + 88, bytes: 4)
        else { return .untold }
        // A broadcast does not know its length.
        guard flags & 1 == 0, size > 0 else { return .untold }
        let spokenOf = Int64(clamping: size)
        return spokenOf > source.size ? .before(spokenOf) : .whole
    }

    private static let objectsMax = 1_000
    /// The identifiers as they lie in the file.
    private static let header: [UInt8] = [
        0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, 0xa6, 0xd9, 0x00, 0xaa, 0x00, 0x62, 0xce,
        0x6c,
    ]
    private static let fileProperties: [UInt8] = [
        0xa1, 0xdc, 0xab, 0x8c, 0x47, 0xa9, 0xcf, 0x11, 0x8e, 0xe4, 0x00, 0xc0, 0x0c, 0x20, 0x53,
        0x65,
    ]
}

/// The last page of Ogg, which is marked as such when the writer came to an end.
enum OggPages {
    static func begin(_ source: ByteSource) throws(MediaFailure) -> Bool {
        try source.bytes(at: 0, count: 4) == capture
    }

    static func ending(of source: ByteSource) throws(MediaFailure) -> Ending {
        let count = Int(min(source.size, pageBytesMax))
        guard let tail = try source.bytes(at: source.size - Int64(count), count: count),
            let last = (0...max(0, count - 27)).last(where: { tail[$0...].starts(with: capture) }),
            last + 5 < count
        else { return .untold }
        let isLastOfStream = tail[last + 5] & 4 != 0
        return isLastOfStream
            ? .whole : .doubtful("its last page is not marked as the last: it may be cut off")
    }

    private static let capture = Array("OggS".utf8)
    /// What a page has at most, by RFC 3533.
    private static let pageBytesMax: Int64 = 65_307
}
