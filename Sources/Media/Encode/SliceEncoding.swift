internal import CFFmpeg
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

extension SliceEncoding {
    /// What the filters of a slice, with nothing left to look up, mean for it.
    static func rule(_ order: VideoOrder) throws(MediaFailure) -> FilterRule {
        let rule = FilterRule.of(order.recipe.video.filters)
        guard case .file = order.slice.origin, case .uncut(let reason) = rule else { return rule }
        throw MediaFailure(
            .mismatch,
            "encode slice \(order.slice.index)",
            nil,
            "the film was cut, but \(reason)"
        )
    }

    static func nothingComesOut(_ order: VideoOrder) -> MediaFailure {
        let filters = order.recipe.video.filters ?? "nothing"
        return MediaFailure(.recipe, "filter by \(filters)", nil, "not one frame comes out")
    }
}

extension VideoOrder {
    /// With nothing left to look up in its recipe.
    var resolved: VideoOrder {
        var order = self
        order.recipe = recipe.resolved(for: FilmFacts(film))
        return order
    }
}

/// One slice on its way to a part.
private struct EncodingRun {
    private let order: VideoOrder
    private let rule: FilterRule
    private let formats: [AVPixelFormat]

    init(_ given: VideoOrder) throws(MediaFailure) {
        order = given.resolved
        formats = try PixelFormats.taken(by: order.recipe.video)
        rule = try SliceEncoding.rule(order)
    }

    func run(_ events: (TaskEvent) -> Void) throws(MediaFailure) -> PartReport {
        let making = try PartMaking(PartWork(order, rule))
        let (made, outcome) = try encode(making, events)
        outcome.notes.forEach { events(.note($0)) }
        let proven = try made.map { made throws(MediaFailure) in try making.prove(made, events) }
        return making.report(proven, outcome.damage)
    }

    private func encode(
        _ making: PartMaking,
        _ events: (TaskEvent) -> Void
    ) throws(MediaFailure) -> (PartMaking.Made?, SliceDecoding.Outcome) {
        let decoding = SliceDecoding(order, rule, formats: formats, into: making.feed)
        try decoding.start()
        let encoded: Result<PartMaking.Made?, MediaFailure>
        do throws(MediaFailure) {
            encoded = .success(try making.encode(events))
        } catch {
            encoded = .failure(error)
        }
        making.feed.stop()
        // What is wrong with the slice explains what is wrong with its encoding.
        let outcome = try decoding.join()
        guard let made = try encoded.get() else {
            if outcome.damage.missingCount > 0 { return (nil, outcome) }
            throw SliceEncoding.nothingComesOut(order)
        }
        return (made, outcome)
    }
}
