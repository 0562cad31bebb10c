internal import CommandLine
internal import Model
internal import Profiles
internal import Services

/// What a trial came to, for people.
enum TryText {
    static func text(_ answer: TriedProfile) -> String {
        let shown = Quoted.path(answer.origin.path)
        var lines = answer.attempts.flatMap { TryText.lines($0, shown) }
        if !answer.wrong.isEmpty {
            lines += ["\(shown): wrong, and not tried"] + indented(answer.wrong)
        }
        if !answer.lacking.isEmpty {
            let head = answer.wrong.isEmpty ? ["\(shown): not for this machine"] : []
            lines += head + indented(answer.lacking)
        }
        if let failure = answer.failure { lines.append("\(shown): \(sentence(failure))") }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func lines(_ attempt: ProfileTrial.Attempt, _ shown: String) -> [String] {
        let name = shown + (attempt.rendition.map { " [\($0)]" } ?? "")
        let seconds = Figures.decimal(Double(attempt.elapsedMilliseconds) / 1_000, digits: 1)
        var lines: [String]
        switch attempt.outcome {
        case .failed(let failure): lines = ["\(name): \(sentence(failure))"]
        case .made(let made):
            let frames = "\(Figures.grouped(Int64(made.frames))) frames"
            let head = attempt.isFailed ? "made, but not as it says" : "good"
            lines = ["\(name): \(head), \(frames) in \(seconds)s, \(Amount.size(made.bytes))"]
            lines += made.media.streams.map { "  \($0.kind.rawValue)  \(MediaText.facts($0))" }
            lines += made.notes.map { "  note: \(ReadableBytes.escaped(Array($0.utf8)))" }
        }
        return lines + attempt.warnings.map { "  warning: \($0)" }
    }

    private static func sentence(_ failure: MediaFailure) -> String {
        "\(failure)" + (failure.remedy.map { "; \($0)" } ?? "")
    }

    private static func indented(_ problems: [ConfigurationProblem]) -> [String] {
        problems.flatMap { $0.description.split(separator: "\n").map { "  \($0)" } }
    }
}

/// The same for other programs.
struct TryBody: Encodable {
    struct Attempt: Encodable {
        let rendition: String?
        let isFailed: Bool
        let error: String?
        let frames: Int?
        let bytes: Int64?
        let seconds: Double
        let warnings: [String]
        let notes: [String]
        let media: MediaDescription?

        init(_ attempt: ProfileTrial.Attempt) {
            (rendition, isFailed) = (attempt.rendition, attempt.isFailed)
            (warnings, seconds) = (attempt.warnings, Double(attempt.elapsedMilliseconds) / 1_000)
            switch attempt.outcome {
            case .failed(let failure):
                error = "\(failure)"
                (frames, bytes, notes, media) = (nil, nil, [], nil)
            case .made(let made):
                error = nil
                (frames, bytes, notes, media) = (made.frames, made.bytes, made.notes, made.media)
            }
        }
    }

    struct Row: Encodable {
        let kind: String
        let path: String
        let path_b64: String?
        let wrong: [String]
        let lacking: [String]
        let error: String?
        let attempts: [Attempt]

        init(_ answer: TriedProfile) {
            let file = ProfileFileLine(answer.origin)
            (kind, path, path_b64) = (file.kind, file.path, file.path_b64)
            wrong = answer.wrong.map(\.description)
            lacking = answer.lacking.map(\.description)
            error = answer.failure.map { "\($0)" }
            attempts = answer.attempts.map(Attempt.init)
        }
    }

    let profiles: [Row]
}
