internal import Model

/// Which stream of the result is which of the source.
struct StreamPairs {
    private(set) var pairs: [(source: MediaDescription.Stream, result: MediaDescription.Stream)] =
        []
    /// Streams of the source that the result has not.
    private(set) var missing: [MediaDescription.Stream] = []

    init(_ source: MediaDescription, _ result: MediaDescription) {
        if let main = source.mainVideo {
            if let other = result.mainVideo {
                pairs.append((source.streams[main], result.streams[other]))
            } else {
                missing.append(source.streams[main])
            }
        }
        for role in Role.allCases {
            pair(
                source.streams.filter { Role($0) == role && $0.index != source.mainVideo },
                result.streams.filter { Role($0) == role && $0.index != result.mainVideo }
            )
        }
    }

    var sounds: [(source: MediaDescription.Stream, result: MediaDescription.Stream)] {
        pairs.filter { $0.source.kind == .audio }
    }

    /// Which streams are chosen and in what order is the recipe's, which is not known here: they
    /// are known by what they are called, ever less exactly, and those left over by their order.
    private mutating func pair(
        _ source: [MediaDescription.Stream],
        _ result: [MediaDescription.Stream]
    ) {
        func names(_ streams: [MediaDescription.Stream]) -> [Name] {
            streams.map { Name($0, .language) }
        }
        if source.count == result.count, names(source) == names(result) {
            pairs += zip(source, result).map { ($0, $1) }
            return
        }
        var (left, unnamed) = (result, source)
        // Of as many streams no fewer may have become stereo.
        for exactness in Name.Exactness.allCases
        where exactness.isOfWords || source.count != result.count {
            unnamed = unnamed.filter { stream in
                let name = Name(stream, exactness)
                guard name.saysSomething,
                    let place = left.firstIndex(where: { Name($0, exactness) == name })
                else { return true }
                pairs.append((stream, left.remove(at: place)))
                return false
            }
        }
        pairs += zip(unnamed, left).map { ($0, $1) }
        missing += unnamed.dropFirst(left.count)
    }

    private enum Role: CaseIterable {
        case picture, cover, sound, subtitle, attachment, other

        init(_ stream: MediaDescription.Stream) {
            switch stream.kind {
            case .video: self = stream.video?.isCoverArt == true ? .cover : .picture
            case .audio: self = .sound
            case .subtitle: self = .subtitle
            case .attachment: self = .attachment
            case .data, .unknown: self = .other
            }
        }
    }

    private struct Name: Equatable {
        enum Exactness: CaseIterable {
            case all, words, language, form, channels

            var isOfWords: Bool { self != .form && self != .channels }
        }

        let language, title, file, codec: String?
        let channels: Int?

        init(_ stream: MediaDescription.Stream, _ exactness: Exactness) {
            let isKnown = stream.language != "und" && exactness.isOfWords
            language = isKnown ? stream.language.map(Language.canonical) : nil
            title = exactness == .all || exactness == .words ? stream.title : nil
            file = stream.attachment?.fileName
            codec = exactness == .form ? stream.codec : nil
            let countsChannels = exactness == .all || !exactness.isOfWords
            channels = countsChannels ? stream.audio?.channels : nil
        }

        /// Streams of which nothing is known are known by their order alone.
        var saysSomething: Bool {
            language != nil || title != nil || file != nil || codec != nil || channels != nil
        }
    }
}
