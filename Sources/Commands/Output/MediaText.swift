internal import CommandLine
internal import Model

/// What a media file holds, for people: a line for the file, a line or two for each stream.
enum MediaText {
    static func text(_ media: MediaDescription, of path: Path) -> String {
        var lines = [fileLine(media, path)]
        let width = media.streams.map(\.kind.rawValue.count).max() ?? 0
        let digits = String(media.streams.count - 1).count
        for stream in media.streams {
            let index = padded(String(stream.index), digits, left: true)
            let head = "  \(index)  \(padded(stream.kind.rawValue, width))  "
            let below = String(repeating: " ", count: head.count)
            lines += zip([head] + Array(repeating: below, count: 2), streamLines(stream)).map(+)
        }
        if !media.chapters.isEmpty { lines.append("chapters: \(media.chapters.count)") }
        lines.append(cutLine(media))
        lines += media.notes.map { "note: \(shown($0))" }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func fileLine(_ media: MediaDescription, _ path: Path) -> String {
        let container = media.container
        let parts = [
            container.longName,
            container.durationMicroseconds.map { Figures.clock(seconds: Double($0) / 1e6) },
            container.bytes.map { Figures.grouped($0) + " bytes" },
            rate(container.bitRate),
            title(container.tags["title"]),
        ]
        return "\(Quoted.path(path)): \(parts.compactMap { $0 }.joined(separator: ", "))"
    }

    /// What a stream is, on one line.
    static func facts(_ stream: MediaDescription.Stream) -> String { streamLines(stream)[0] }

    private static func streamLines(_ stream: MediaDescription.Stream) -> [String] {
        let codec = stream.codec.map(shown) ?? "of an unknown codec"
        var parts = [codec + (stream.profile.map { " (\(shown($0)))" } ?? "")]
        if let video = stream.video { parts += words(video) }
        if let audio = stream.audio { parts += words(audio) }
        if let subtitle = stream.subtitle, subtitle != .unknown { parts.append(subtitle.rawValue) }
        if let attachment = stream.attachment {
            parts += [attachment.fileName, attachment.mimeType].compactMap { $0.map(shown) }
        }
        parts += [rate(stream.bitRate), language(stream.language), title(stream.title)]
            .compactMap { $0 }
        parts += stream.dispositions.map(shown)
        guard stream.measured.packets > 0 else { return [parts.joined(separator: ", ")] }
        return [parts.joined(separator: ", "), packetLine(stream)]
    }

    private static func words(_ video: MediaDescription.Video) -> [String] {
        let picture = video.picture
        var words = ["\(picture.width)x\(picture.height)"]
        if let shape = picture.sampleAspectRatio, shape.numerator != shape.denominator {
            words.append("pixels \(shape.numerator):\(shape.denominator)")
        }
        words += [picture.pixelFormat].compactMap { $0 }
        if let rate = video.frameRate {
            words.append("\(trimmed(rate.value)) fps")
        } else if !video.isCoverArt, let average = video.averageRate {
            words.append("about \(trimmed(average.value)) fps")
        }
        if let order = picture.fieldOrder, order != "progressive" {
            words.append("interlaced (\(order))")
        }
        let colors = [picture.colorPrimaries, picture.colorTransfer, picture.colorSpace]
        var named: [String] = []
        for color in colors.compactMap({ $0 }) where !named.contains(color) { named.append(color) }
        if !named.isEmpty { words.append(named.joined(separator: "/")) }
        if picture.masteringDisplay != nil { words.append("mastering display") }
        if let light = picture.contentLight {
            words.append("at most \(light.contentMax) cd/m²")
        }
        if let vision = video.dolbyVision { words.append("Dolby Vision profile \(vision.profile)") }
        if let rotation = video.rotation { words.append("turned by \(trimmed(rotation))°") }
        return words
    }

    private static func words(_ audio: MediaDescription.Audio) -> [String] {
        ["\(Figures.grouped(Int64(audio.sampleRate))) Hz", shown(audio.layout)]
            + [audio.sampleFormat].compactMap { $0 }
    }

    private static func packetLine(_ stream: MediaDescription.Stream) -> String {
        let measured = stream.measured
        var parts = ["\(Figures.grouped(Int64(measured.packets))) packets"]
        if let first = measured.first, let end = measured.end {
            let from = Figures.clock(seconds: stream.timeBase.seconds(first))
            parts.append("from \(from) to \(Figures.clock(seconds: stream.timeBase.seconds(end)))")
        }
        if stream.kind == .video, measured.keyPackets > 0, stream.video?.isCoverArt != true {
            let distance = measured.largestKeyDistance.map {
                " at most \(Figures.decimal(stream.timeBase.seconds($0), digits: 1)) s apart"
            }
            parts.append("\(Figures.grouped(Int64(measured.keyPackets))) key\(distance ?? "")")
        }
        let odd = [
            (measured.timesMissing, "without a time"),
            (measured.timesNotRising, "whose time does not rise"),
            (measured.discarded, "not shown"),
        ]
        parts += odd.filter { $0.0 > 0 }.map { "\(Figures.grouped(Int64($0.0))) \($0.1)" }
        return parts.joined(separator: ", ")
    }

    private static func cutLine(_ media: MediaDescription) -> String {
        guard let access = media.randomAccess else {
            return "cannot be cut: there is no film in it"
        }
        if let obstacle = access.obstacle {
            return "cannot be cut everywhere: \(shown(obstacle))"
        }
        guard access.clean > 1 else {
            let places = access.clean == 1 ? "1 clean place" : "no clean places"
            let unclean = access.unclean > 0 ? ", and \(access.unclean) that are not exact" : ""
            return "cannot be cut: \(places)\(unclean)"
        }
        let gap = access.largestGapSeconds.map {
            ", largest gap \(Figures.decimal($0, digits: 1)) s"
        }
        return "can be cut: \(Figures.grouped(Int64(access.clean))) clean places\(gap ?? "")"
    }

    private static func rate(_ bitsPerSecond: Int64?) -> String? {
        bitsPerSecond.map { Figures.grouped(($0 + 500) / 1_000) + " kb/s" }
    }

    /// MP4 says `und` where nothing was said.
    private static func language(_ language: String?) -> String? {
        language == "und" ? nil : language.map(shown)
    }

    private static func title(_ title: String?) -> String? {
        title.map { Quoted.readable($0) }
    }

    /// What comes from the file may hold anything.
    private static func shown(_ text: String) -> String { ReadableBytes.escaped(Array(text.utf8)) }

    /// Without zeros at the end: `25`, `23.976`.
    private static func trimmed(_ number: Double) -> String {
        var text = Figures.decimal(number, digits: 3)
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }

    private static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return left ? space + text : text + space
    }
}
