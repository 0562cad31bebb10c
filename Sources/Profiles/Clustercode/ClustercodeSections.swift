internal import Model

/// Options of a command line -> the sections of a profile, each option as ffmpeg means it.
struct ClustercodeSections {
    private var options: [Target: [FFmpegOption]] = [:]
    /// `-strict -2`, which many profiles have for the AAC encoder of before 2016.
    private var experimental: [FFmpegOption] = []
    private(set) var problems: [LineProblem] = []
    private(set) var notes: [LineProblem] = []

    /// In the order of a file.
    var all: [ProfileDocument.Section] {
        Target.allCases.compactMap { target in
            guard let options = options[target], let first = options.first else { return nil }
            return ProfileDocument.Section(
                name: .target(target),
                heading: first.range,
                options: options
            )
        }
    }

    var isSoundAlone: Bool { options[.video]?.contains { $0.name == "vn" } ?? false }

    mutating func take(_ all: [FFmpegOption], in format: inout ClustercodeFormat) {
        for option in all {
            do throws(LineProblem) {
                try take(option, &format)
            } catch {
                problems.append(error)
            }
        }
        leaveOutWithoutEffect(.video, "the picture", ["c", "filter", "s", "r", "aspect", "tag"])
        leaveOutWithoutEffect(.audio, "sound", ["c", "filter"])
        spreadExperimental()
        noteUnsaidSound()
    }

    private mutating func take(
        _ option: FFmpegOption,
        _ format: inout ClustercodeFormat
    ) throws(LineProblem) {
        switch (option.name, option.target) {
        case ("f", _): format.check(option)
        case ("c", nil) where option.value == "copy":
            for target in [Target.video, .audio, .subtitles] { add(option.about(target), target) }
        case ("c", .subtitles) where ClustercodeSections.texts.contains(option.value ?? ""):
            notes.append(
                option.note(
                    "\(option.spelling) \(option.value ?? "") is passed over: subtitles are kept "
                        + "as they are, and text becomes what the container takes"
                )
            )
        case ("strict", nil): experimental.append(option)
        default: add(option, try RecipeDraft.target(of: option, in: nil))
        }
    }

    private static let texts: Set = ["mov_text", "srt", "subrip", "ass", "ssa", "webvtt", "text"]

    private mutating func add(_ option: FFmpegOption, _ target: Target) {
        options[target, default: []].append(option)
    }

    private func encoder(_ target: Target) -> FFmpegOption? {
        options[target]?.last { $0.name == "c" }
    }

    /// ffmpeg passes over the options of an encoder where nothing is encoded.
    ///
    /// - Parameter kept: what ffmpeg refuses itself, or means for copied packets too.
    private mutating func leaveOutWithoutEffect(
        _ target: Target,
        _ name: String,
        _ kept: Set<String>
    ) {
        guard encoder(target)?.value == "copy", let list = options[target] else { return }
        for option in list where !kept.contains(option.name) {
            notes.append(
                option.note("\(option.spelling) has no effect: \(name) is copied, not encoded")
            )
        }
        options[target] = list.filter { kept.contains($0.name) }
    }

    /// It is asked of every encoder.
    private mutating func spreadExperimental() {
        let targets = [Target.video, .audio].filter { target in
            let isEncoded = encoder(target).map { $0.value != "copy" } ?? (target == .video)
            let isDropped = options[target]?.contains { ["vn", "an"].contains($0.name) } ?? false
            return isEncoded && !isDropped
        }
        for option in experimental {
            for target in targets { add(option.about(target), target) }
            guard targets.isEmpty else { continue }
            notes.append(option.note("\(option.spelling) has no effect: nothing is encoded"))
        }
    }

    /// ffmpeg encodes sound for which no encoder is named.
    private mutating func noteUnsaidSound() {
        guard options[.audio]?.isEmpty ?? true else { return }
        notes.append(
            LineProblem(
                "there is no -c:a, for which ffmpeg takes the container's usual encoder; here "
                    + "sound is kept as it is",
                0..<0
            )
        )
    }
}

extension FFmpegOption {
    /// The same, said of one kind of streams.
    fileprivate func about(_ target: Target) -> FFmpegOption {
        FFmpegOption(
            name: name,
            target: target,
            specifier: specifier,
            value: value,
            spelling: spelling,
            range: range,
            valueRange: valueRange
        )
    }

    fileprivate func note(_ message: String) -> LineProblem {
        LineProblem(message, range.lowerBound..<valueRange.upperBound)
    }
}
