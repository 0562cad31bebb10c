internal import Model

/// Names what the source has and the result has not: streams, and what is said of them.
enum Inventory {
    static func missing(
        _ source: MediaDescription,
        _ result: MediaDescription,
        _ pairs: StreamPairs
    ) -> [String] {
        var missing = pairs.missing.sorted { $0.index < $1.index }.map { name(of: $0) }
        for (old, new) in pairs.pairs.sorted(by: { $0.source.index < $1.source.index }) {
            missing += words(old, new).map { "\($0) of stream \(old.index)" }
        }
        missing += chapters(source.chapters, result.chapters)
        // Ogg has the film's tags with each of its streams.
        let kept = result.container.tags.merging(result.streams.first?.tags ?? [:]) { one, _ in one
        }
        missing += tags(source.container.tags, kept)
        return missing
    }

    private static func name(of stream: MediaDescription.Stream) -> String {
        let kind = stream.video?.isCoverArt == true ? "cover" : stream.kind.rawValue
        let words = [
            kind, stream.codec, stream.language, stream.attachment?.fileName,
            stream.title.map { "\"\($0)\"" },
        ]
        return "stream \(stream.index) (\(words.compactMap { $0 }.joined(separator: ", ")))"
    }

    private static func words(
        _ old: MediaDescription.Stream,
        _ new: MediaDescription.Stream
    ) -> [String] {
        var words: [String] = []
        if let language = old.language, language != "und", new.language != language {
            words.append("the language \(language)")
        }
        if let title = old.title, new.title != title { words.append("the title \"\(title)\"") }
        words += old.dispositions.filter { !new.dispositions.contains($0) }
            .map { "the disposition \($0)" }
        words += tags(old.tags, new.tags)
        if let one = old.video, let other = new.video, !one.isCoverArt {
            words += pictureWords(one, other)
        }
        return words
    }

    private static func pictureWords(
        _ old: MediaDescription.Video,
        _ new: MediaDescription.Video
    ) -> [String] {
        var words: [String] = []
        if let rotation = old.rotation, !isTurned(old, new) {
            words.append("the rotation by \(EncoderCatalogue.text(rotation))°")
        }
        if old.picture.masteringDisplay != nil, new.picture.masteringDisplay == nil {
            words.append("the mastering display")
        }
        if old.picture.contentLight != nil, new.picture.contentLight == nil {
            words.append("the light levels")
        }
        if let vision = old.dolbyVision, new.dolbyVision == nil {
            words.append("Dolby Vision profile \(vision.profile)")
        }
        let said: [(String, KeyPath<PictureProperties, String?>)] = [
            ("range", \.colorRange), ("primaries", \.colorPrimaries),
            ("transfer", \.colorTransfer), ("matrix", \.colorSpace),
        ]
        for (name, path) in said {
            if let value = old.picture[keyPath: path], new.picture[keyPath: path] != value {
                words.append("the colour \(name) \(value)")
            }
        }
        return words
    }

    /// Either players still turn the picture, or it was turned.
    private static func isTurned(
        _ old: MediaDescription.Video,
        _ new: MediaDescription.Video
    ) -> Bool {
        if new.rotation != nil { return true }
        let wasUpright = old.picture.width < old.picture.height
        return wasUpright != (new.picture.width < new.picture.height)
    }

    private static func chapters(
        _ old: [MediaDescription.Chapter],
        _ new: [MediaDescription.Chapter]
    ) -> [String] {
        guard !old.isEmpty else { return [] }
        guard old.count == new.count else {
            return new.isEmpty
                ? ["\(old.count) chapters"] : ["\(old.count - new.count) of \(old.count) chapters"]
        }
        return zip(old, new).enumerated().flatMap { index, pair in
            tags(pair.0.tags, pair.1.tags).map { "\($0) of chapter \(index + 1)" }
        }
    }

    private static func tags(_ old: [String: String], _ new: [String: String]) -> [String] {
        let kept = Dictionary(new.map { ($0.lowercased(), $1) }) { first, _ in first }
        return old.filter { name, value in
            let name = name.lowercased()
            return !isTechnical(name) && kept[name] != value
        }.keys.sorted().map { "the tag \($0)" }
    }

    /// What muxers write of themselves or of the coding, and what is compared on its own.
    private static func isTechnical(_ name: String) -> Bool {
        technical.contains(name) || technicalBeginnings.contains { name.hasPrefix($0) }
    }

    private static let technical: Set<String> = [
        "language", "title", "filename", "mimetype", "encoder", "creation_time", "handler_name",
        "vendor_id", "major_brand", "minor_version", "compatible_brands", "duration",
    ]
    private static let technicalBeginnings = [
        "bps", "duration-", "number_of_", "_statistics_", "source_id",
    ]
}
