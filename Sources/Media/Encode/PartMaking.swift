internal import CFFmpeg
internal import Model

/// Makes a part of the frames that a feed brings: encodes, writes, and proves what was written.
final class PartMaking {
    struct Made {
        let encoded: EncodingStage.Result
        /// In microseconds of libav's clock.
        let encodedAt: Int64
        var provenAt: Int64
    }

    let work: PartWork
    let feed: FrameFeed
    private(set) var isCutOff = false
    private let begin = av_gettime_relative()

    init(_ work: PartWork) throws(MediaFailure) {
        self.work = work
        feed = try FrameFeed()
    }

    /// Nil when no frame came.
    func encode(_ events: (TaskEvent) -> Void) throws(MediaFailure) -> Made? {
        let stage = try EncodingStage(work, feed)
        defer { isCutOff = stage.isCutOff }
        guard let encoded = try stage.run(events) else { return nil }
        let now = av_gettime_relative()
        return Made(encoded: encoded, encodedAt: now, provenAt: now)
    }

    func prove(_ made: Made, _ events: (TaskEvent) -> Void) throws(MediaFailure) -> Made {
        let writer = made.encoded.writer
        let proof = PartProof(
            path: work.part,
            threads: work.film.threads,
            timeBase: writer.timeBase,
            shift: writer.shift,
            times: writer.times,
            segments: writer.segments,
            hash: writer.hash.value
        )
        var pace = Pace(.proving, writer.timeBase, writer.times.count)
        try proof.run { count in
            guard count > 0 else { return }
            let time = writer.times[count - 1] - writer.times[0]
            pace.tell(events, frames: count, time: time, bytes: made.encoded.bytes)
        }
        var proven = made
        proven.provenAt = av_gettime_relative()
        return proven
    }

    /// - Parameter made: Nil is the part of a slice of which not one frame can be decoded: there
    ///   is no file.
    func report(_ made: Made?, _ damage: DamageReport) -> PartReport {
        let encoded = made?.encoded
        let writer = encoded?.writer
        let codec = work.recipe(at: nil).encoder
        var report = PartReport(
            slice: work.slice.index,
            path: work.part,
            bytes: encoded?.bytes ?? 0,
            timeBase: writer?.timeBase ?? work.film.timeBase,
            shift: writer?.shift ?? 0,
            times: TimeRuns(writer?.times ?? []),
            reorderDelay: writer?.reorderDelay ?? 0,
            parameters: encoded?.parameters ?? CodecParameters(codec: codec),
            frameRate: encoded?.frameRate,
            hash: writer?.hash.value ?? 0,
            damage: damage,
            dropped: encoded?.dropped ?? [],
            encodeMilliseconds: ((made?.encodedAt ?? av_gettime_relative()) - begin) / 1_000,
            proofMilliseconds: made.map { ($0.provenAt - $0.encodedAt) / 1_000 } ?? 0
        )
        report.rung = work.rung?.index
        if work.rung != nil { report.segments = writer?.segments ?? [] }
        return report
    }

    /// What the plan says of a rendition holds, where everything came that was planned.
    func check(_ made: Made?) throws(MediaFailure) {
        guard let rung = work.rung, let planned = work.frameCount, let made else { return }
        let count = made.encoded.writer.times.count
        guard count != planned else { return }
        throw MediaFailure(
            .mismatch,
            "encode \(rung.of.name) of slice \(work.slice.index)",
            work.part,
            "it has \(count) frames instead of the \(planned) that were planned"
        )
    }
}
