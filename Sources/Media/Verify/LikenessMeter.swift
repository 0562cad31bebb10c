internal import CFFmpeg
internal import Model

/// Measures how like two pictures are, by libavfilter's `ssim`. The second picture is brought to
/// the size and the pixel format of the first.
final class LikenessMeter {
    enum Scale {
        case full
        /// So small that grain, blur and blocks are gone, and what the picture shows is left.
        case thumbnail
    }

    private let scale: Scale
    private var shapes: [Shape] = []
    private var graph: PairGraph?
    private let measured: Frame

    /// What a graph is built for.
    struct Shape: Equatable {
        let width, height: Int32
        let format: Int32
        let range: AVColorRange

        init(_ frame: Frame) {
            let picture = frame.handle.pointee
            (width, height, format) = (picture.width, picture.height, picture.format)
            range = picture.color_range
        }

        var hasPalette: Bool { format == AV_PIX_FMT_PAL8.rawValue }

        var formatName: String {
            av_get_pix_fmt_name(AVPixelFormat(rawValue: format)).map { String(cString: $0) }
                ?? "none"
        }
    }

    init(_ scale: Scale) throws(MediaFailure) {
        self.scale = scale
        measured = try Frame()
    }

    /// From 0 to 1, which is equal. The frames stay as they are.
    func likeness(_ first: Frame, _ second: Frame) throws(MediaFailure) -> Double {
        let shapes = [Shape(first), Shape(second)]
        if shapes != self.shapes {
            graph = try PairGraph(shapes[0], shapes[1], steps(shapes[0], shapes[1]))
            self.shapes = shapes
        }
        guard let graph else { preconditionFailure("our bug: no graph to compare by") }
        try graph.compare(try plain(first), try plain(second), into: measured)
        guard
            let entry = av_dict_get(measured.handle.pointee.metadata, "lavfi.ssim.All", nil, 0),
            let value = Double(String(cString: entry.pointee.value))
        else {
            throw MediaFailure(
                .resources,
                "compare two pictures",
                nil,
                "libavfilter gave no number"
            )
        }
        return min(1, max(0, value))
    }

    /// Between the two inputs, `a` and `b`, and the output.
    private func steps(_ first: Shape, _ second: Shape) -> String {
        let bringsRange = first.range != second.range && second.range != AVCOL_RANGE_UNSPECIFIED
        let ranges =
            bringsRange && first.range != AVCOL_RANGE_UNSPECIFIED
            ? ":in_range=\(word(second.range)):out_range=\(word(first.range))" : ""
        let size = "\(first.width):\(first.height)"
        // Nothing can be scaled to a palette.
        let format = "format=\(first.hasPalette ? "rgb24" : first.formatName)"
        switch scale {
        case .full: return "[b]scale=\(size)\(ranges),\(format)[c];[a][c]ssim"
        case .thumbnail:
            let small = "scale=\(thumbnailSize):flags=area"
            return "[a]\(small),\(format)[d];[b]\(small)\(ranges),\(format)[c];[d][c]ssim"
        }
    }

    private func word(_ range: AVColorRange) -> String {
        range == AVCOL_RANGE_JPEG ? "full" : "limited"
    }

    /// The same picture without what would make filters convert colours by themselves.
    private func plain(_ frame: Frame) throws(MediaFailure) -> Frame {
        let copy = try frame.copy()
        copy.handle.pointee.color_range = AVCOL_RANGE_UNSPECIFIED
        copy.handle.pointee.colorspace = AVCOL_SPC_UNSPECIFIED
        copy.handle.pointee.color_primaries = AVCOL_PRI_UNSPECIFIED
        copy.handle.pointee.color_trc = AVCOL_TRC_UNSPECIFIED
        copy.handle.pointee.sample_aspect_ratio = AVRational(num: 1, den: 1)
        return copy
    }
}

/// Wide enough for `ssim`, whose windows are eight pixels wide.
private let thumbnailSize = "64:48"

/// A filter graph with two inputs and one output.
private final class PairGraph {
    private let graph: UnsafeMutablePointer<AVFilterGraph>
    // All live in the graph.
    private let first: UnsafeMutablePointer<AVFilterContext>
    private let second: UnsafeMutablePointer<AVFilterContext>
    private let sink: UnsafeMutablePointer<AVFilterContext>
    private var count: Int64 = 0

    init(
        _ one: LikenessMeter.Shape,
        _ other: LikenessMeter.Shape,
        _ steps: String
    ) throws(MediaFailure) {
        var memory: UnsafeMutablePointer<AVFilterGraph>? = try libavMemory(
            avfilter_graph_alloc(),
            "make a filter graph"
        )
        let graph = try libavMemory(memory, "make a filter graph")
        do throws(MediaFailure) {
            let text =
                "\(PairGraph.source("one", one))[a];\(PairGraph.source("other", other))[b];"
                + "\(steps),buffersink@out"
            try PairGraph.build(graph, text)
            first = try PairGraph.find("buffer@one", in: graph)
            second = try PairGraph.find("buffer@other", in: graph)
            sink = try PairGraph.find("buffersink@out", in: graph)
        } catch {
            avfilter_graph_free(&memory)
            throw error
        }
        self.graph = graph
    }

    deinit {
        var graph: UnsafeMutablePointer<AVFilterGraph>? = graph
        avfilter_graph_free(&graph)
    }

    /// Takes over both; the result has what the filters say beside it.
    func compare(_ one: Frame, _ other: Frame, into result: Frame) throws(MediaFailure) {
        one.presentation = count
        other.presentation = count
        count += 1
        result.clear()
        try libav("compare two pictures", nil, as: .resources) {
            av_buffersrc_add_frame_flags(first, one.handle, 0)
        }
        try libav("compare two pictures", nil, as: .resources) {
            av_buffersrc_add_frame_flags(second, other.handle, 0)
        }
        try libav("compare two pictures", nil, as: .resources) {
            av_buffersink_get_frame(sink, result.handle)
        }
    }

    private static func source(_ name: String, _ shape: LikenessMeter.Shape) -> String {
        "buffer@\(name)=video_size=\(shape.width)x\(shape.height):pix_fmt=\(shape.formatName)"
            + ":time_base=1/25:pixel_aspect=1/1"
    }

    private static func build(
        _ graph: UnsafeMutablePointer<AVFilterGraph>,
        _ text: String
    ) throws(MediaFailure) {
        // As many as there are cores: measuring takes longer than decoding.
        graph.pointee.nb_threads = 0
        var inputs: UnsafeMutablePointer<AVFilterInOut>?
        var outputs: UnsafeMutablePointer<AVFilterInOut>?
        defer {
            avfilter_inout_free(&inputs)
            avfilter_inout_free(&outputs)
        }
        try libav("compare pictures by \(text)", nil, as: .resources) {
            avfilter_graph_parse_ptr(graph, text, &inputs, &outputs, nil)
        }
        try libav("compare pictures by \(text)", nil, as: .resources) {
            avfilter_graph_config(graph, nil)
        }
    }

    private static func find(
        _ name: String,
        in graph: UnsafeMutablePointer<AVFilterGraph>
    ) throws(MediaFailure) -> UnsafeMutablePointer<AVFilterContext> {
        guard let filter = avfilter_graph_get_filter(graph, name) else {
            throw MediaFailure(.resources, "compare pictures", nil, "there is no filter \(name)")
        }
        return filter
    }
}
