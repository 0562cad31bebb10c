internal import Model

/// The outermost chunks of AVI, with the further ones of OpenDML.
enum AviChunks {
    static func begin(_ source: ByteSource) throws(MediaFailure) -> Bool {
        let (riff, form) = (
            try source.bigEndian(at: 0, bytes: 4), try source.bigEndian(at: 8, bytes: 4)
        )
        return riff == code("RIFF") && form == code("AVI ")
    }

    static func ending(of source: ByteSource) throws(MediaFailure) -> Ending {
        var offset: Int64 = 0
        var pieces = 0
        while let piece = try Chunk(at: offset, in: source), piece.type == code("RIFF"),
            pieces < piecesMax
        {
            if piece.size == 0 || piece.size == UInt32.max {
                return .unfinished("its length is not filled in")
            }
            if piece.end > source.size { return .before(piece.end) }
            pieces += 1
            offset = piece.paddedEnd
        }
        guard pieces == 1, try isIndexMissing(in: source) else { return .whole }
        return .unfinished("its index (the chunk idx1) is missing")
    }

    /// Each has 1 GB or more.
    private static let piecesMax = 10_000
    private static let chunksMax = 1_000

    /// Whether the head promises an index that does not come.
    private static func isIndexMissing(in source: ByteSource) throws(MediaFailure) -> Bool {
        // RIFF, size, AVI, LIST, size, hdrl, avih, size, three numbers, the flags.
        guard try source.bigEndian(at: 24, bytes: 4) == code("avih"),
            let flags = try source.littleEndian(at: 44, bytes: 4), flags & hasIndex != 0
        else { return false }
        var offset: Int64 = 12
        for _ in 0..<chunksMax {
            guard let chunk = try Chunk(at: offset, in: source) else { break }
            if chunk.type == code("idx1") { return false }
            offset = chunk.paddedEnd
        }
        return true
    }

    /// AVIF_HASINDEX of the header's flags.
    private static let hasIndex: UInt64 = 0x10

    private struct Chunk {
        let type: UInt64
        let size: UInt64
        let end: Int64

        /// Nil at the end of the file.
        init?(at offset: Int64, in source: ByteSource) throws(MediaFailure) {
            guard let type = try source.bigEndian(at: offset, bytes: 4),
                let size = try source.littleEndian(at: offset + 4, bytes: 4)
            else { return nil }
            (self.type, self.size) = (type, size)
            end = offset + 8 + Int64(size)
        }

        /// Chunks begin at even places.
        var paddedEnd: Int64 { end + end % 2 }
    }

    private static func code(_ name: String) -> UInt64 { ByteSource.bigEndian(name.utf8) }
}
