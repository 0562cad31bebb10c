internal import CFFmpeg
internal import Model

/// Whether a file is all there. One that ends before its own index says is still being copied or
/// was cut off: encoding it would publish half a film.
enum Completeness {
    /// Looks at the structure of the file; throws when it ends too early.
    ///
    /// - Returns: What is not proven but worth a word.
    @discardableResult
    static func check(_ path: Path) throws(MediaFailure) -> [String] {
        let file = try FileBytes(path)
        guard let size = file.size else { return [] }
        guard size > 0 else {
            throw MediaFailure(.unreadable, attempt, path, "it is empty (0 bytes)", remedy: remedy)
        }
        let source = ByteSource(size: size) { offset, count throws(MediaFailure) in
            try file.read(at: offset, count: count)
        }
        switch try ending(of: source) {
        case .whole, .untold: return []
        case .doubtful(let reason): return [reason]
        case .before(let spokenOf): throw cutOff(path, size: size, spokenOf: spokenOf)
        case .unfinished(let reason):
            let cause = "\(reason): it is still being written or was cut off"
            throw MediaFailure(.incomplete, attempt, path, cause, remedy: remedy)
        }
    }

    static func ending(of source: ByteSource) throws(MediaFailure) -> Ending {
        if try MovieBoxes.begin(source) { return try MovieBoxes.ending(of: source) }
        if try MatroskaElements.begin(source) { return try MatroskaElements.ending(of: source) }
        if try AviChunks.begin(source) { return try AviChunks.ending(of: source) }
        if try AsfHeader.begin(source) { return try AsfHeader.ending(of: source) }
        if try OggPages.begin(source) { return try OggPages.ending(of: source) }
        return .untold
    }

    /// Looks at the index that the reader made: MP4 says of every packet where it lies.
    static func checkIndex(_ demuxer: Demuxer) throws(MediaFailure) {
        guard demuxer.indexHasEveryPacket, let size = demuxer.fileBytes else { return }
        for index in 0..<demuxer.streamCount {
            let end = lastByte(of: demuxer.stream(index))
            guard end <= size else { throw cutOff(demuxer.path, size: size, spokenOf: end) }
        }
    }

    /// Compares what the head of the file says with what came, both in microseconds from the start.
    ///
    /// - Parameter declared: Nil where the head says nothing.
    static func checkReach(
        declared: Int64?,
        reached: Int64,
        of path: Path
    ) throws(MediaFailure) {
        guard let declared, declared > reached else { return }
        let (gap, isTooLarge) = declared.subtractingReportingOverflow(reached)
        guard isTooLarge || gap > max(1_000_000, declared / 100) else { return }
        let (there, spokenOf) = (Double(reached) / 1e6, Double(declared) / 1e6)
        let cause =
            "it ends after \(Figures.clock(seconds: there)), its header speaks of "
            + "\(Figures.clock(seconds: spokenOf)): it is still being copied or was cut off"
        throw MediaFailure(.incomplete, attempt, path, cause, remedy: remedy)
    }

    private static func lastByte(of stream: UnsafeMutablePointer<AVStream>) -> Int64 {
        var last: Int64 = 0
        for number in 0..<avformat_index_get_entries_count(stream) {
            guard let entry = avformat_index_get_entry(stream, number) else { break }
            let end = ByteSource.end(
                of: UInt64(max(0, entry.pointee.size)),
                from: entry.pointee.pos
            )
            last = max(last, end)
        }
        return last
    }

    private static func cutOff(_ path: Path, size: Int64, spokenOf: Int64) -> MediaFailure {
        let much = spokenOf == .max ? "many more" : Figures.grouped(spokenOf)
        let cause =
            "it ends after \(Figures.grouped(size)) bytes, its index speaks of \(much): "
            + "it is still being copied or was cut off"
        return MediaFailure(.incomplete, attempt, path, cause, remedy: remedy)
    }

    private static let attempt = "read"
    private static let remedy = "wait until it is whole, or copy it again"
}
