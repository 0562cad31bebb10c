internal import CFFmpeg
internal import CLibav
public import Model

/// Makes a part from a slice: decodes, filters, encodes, writes, and proves what was written.
public enum SliceEncoding {
    /// Blocks until the part is there and proven. After a failure an unfinished part may be left
    /// behind at the order's path; whoever chose the path removes it.
    ///
    /// - Parameter events: Gets the progress, at most four times a second, and notes.
    public static func run(
        _ order: VideoOrder,
        events: (TaskEvent) -> Void
    ) throws(MediaFailure) -> PartReport {
        try LogCapture.during { _ throws(MediaFailure) in
            try EncodingRun(order).run(events)
        }
    }
}

/// One slice on its way to a part.
private struct EncodingRun {
    private let order: VideoOrder
    private let rule: FilterRule
    private let formats: [AVPixelFormat]

    init(_ given: VideoOrder) throws(MediaFailure) {
        var order = given
        order.recipe = given.recipe.resolved(for: FilmFacts(given.film))
        self.order = order
        rule = FilterRule.of(order.recipe.video.filters)
        formats = try PixelFormats.taken(by: order.recipe.video)
        guard case .file = order.slice.origin, case .uncut(let reason) = rule else { return }
        throw MediaFailure(
            .mismatch,
            "encode slice \(order.slice.index)",
            nil,
            "the film was cut, but \(reason)"
        )
    }

    func run(_ events: (TaskEvent) -> Void) throws(MediaFailure) -> PartReport {
        let begin = av_gettime_relative()
        let (encoded, outcome) = try encode(events)
        let end = av_gettime_relative()
        outcome.notes.forEach { events(.note($0)) }
        guard let encoded else { return nothing(outcome.damage, (end - begin) / 1_000) }
        let writer = encoded.writer
        let proof = PartProof(
            path: order.part,
            threads: order.film.threads,
            timeBase: writer.timeBase,
            shift: writer.shift,
            times: writer.times,
            hash: writer.hash.value
        )
        var pace = Pace(.proving, writer.timeBase, writer.times.count)
        try proof.run { count in
            guard count > 0 else { return }
            let time = writer.times[count - 1] - writer.times[0]
            pace.tell(events, frames: count, time: time, bytes: encoded.bytes)
        }
        return PartReport(
            slice: order.slice.index,
            path: order.part,
            bytes: encoded.bytes,
            timeBase: writer.timeBase,
            shift: writer.shift,
            times: TimeRuns(writer.times),
            reorderDelay: writer.reorderDelay,
            parameters: encoded.parameters,
            frameRate: encoded.frameRate,
            hash: writer.hash.value,
            damage: outcome.damage,
            dropped: encoded.dropped,
            encodeMilliseconds: (end - begin) / 1_000,
            proofMilliseconds: (av_gettime_relative() - end) / 1_000
        )
    }

    private func encode(
        _ events: (TaskEvent) -> Void
    ) throws(MediaFailure) -> (EncodingStage.Result?, SliceDecoding.Outcome) {
        let queue = try FrameQueue()
        let decoding = SliceDecoding(order, rule, formats: formats, into: queue)
        try decoding.start()
        let encoded: Result<EncodingStage.Result?, MediaFailure>
        do throws(MediaFailure) {
            let stage = EncodingStage(order, rule, decoding, queue)
            encoded = .success(try stage.run(events))
        } catch {
            encoded = .failure(error)
        }
        queue.stopReceiving()
        // What is wrong with the slice explains what is wrong with its encoding.
        let outcome = try decoding.join()
        guard let result = try encoded.get() else {
            if outcome.damage.missingCount > 0 { return (nil, outcome) }
            throw MediaFailure(
                .recipe,
                "filter by \(order.recipe.video.filters ?? "nothing")",
                nil,
                "not one frame comes out"
            )
        }
        return (result, outcome)
    }

    /// The part of a slice of which not one frame can be decoded: there is no file.
    private func nothing(_ damage: DamageReport, _ milliseconds: Int64) -> PartReport {
        PartReport(
            slice: order.slice.index,
            path: order.part,
            bytes: 0,
            timeBase: order.film.timeBase,
            shift: 0,
            times: TimeRuns(),
            reorderDelay: 0,
            parameters: CodecParameters(codec: order.recipe.video.encoder),
            frameRate: nil,
            hash: 0,
            damage: damage,
            dropped: [],
            encodeMilliseconds: milliseconds,
            proofMilliseconds: 0
        )
    }
}
