internal import CFFmpeg
internal import CLibav
internal import Model

/// A filter graph as the installed libavfilter takes it: each filter with each of its options, then
/// all of them together.
struct FilterTrial {
    let text: String
    let kind: FilterGraph.Kind

    private var subject: RecipeComplaint.Subject {
        kind == .video ? .videoFilters : .audioFilters
    }

    func complaints() -> [RecipeComplaint] {
        var complaints: [RecipeComplaint] = []
        for filter in FilterWords(text).filters { complaints += self.complaints(of: filter) }
        if !complaints.isEmpty { return complaints }
        return whole().map { [$0] } ?? []
    }

    // MARK: One by one

    private func complaints(of filter: FilterWords.Filter) -> [RecipeComplaint] {
        guard let type = avfilter_get_by_name(filter.name) else { return [unknown(filter)] }
        guard let graph = FilterMemory() else { return [] }
        let found = graph.make(type, filter.name).map { optionComplaints(filter, type, $0) } ?? []
        if !found.isEmpty { return found }
        return setUp(filter, type, graph).map { [$0] } ?? []
    }

    private func unknown(_ filter: FilterWords.Filter) -> RecipeComplaint {
        let mark = piece(filter.name, from: filter.offset)
        if KnownElsewhere.isFilter(filter.name) {
            return RecipeComplaint(
                subject,
                mark,
                "this machine's libavfilter was built without the filter \(filter.name)",
                kind: .lacking,
                remedy: "ffmpeg -filters"
            )
        }
        let meant = Suggestion.nearest(to: filter.name, among: FilterMemory.names)
        return RecipeComplaint(
            subject,
            mark,
            "libavfilter has no filter \(Quoted.readable(filter.name))" + Quoted.suggestion(meant),
            remedy: meant == nil ? "ffmpeg -filters" : nil
        )
    }

    private func optionComplaints(
        _ filter: FilterWords.Filter,
        _ type: UnsafePointer<AVFilter>,
        _ context: UnsafeMutablePointer<AVFilterContext>
    ) -> [RecipeComplaint] {
        let own = OptionTable.read(type.pointee.priv_class, flags: 0)
        let places = FilterMemory.places(of: type.pointee.priv_class)
        let trial = OptionTrial(
            object: UnsafeMutableRawPointer(context),
            owner: "the filter \(filter.name)",
            known: own + OptionTable.read(avfilter_get_class(), flags: 0)
        )
        var complaints: [RecipeComplaint] = []
        for (place, argument) in filter.arguments.enumerated() {
            // More than it has names for the filter itself refuses.
            guard let name = argument.name ?? places.dropFirst(place).first else { continue }
            let option = CodecOption(name, argument.value)
            // Also those of what it is made of, such as the scaler's.
            let isItsOwn = trial.known.contains { $0.name == name }
            if !isItsOwn, FilterMemory.has(context, name) { continue }
            if let refusal = trial.set(option, spelled: name) {
                complaints.append(complaint(refusal, option, filter))
            } else if let refusal = wrongFormat(option, filter) ?? wrongScaling(option, type) {
                complaints.append(complaint(refusal, option, filter))
            }
        }
        return complaints
    }

    private func complaint(
        _ refusal: OptionTrial.Refusal,
        _ option: CodecOption,
        _ filter: FilterWords.Filter
    ) -> RecipeComplaint {
        let mark: RecipeComplaint.Mark
        switch refusal.mark {
        case .name: mark = piece(option.name, from: filter.offset + filter.name.utf8.count)
        case .value: mark = piece(option.value, from: filter.offset + filter.name.utf8.count)
        case .piece(let word, _):
            mark = piece(word, from: filter.offset + filter.name.utf8.count)
        }
        return RecipeComplaint(subject, mark, refusal.message)
    }

    /// libavfilter's own answer does not say which of the formats is none.
    private func wrongFormat(
        _ option: CodecOption,
        _ filter: FilterWords.Filter
    ) -> OptionTrial.Refusal? {
        guard ["format", "noformat"].contains(filter.name), option.name == "pix_fmts" else {
            return nil
        }
        let words = option.value.split { "|,".contains($0) }.map(String.init)
        guard let wrong = words.first(where: { av_get_pix_fmt($0) == AV_PIX_FMT_NONE }) else {
            return nil
        }
        let meant = Suggestion.nearest(to: wrong, among: PixelFormats.allNames)
        return OptionTrial.Refusal(
            mark: .piece(wrong, occurrence: 0),
            message: "the filter \(filter.name) takes pixel formats, not \(Quoted.readable(wrong))"
                + Quoted.suggestion(meant)
        )
    }

    /// Of a wrong word in the scaler's flags libavfilter 5.1 complains in the name of something
    /// that is not there, and crashes; so it never gets one.
    private func wrongScaling(
        _ option: CodecOption,
        _ type: UnsafePointer<AVFilter>
    ) -> OptionTrial.Refusal? {
        var state: UnsafeMutableRawPointer?
        guard option.name == "flags",
            let scaler = av_opt_child_class_iterate(type.pointee.priv_class, &state),
            let flags = OptionTable.read(scaler, flags: 0).first(where: { $0.name == "sws_flags" })
        else { return nil }
        let (wrong, offset, words) = OptionTrial.wrongWord(of: option.value, flags)
        guard !words.contains(wrong), Double(wrong) == nil, !option.value.isEmpty,
            wrong != option.value || !option.value.contains(where: { "+-".contains($0) })
        else { return nil }
        let meant = Suggestion.nearest(to: wrong, among: words)
        return OptionTrial.Refusal(
            mark: .piece(wrong, from: offset, in: option.value),
            message: "the scaler has no flag \(Quoted.readable(wrong))" + Quoted.suggestion(meant)
        )
    }

