/// For fish 3 and later.
struct FishCompletion {
    private let model: CompletionModel

    init(_ model: CompletionModel) { self.model = model }

    var script: String {
        let lines = model.places.flatMap(lines) + model.globals.map { flag($0, at: nil) }
        return """
            \(Completions.header("fish"))

            # The words of the command on the line, without flags and arguments.
            function __reelmill_path
                set -l path
                set -l skip
                set -l words (commandline -opc)
                for word in $words[2..-1]
                    if test -n "$skip"
                        set skip
                        continue
                    end
                    switch $word
                        case \(model.spellingsWithValue.joined(separator: " "))
                            set skip 1
            \(aliases)            case '-*'
                        case '*'
                            set path $path $word
                    end
                    if contains -- "$path" \(commands)
                        break
                    end
                end
                echo "$path"
            end

            function __reelmill_at
                test (__reelmill_path) = "$argv"
            end

            complete -c reelmill -f
            \(lines.joined(separator: "\n"))

            """
    }

    private var commands: String {
        model.places.filter(\.isCommand).map { quoted($0.path) }.joined(separator: " ")
    }

    private var aliases: String {
        model.aliases.filter(\.place.isEmpty).map { alias in
            "            case \(alias.word)\n                set path $path \(alias.name)\n"
        }.joined()
    }

    private func lines(_ place: CompletionModel.Place) -> [String] {
        let words = place.words.map { word in
            start(place) + " -a \(quoted(word.text))" + description(word.summary)
        }
        let files = place.takesFiles ? [start(place) + " -F"] : []
        return words + files + place.flags.map { flag($0, at: place) }
            + place.options.map { option($0, at: place) }
    }

    /// fish calls a word behind one dash an old option.
    private func option(_ option: EncodingOption, at place: CompletionModel.Place) -> String {
        var line = start(place) + " -o \(option.name)"
        if option.placeholder != nil { line += " -x" }
        if !option.words.isEmpty { line += " -a \(quoted(option.words.joined(separator: " ")))" }
        return line + description(option.summary)
    }

    private func flag(_ flag: FlagDefinition, at place: CompletionModel.Place?) -> String {
        var line = start(place)
        if let short = flag.short { line += " -s \(short)" }
        line += " -l \(flag.name)"
        if let value = flag.value {
            switch CompletionModel.shape(value.kind, value.placeholder) {
            case .files: line += " -r -F"
            case .directories: line += " -x -a '(__fish_complete_directories)'"
            case .words(let words): line += " -x -a \(quoted(words.joined(separator: " ")))"
            case .anything: line += " -x"
            }
        }
        return line + description(flag.summary)
    }

    private func start(_ place: CompletionModel.Place?) -> String {
        guard let place else { return "complete -c reelmill" }
        let words = place.path.isEmpty ? "\"\"" : place.path
        return "complete -c reelmill -n \(quoted("__reelmill_at \(words)"))"
    }

    private func description(_ text: String) -> String {
        text.isEmpty ? "" : " -d \(quoted(text))"
    }

    /// Inside single quotes fish knows two escapes: of the quote and of the backslash.
    private func quoted(_ text: String) -> String {
        let escaped = text.map { "'\\".contains($0) ? "\\\($0)" : String($0) }.joined()
        return "'\(escaped)'"
    }
}
