internal import CFFmpeg
internal import CLibav
internal import Model

/// The recipe's filters and the step to a pixel format that the encoder takes; nothing at all when
/// neither has to be done.
///
/// Frames go in with their times on the source's time line, so that filters which look at the time
/// see the same as in the whole film.
final class VideoGraph {
    private let film: FilmPlan
    private let filters: String?
    /// What the encoder takes; empty is anything.
    private let formats: [AVPixelFormat]
    private let threads: Int
    private let keepsSize: Bool
    private var graph: FilterGraph?
    private var input: Shape?
    private var output: Shape?
    private(set) var timeBase: Rational
    private(set) var frameRate: Rational?
    private let pulled: Frame

    /// What a graph is built for.
    private struct Shape: Equatable {
        let width, height: Int32
        let format: Int32

        init(_ frame: Frame) {
            let picture = frame.handle.pointee
            (width, height, format) = (picture.width, picture.height, picture.format)
        }
    }

    /// - Parameters:
    ///   - threads: More than one only where frames are not compared with the plan.
    ///   - keepsSize: Whether pictures that change in the middle of the film are brought back to
    ///     what they were; else whoever takes them does it.
    init(
        _ film: FilmPlan,
        filters: String?,
        formats: [AVPixelFormat],
        threads: Int = 1,
        keepsSize: Bool = true
    ) throws(MediaFailure) {
        self.film = film
        self.filters = filters
        self.formats = formats
        self.threads = threads
        self.keepsSize = keepsSize
        timeBase = film.timeBase
        frameRate = film.frameRate
        pulled = try Frame()
    }

    /// Filters a frame, which is empty afterwards; each one that comes out is shown to `body`.
    func push(
        _ frame: Frame,
        _ body: (Frame) throws(MediaFailure) -> Void
    ) throws(MediaFailure) {
        PixelFormats.renameFullRange(frame, for: formats)
        let shape = Shape(frame)
        if shape != input {
            try finish(at: frame.presentation ?? 0, body)
            try build(for: frame, shape)
        }
        guard let graph else {
            try body(frame)
            frame.clear()
            return
        }
        try graph.push(frame)
        try drain(graph, body)
    }

    /// Gets out what the filters still hold.
    ///
    /// - Parameter time: The end of the last frame.
    func finish(
        at time: Int64,
        _ body: (Frame) throws(MediaFailure) -> Void
    ) throws(MediaFailure) {
        guard let graph else { return }
        try graph.close(at: time)
        try drain(graph, body)
        self.graph = nil
    }

    private func drain(
        _ graph: FilterGraph,
        _ body: (Frame) throws(MediaFailure) -> Void
    ) throws(MediaFailure) {
        while try graph.pull(into: pulled) == .done {
            if output == nil { output = Shape(pulled) }
            try body(pulled)
        }
    }

    private func build(for frame: Frame, _ shape: Shape) throws(MediaFailure) {
        let isFirst = input == nil
        input = shape
        let steps = steps(for: shape)
        guard !steps.isEmpty else {
            if output == nil { output = shape }
            return
        }
        let graph = try FilterGraph(
            .video,
            input: arguments(for: frame),
            filters: steps.joined(separator: ","),
            threads: threads
        )
        guard isFirst || graph.timeBase == timeBase else {
            throw MediaFailure(
                .recipe,
                "filter by \(filters ?? "")",
                nil,
                "the picture's size changes, and the filters' clock with it"
            )
        }
        self.graph = graph
        timeBase = graph.timeBase
        frameRate = graph.frameRate
    }

    /// After a change in the middle of the film the picture is brought back to what it was.
    private func steps(for shape: Shape) -> [String] {
        var steps = filters.map { [$0] } ?? []
        if let output, keepsSize {
            guard filters != nil || shape != output else { return [] }
            return steps + [
                "scale=\(output.width):\(output.height)",
                "format=\(VideoGraph.name(of: output.format))",
            ]
        }
        let isTaken = formats.isEmpty || formats.contains { $0.rawValue == shape.format }
        if filters != nil || !isTaken, !formats.isEmpty {
            let names = formats.map { VideoGraph.name(of: $0.rawValue) }
            steps.append("format=\(names.joined(separator: "|"))")
        }
        return steps
    }

    private func arguments(for frame: Frame) -> String {
        let picture = frame.handle.pointee
        let shape = picture.sample_aspect_ratio
        var words = [
            "video_size=\(picture.width)x\(picture.height)",
            "pix_fmt=\(VideoGraph.name(of: picture.format))",
            "time_base=\(film.timeBase)",
            "pixel_aspect=\(shape.num)/\(max(shape.den, 1))",
        ]
        if let rate = film.frameRate { words.append("frame_rate=\(rate)") }
        // Since FFmpeg 7.0 they are negotiated like the pixel format.
        if VideoGraph.sourceTakesColors {
            words.append("colorspace=\(picture.colorspace.rawValue)")
            words.append("range=\(picture.color_range.rawValue)")
        }
        return words.joined(separator: ":")
    }

    private static func name(of format: Int32) -> String {
        av_get_pix_fmt_name(AVPixelFormat(rawValue: format)).map { String(cString: $0) } ?? "none"
    }

    private static let sourceTakesColors: Bool = {
        guard var type = avfilter_get_by_name("buffer")?.pointee.priv_class else { return false }
        return withUnsafeMutablePointer(to: &type) {
            av_opt_find($0, "colorspace", nil, 0, AV_OPT_SEARCH_FAKE_OBJ) != nil
        }
    }()
}
