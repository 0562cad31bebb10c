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

    /// Streams of one role keep their order; where some are gone, those left are known by what they
    /// are called, and only then by their order.
    private mutating func pair(
        _ source: [MediaDescription.Stream],
        _ result: [MediaDescription.Stream]
    ) {
        if source.count == result.count {
            pairs += zip(source, result).map { ($0, $1) }
            return
        }
        var left = result
        var unnamed: [MediaDescription.Stream] = []
        for stream in source {
            if let place = left.firstIndex(where: { Name($0) == Name(stream) }) {
                pairs.append((stream, left.remove(at: place)))
            } else {
                unnamed.append(stream)
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
        let language, title, file: String?
        let channels: Int?

        init(_ stream: MediaDescription.Stream) {
            language = stream.language == "und" ? nil : stream.language
            title = stream.title
            file = stream.attachment?.fileName
            channels = stream.audio?.channels
        }
    }
}
