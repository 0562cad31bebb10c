internal import Model

/// What an encoder says when it is opened, and which of its options it says it of: libav tells
/// neither the one nor the other reliably, so the options are tried apart.
struct OpeningTrial {
    struct Answer {
        /// Nil when it opened.
        var failure: String?
        var warnings: [String] = []
    }

    let encoder: String
    /// How messages call an option.
    let spelled: (String) -> String
    let subject: (String) -> RecipeComplaint.Subject
    let encoderSubject: RecipeComplaint.Subject
    /// Opens a new encoder with these options and no others of the recipe's.
    let open: ([CodecOption]) -> Answer

    func complaints(about options: [CodecOption]) -> [RecipeComplaint] {
        let answer = open(options)
        guard let failure = answer.failure else {
            return complaints(of: answer.warnings, options)
        }
        if let alone = open([]).failure { return [withoutOptions(alone, failure)] }
        let culprits = options.flatMap(refused)
        return culprits.isEmpty ? together(options, failure) : culprits
    }

    /// What an encoder that did open warned of.
    func complaints(of warnings: [String], _ options: [CodecOption]) -> [RecipeComplaint] {
        warnings.compactMap { complaint(of: $0, options) }
    }

    // MARK: Failures

    /// It does not open however it is set.
    private func withoutOptions(_ alone: String, _ failure: String) -> RecipeComplaint {
        let need = KnownElsewhere.need(ofEncoder: encoder).map { "; it needs \($0)" } ?? ""
        guard KnownElsewhere.needsDevice(encoder) else {
            return RecipeComplaint(
                encoderSubject,
                "the encoder \(encoder) does not open with these options: \(failure)"
            )
        }
        return RecipeComplaint(
            encoderSubject,
            "the encoder \(encoder) does not work on this machine: \(alone)\(need)",
            kind: .lacking
        )
    }

    private func refused(_ option: CodecOption) -> [RecipeComplaint] {
        let answer = open([option])
        guard let failure = answer.failure else { return [] }
        guard ParameterList.isName(option.name) else { return [wrongValue(option, failure)] }
        let list = ParameterList(parsing: option.value)
        let wrong = list.entries.compactMap { entry -> RecipeComplaint? in
            let alone = CodecOption(option.name, "\(entry.name)=\(entry.value)")
            return open([alone]).failure.map { setting(entry, of: option, $0) }
        }
        return wrong.isEmpty ? [wrongValue(option, failure)] : wrong
    }

    private func wrongValue(_ option: CodecOption, _ failure: String) -> RecipeComplaint {
        let name = spelled(option.name)
        let shown = Quoted.readable(option.value)
        guard let words = KnownWords.words(of: option.name, encoder: encoder) else {
            return RecipeComplaint(
                subject(option.name),
                "\(name) does not take \(shown) with the encoder \(encoder): \(failure)"
            )
        }
        let fits = words.contains(option.value)
        let meant = fits ? nil : Suggestion.nearest(to: option.value, among: words)
        return RecipeComplaint(
            subject(option.name),
            fits
                ? "\(name) cannot be \(shown) with the encoder \(encoder) here: \(failure)"
                : "\(name) takes \(Quoted.list(words, last: "or")) with the encoder \(encoder), "
                    + "not \(shown)" + Quoted.suggestion(meant)
        )
    }

    /// Each fits by itself: the first that does not fit those before it is named.
    private func together(_ options: [CodecOption], _ failure: String) -> [RecipeComplaint] {
        for count in options.indices.dropFirst() {
            guard let failure = open(Array(options[...count])).failure else { continue }
            let option = options[count]
            let others = options[..<count].map { spelled($0.name) }
            return [
                RecipeComplaint(
                    subject(option.name),
                    "\(spelled(option.name)) \(option.value) does not go together with "
                        + "\(Quoted.list(others, last: "and")): \(failure)"
                )
            ]
        }
        return [
            RecipeComplaint(
                encoderSubject,
                "the encoder \(encoder) does not open with these options: \(failure)"
            )
        ]
    }

    // MARK: Warnings

    /// Wrappers of encoders only warn of what they do not know, and go on without it.
    private func complaint(
        of warning: String,
        _ options: [CodecOption]
    ) -> RecipeComplaint? {
        let words = Set(warning.split { !OpeningTrial.isOfName($0) }.map(String.init))
        if OpeningTrial.refusals.contains(where: { warning.contains($0) }) {
            for option in options where ParameterList.isName(option.name) {
                let entries = ParameterList(parsing: option.value).entries
                guard let entry = entries.last(where: { words.contains($0.name) }) else { continue }
                return setting(entry, of: option, warning)
            }
            // Of the program's own settings none is a mistake in a recipe.
            return nil
        }
        guard warning.contains("ignored") else { return nil }
        let named = options.first { option in
            let plain = option.name == "global_quality" ? "qscale" : option.name
            return words.contains(plain) || words.contains("-\(plain)")
        }
        return named.map { option in
            RecipeComplaint(
                subject(option.name),
                .name,
                "\(spelled(option.name)) has no effect on the encoder \(encoder) here: "
                    + OpeningTrial.withoutName(warning)
            )
        }
    }

    private func setting(
        _ entry: ParameterList.Entry,
        of option: CodecOption,
        _ cause: String
    ) -> RecipeComplaint {
        let known = KnownWords.settings(of: option.name)
        let start = OpeningTrial.offset(of: entry, in: option.value)
        let list = spelled(option.name)
        let plain = ParameterList.normal(entry).name
        guard known.contains(plain), !cause.contains("Unknown option") else {
            let meant = Suggestion.nearest(to: plain, among: known)
            return RecipeComplaint(
                subject(option.name),
                .piece(entry.name, from: start, in: option.value),
                "\(list): the encoder \(encoder) has no setting \(Quoted.readable(entry.name))"
                    + Quoted.suggestion(meant)
            )
        }
        return RecipeComplaint(
            subject(option.name),
            .piece(entry.value, from: start + entry.name.utf8.count, in: option.value),
            "\(list): \(entry.name) does not take \(Quoted.readable(entry.value)) with the encoder "
                + encoder
        )
    }

    /// Bytes in front of the last setting of that name and value.
    static func offset(of entry: ParameterList.Entry, in value: String) -> Int {
        let bytes = Array(value.utf8)
        let written = Array("\(entry.name)=\(entry.value)".utf8)
        let name = Array(entry.name.utf8)
        for wanted in [written, name] where wanted.count <= bytes.count {
            let starts = (0...bytes.count - wanted.count).reversed()
            let found = starts.first { start in
                bytes[start...].starts(with: wanted)
                    && (start == 0 || bytes[start - 1] == UInt8(ascii: ":"))
            }
            if let found { return found }
        }
        return 0
    }

    private static func isOfName(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "-_".contains(character))
    }

    /// Libav puts the encoder's name in front.
    private static func withoutName(_ line: String) -> String {
        guard let colon = line.firstRange(of: ": ") else { return line }
        return String(line[colon.upperBound...])
    }

    /// How the wrappers of x264, x265 and SVT-AV1 begin such a warning.
    private static let refusals = [
        "Unknown option", "Invalid value", "Error parsing option", "bad option", "bad value",
    ]
}

extension ParameterList {
    /// Whether an option of this name has the encoder's own settings in it.
    static func isName(_ option: String) -> Bool {
        option.hasSuffix("-params") || option == "x264opts"
    }
}
