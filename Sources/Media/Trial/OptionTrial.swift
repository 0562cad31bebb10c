internal import CFFmpeg
internal import CLibav
internal import Model

/// One option, set on something of libav's as its own tables want it.
struct OptionTrial {
    /// Something that begins with a pointer to its class.
    let object: UnsafeMutableRawPointer
    /// What the options belong to, for messages: `the encoder libx264`.
    let owner: String
    let known: [EncoderCatalogue.Option]

    /// What is wrong with an option.
    struct Refusal {
        var mark: RecipeComplaint.Mark
        /// As behind the option's name.
        var message: String
    }

    /// Nil when it is set.
    ///
    /// - Parameter spelled: as messages call it, `-crf`.
    func set(_ option: CodecOption, spelled: String) -> Refusal? {
        guard let declared = known.first(where: { $0.name == option.name }) else {
            return unknown(option, spelled)
        }
        let code = av_opt_set(object, option.name, option.value, AV_OPT_SEARCH_CHILDREN)
        _ = LogCapture.current?.takeErrors()
        if code >= 0 { return nil }
        return wrongValue(option, declared, spelled)
    }

    private func unknown(_ option: CodecOption, _ spelled: String) -> Refusal {
        let meant = Suggestion.nearest(to: option.name, among: known.map(\.name))
        return Refusal(
            mark: .name,
            message: "\(spelled): \(owner) has no such option"
                + Quoted.suggestion(meant.map { spelled.first == "-" ? "-\($0)" : $0 })
        )
    }

    private func wrongValue(
        _ option: CodecOption,
        _ declared: EncoderCatalogue.Option,
        _ spelled: String
    ) -> Refusal {
        let (wrong, offset, words) = OptionTrial.wrongWord(of: option.value, declared)
        let isPart = wrong != option.value
        let meant = Suggestion.nearest(to: wrong, among: words)
        return Refusal(
            mark: isPart ? .piece(wrong, from: offset, in: option.value) : .value,
            message: "\(spelled) takes \(OptionTrial.domain(declared)) with \(owner), "
                + "not \(Quoted.readable(wrong))" + Quoted.suggestion(meant)
        )
    }

    /// Which word of a value the option has none of, and those it has.
    static func wrongWord(
        of value: String,
        _ declared: EncoderCatalogue.Option
    ) -> (word: String, offset: Int, known: [String]) {
        let words = declared.constants.map(\.name)
        guard declared.kind == .flags else { return (value, 0, words) }
        var offset = 0
        for word in value.split(
            omittingEmptySubsequences: false,
            whereSeparator: {
                "+-".contains($0)
            }
        ) {
            if !word.isEmpty, !words.contains(String(word)), Double(word) == nil {
                return (String(word), offset, words)
            }
            offset += word.utf8.count + 1
        }
        return (value, 0, words)
    }

    /// Some have a hundred words, which nobody reads.
    private static let wordsMax = 16

    /// What it takes, as after "it takes".
    static func domain(_ option: EncoderCatalogue.Option) -> String {
        guard option.constants.count > wordsMax else { return option.domain }
        var short = option
        short.constants = []
        guard option.kind != .flags else { return short.domain }
        return "\(short.domain), or one of \(option.constants.count) words"
    }
}

extension OptionTable {
    /// Why an option could not be set on something that has the options `known`.
    static func complaint(
        of option: CodecOption,
        _ owner: String,
        _ known: [EncoderCatalogue.Option],
        remedy: String
    ) -> MediaFailure {
        guard let found = known.first(where: { $0.name == option.name }) else {
            let meant = Suggestion.nearest(to: option.name, among: known.map(\.name))
            return MediaFailure(
                .recipe,
                "set the option \(option.name) of \(owner)",
                nil,
                "it has no such option\(meant.map { "; did you mean \($0)?" } ?? "")",
                remedy: remedy
            )
        }
        let (wrong, _, words) = OptionTrial.wrongWord(of: option.value, found)
        let meant = Suggestion.nearest(to: wrong, among: words)
        return MediaFailure(
            .recipe,
            "set the option \(option.name) of \(owner) to \(option.value)",
            nil,
            "it takes \(found.domain)\(meant.map { "; did you mean \($0)?" } ?? "")",
            remedy: remedy
        )
    }
}
