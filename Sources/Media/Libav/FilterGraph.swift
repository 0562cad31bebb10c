internal import CFFmpeg
internal import Model

/// A filter graph with one input and one output.
final class FilterGraph {
    enum Kind: String {
        case video, audio

        /// What a source of it is like, where any will do.
        var example: String {
            switch self {
            case .video: "video_size=320x240:pix_fmt=yuv420p:time_base=1/25:pixel_aspect=1/1"
            case .audio: "time_base=1/48000:sample_rate=48000:sample_fmt=fltp:channel_layout=stereo"
            }
        }
    }

    enum Outcome { case done, again, end }

    private let graph: UnsafeMutablePointer<AVFilterGraph>
    // Both live in the graph.
    private let source: UnsafeMutablePointer<AVFilterContext>
    private let sink: UnsafeMutablePointer<AVFilterContext>
    private let text: String

    /// - Parameters:
    ///   - input: The arguments of libavfilter's `buffer` or `abuffer`.
    ///   - text: The filters between them, as on ffmpeg's command line.
    init(
        _ kind: Kind,
        input: String,
        filters text: String,
        threads: Int
    ) throws(MediaFailure) {
        let graph = try libavMemory(avfilter_graph_alloc(), "make a filter graph")
        do throws(MediaFailure) {
            graph.pointee.nb_threads = Int32(threads)
            // As ffmpeg sets it, for scalers with none of their own.
            if kind == .video { graph.pointee.scale_sws_opts = av_strdup("flags=bicubic") }
            source = try FilterGraph.end(kind == .video ? "buffer" : "abuffer", "in", input, graph)
            sink = try FilterGraph.end(
                kind == .video ? "buffersink" : "abuffersink",
                "out",
                nil,
                graph
            )
            try FilterGraph.connect(text, source, sink, graph)
        } catch {
            var graph: UnsafeMutablePointer<AVFilterGraph>? = graph
            avfilter_graph_free(&graph)
            throw error
        }
        self.graph = graph
        self.text = text
    }

    deinit {
        var graph: UnsafeMutablePointer<AVFilterGraph>? = graph
        avfilter_graph_free(&graph)
    }

    var timeBase: Rational { Rational(av_buffersink_get_time_base(sink)) }
    var frameRate: Rational? {
        let rate = Rational(av_buffersink_get_frame_rate(sink))
        return rate.isPositive ? rate : nil
    }
    var sampleAspectRatio: AVRational { av_buffersink_get_sample_aspect_ratio(sink) }
    var width: Int { Int(av_buffersink_get_w(sink)) }
    var height: Int { Int(av_buffersink_get_h(sink)) }
    /// A pixel or sample format, by the kind of the graph.
    var format: Int32 { av_buffersink_get_format(sink) }
    var sampleRate: Int32 { av_buffersink_get_sample_rate(sink) }

    /// Copies the layout of the sound that comes out; to be freed by av_channel_layout_uninit.
    func copyChannelLayout(to layout: UnsafeMutablePointer<AVChannelLayout>) throws(MediaFailure) {
        try libav("read the layout of the sound", nil) {
            av_buffersink_get_ch_layout(sink, layout)
        }
    }

    /// Whether what comes out is what went in, sample by sample: no filter touches it.
    var isTransparent: Bool {
        (0..<Int(graph.pointee.nb_filters)).allSatisfy { index in
            guard let context = graph.pointee.filters[index], let filter = context.pointee.filter
            else { return false }
            return filter.pointee.flags & AVFILTER_FLAG_METADATA_ONLY != 0
                || context == source || context == sink
        }
    }

    /// Sound comes out in pieces of so many samples, the last one shorter.
    func setFrameSize(_ samples: UInt32) { av_buffersink_set_frame_size(sink, samples) }

    /// Gives a frame, which is empty afterwards; nil is the end.
    func push(_ frame: Frame?) throws(MediaFailure) {
        try libav("filter by \(text)", nil, as: .recipe) {
            av_buffersrc_add_frame_flags(source, frame?.handle, 0)
        }
    }

    /// Ends the input, and says until when its last frame is shown: filters that make a rate need
    /// it.
    func close(at time: Int64) throws(MediaFailure) {
        try libav("filter by \(text)", nil, as: .recipe) {
            av_buffersrc_close(source, time, 0)
        }
    }