    /// Options that fit one by one may be wrong together, and files may not be there.
    private func setUp(
        _ filter: FilterWords.Filter,
        _ type: UnsafePointer<AVFilter>,
        _ graph: FilterMemory
    ) -> RecipeComplaint? {
        guard let context = graph.make(type, filter.name) else { return nil }
        _ = LogCapture.current?.takeErrors()
        let code = avfilter_init_str(context, filter.text)
        guard code < 0 else { return nil }
        let shown = filter.text.isEmpty ? "nothing" : Quoted.readable(filter.text)
        return RecipeComplaint(
            subject,
            piece(filter.written, from: filter.offset),
            "the filter \(filter.name) does not take \(shown): \(LibraryWords.take(code))"
        )
    }

    // MARK: All of it

    private func whole() -> RecipeComplaint? {
        do throws(MediaFailure) {
            try FilterGraph.check(text, kind)
        } catch {
            return unusable(error)
        }
        // What fits no picture at all is wrong; what fits some only the film can tell.
        var last: MediaFailure?
        for input in kind.examples {
            do throws(MediaFailure) {
                _ = try FilterGraph(kind, input: input, filters: text, threads: 1)
                return nil
            } catch {
                last = error
            }
        }
        return last.map(unusable)
    }

    private func unusable(_ failure: MediaFailure) -> RecipeComplaint {
        let filters = FilterWords(text).filters
        // What works with a device may only lack it.
        let device = filters.first { KnownElsewhere.isFilterOfDevice($0.name) }
        let words = withoutAddresses(failure.cause)
        guard let device else {
            // Libavfilter names a filter of a text by its place: `Parsed_fps_0`.
            let named = filters.indices.last { place in
                words.contains("Parsed_\(filters[place].name)_\(place)")
            }
            guard let place = named else {
                return RecipeComplaint(subject, "the filters cannot be used: \(words)")
            }
            let filter = filters[place]
            let shown = words.replacing("Parsed_\(filter.name)_\(place)", with: filter.name)
            return RecipeComplaint(
                subject,
                piece(filter.written, from: filter.offset),
                "the filter \(filter.name) cannot be used so: \(shown)"
            )
        }
        return RecipeComplaint(
            subject,
            piece(device.name, from: device.offset),
            "the filter \(device.name) does not work on this machine: \(words)",
            kind: .lacking
        )
    }

    private func piece(_ word: String, from offset: Int) -> RecipeComplaint.Mark {
        .piece(word, from: offset, in: text)
    }
}

extension FilterGraph.Kind {
    /// Sources of several sizes: a filter may cut out more than a small one has, or widen to less
    /// than a large one has.
    fileprivate var examples: [String] {
        switch self {
        case .audio:
            ["time_base=1/48000:sample_rate=48000:sample_fmt=fltp:channel_layout=stereo"]
        case .video:
            ["320x240", "720x576", "1920x1080", "7680x4320"].map {
                "video_size=\($0):pix_fmt=yuv420p:time_base=1/25:pixel_aspect=1/1:frame_rate=25"
            }
        }
    }
}

/// A graph in which single filters are made.
private final class FilterMemory {
    private let graph: UnsafeMutablePointer<AVFilterGraph>

    init?() {
        guard let graph = avfilter_graph_alloc() else { return nil }
        self.graph = graph
    }

    deinit {
        var graph: UnsafeMutablePointer<AVFilterGraph>? = graph
        avfilter_graph_free(&graph)
    }

    /// - Parameter name: what the library's log calls it.
    func make(
        _ type: UnsafePointer<AVFilter>,
        _ name: String
    ) -> UnsafeMutablePointer<AVFilterContext>? {
        avfilter_graph_alloc_filter(graph, type, name)
    }

    static func has(_ context: UnsafeMutablePointer<AVFilterContext>, _ option: String) -> Bool {
        av_opt_find(context, option, nil, 0, AV_OPT_SEARCH_CHILDREN) != nil
    }

    static var names: [String] {
        var names: [String] = []
        var state: UnsafeMutableRawPointer?
        while let filter = av_filter_iterate(&state) {
            names.append(String(cString: filter.pointee.name))
        }
        return names
    }

    /// The options that a value without a name is for, by its place: of those that are one under
    /// several names the first.
    static func places(of type: UnsafePointer<AVClass>?) -> [String] {
        guard var type else { return [] }
        var names: [String] = []
        withUnsafePointer(to: &type) { object in
            var last: UnsafePointer<AVOption>?
            var offset: Int32 = -1
            while let option = av_opt_next(object, last) {
                last = option
                guard option.pointee.type != AV_OPT_TYPE_CONST, option.pointee.offset != offset
                else { continue }
                offset = option.pointee.offset
                names.append(String(cString: option.pointee.name))
            }
        }
        return names
    }
}

/// What the libraries say of an error, on one line.
enum LibraryWords {
    /// The logged words where there are some, else those of the code; the log is forgotten.
    static func take(_ code: Int32) -> String {
        let lines = LogCapture.current?.takeErrors() ?? []
        let words = lines.isEmpty ? libavText(code) : lines.suffix(2).joined(separator: "; ")
        return withoutAddresses(words)
    }
}
