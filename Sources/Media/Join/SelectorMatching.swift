internal import Model

/// ffmpeg's `-map`, one after the other, on the streams of one source.
struct SelectorMatching {
    typealias Stream = MediaDescription.Stream

    private(set) var kept: [Int] = []
    /// The selector that took a stream, for messages.
    private(set) var taker: [Int: String] = [:]

    init(
        _ streams: [Stream],
        _ selectors: [StreamSelector],
        path: Path
    ) throws(MediaFailure) {
        for selector in selectors {
            let found = SelectorMatching.streams(streams, selector).map(\.index)
            if selector.isNegative {
                kept.removeAll { found.contains($0) }
                continue
            }
            guard !found.isEmpty || selector.isOptional else {
                throw MediaFailure(
                    .recipe,
                    "choose the streams of",
                    path,
                    "-map \(selector.text) takes none; it has \(SelectorMatching.list(streams))",
                    remedy: "-map '\(selector.text)?' does without where there is none"
                )
            }
            if let twice = found.first(where: { kept.contains($0) }) {
                throw MediaFailure(
                    .recipe,
                    "choose the streams of",
                    path,
                    "-map \(selector.text) takes stream \(twice) again, which "
                        + "\(taker[twice] ?? "another") takes; a stream is in the result once"
                )
            }
            for index in found { taker[index] = "-map \(selector.text)" }
            kept += found
        }
        guard kept.isEmpty else { return }
        throw MediaFailure(
            .recipe,
            "choose the streams of",
            path,
            "no -map takes any; it has \(SelectorMatching.list(streams))"
        )
    }

    private static func streams(_ streams: [Stream], _ selector: StreamSelector) -> [Stream] {
        var found = streams
        if let kind = selector.kind { found = found.filter { $0.kind == kind } }
        if let language = selector.language {
            found = found.filter { Language.isSame($0.language ?? "", language) }
        }
        guard let index = selector.index else { return found }
        return found.indices.contains(index) ? [found[index]] : []
    }

    /// For example `stream 0 (video, h264), stream 1 (audio, aac, deu)`.
    static func list(_ streams: [Stream]) -> String {
        let shown = streams.prefix(shownMax).map { stream in
            let words = [stream.kind.rawValue, stream.codec, stream.language].compactMap { $0 }
            return "stream \(stream.index) (\(words.joined(separator: ", ")))"
        }
        let more = streams.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    /// Discs have up to some tens.
    private static let shownMax = 24
}