    func pull(into frame: Frame) throws(MediaFailure) -> Outcome {
        frame.clear()
        let code = av_buffersink_get_frame(sink, frame.handle)
        switch code {
        case 0...: return .done
        case reelmill_error_again: return .again
        case reelmill_error_end: return .end
        default: throw MediaFailure.libav(code, "filter by \(text)", nil, as: .recipe)
        }
    }

    private static func end(
        _ filter: String,
        _ name: String,
        _ arguments: String?,
        _ graph: UnsafeMutablePointer<AVFilterGraph>
    ) throws(MediaFailure) -> UnsafeMutablePointer<AVFilterContext> {
        var context: UnsafeMutablePointer<AVFilterContext>?
        try libav("make the filter \(filter) with \(arguments ?? "nothing")", nil) {
            avfilter_graph_create_filter(
                &context,
                avfilter_get_by_name(filter),
                name,
                arguments,
                nil,
                graph
            )
        }
        return try libavMemory(context, "make the filter \(filter)")
    }

    private static func connect(
        _ text: String,
        _ source: UnsafeMutablePointer<AVFilterContext>,
        _ sink: UnsafeMutablePointer<AVFilterContext>,
        _ graph: UnsafeMutablePointer<AVFilterGraph>
    ) throws(MediaFailure) {
        // Named from the outside: the graph's own input is what our source gives out.
        var outputs = avfilter_inout_alloc()
        var inputs = avfilter_inout_alloc()
        defer {
            avfilter_inout_free(&outputs)
            avfilter_inout_free(&inputs)
        }
        try fill(outputs, "in", source)
        try fill(inputs, "out", sink)
        try libav("read the filters \(text)", nil, as: .recipe) {
            avfilter_graph_parse_ptr(graph, text, &inputs, &outputs, nil)
        }
        try libav("set up the filters \(text)", nil, as: .recipe) {
            avfilter_graph_config(graph, nil)
        }
    }

    /// Whether libavfilter can read the text; sizes and formats come only with a film.
    static func check(_ text: String, _ kind: Kind) throws(MediaFailure) {
        var graph = avfilter_graph_alloc()
        var outputs = avfilter_inout_alloc()
        var inputs = avfilter_inout_alloc()
        defer {
            avfilter_inout_free(&outputs)
            avfilter_inout_free(&inputs)
            avfilter_graph_free(&graph)
        }
        let memory = try libavMemory(graph, "make a filter graph")
        let (source, sink) = kind == .video ? ("buffer", "buffersink") : ("abuffer", "abuffersink")
        try fill(outputs, "in", try end(source, "in", kind.example, memory))
        try fill(inputs, "out", try end(sink, "out", nil, memory))
        try libav("read the filters \(text)", nil, as: .recipe) {
            avfilter_graph_parse_ptr(memory, text, &inputs, &outputs, nil)
        }
        guard inputs == nil, outputs == nil, isLinked(memory) else {
            throw MediaFailure(
                .recipe,
                "use the filters \(text)",
                nil,
                "they have not one input and one output"
            )
        }
    }

    /// Whether nothing of it hangs loose.
    private static func isLinked(_ graph: UnsafeMutablePointer<AVFilterGraph>) -> Bool {
        let filters = UnsafeBufferPointer(
            start: graph.pointee.filters,
            count: Int(graph.pointee.nb_filters)
        )
        return filters.allSatisfy { filter in
            guard let filter = filter?.pointee else { return false }
            let inputs = UnsafeBufferPointer(start: filter.inputs, count: Int(filter.nb_inputs))
            let outputs = UnsafeBufferPointer(start: filter.outputs, count: Int(filter.nb_outputs))
            return inputs.allSatisfy { $0 != nil } && outputs.allSatisfy { $0 != nil }
        }
    }

    private static func fill(
        _ end: UnsafeMutablePointer<AVFilterInOut>?,
        _ name: String,
        _ context: UnsafeMutablePointer<AVFilterContext>
    ) throws(MediaFailure) {
        let end = try libavMemory(end, "make a filter graph")
        end.pointee.name = av_strdup(name)
        end.pointee.filter_ctx = context
        end.pointee.pad_idx = 0
        end.pointee.next = nil
    }
}
