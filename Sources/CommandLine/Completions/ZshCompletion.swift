/// For zsh 5 and later, as a file `_reelmill` in `fpath` or sourced behind compinit.
struct ZshCompletion {
    private let model: CompletionModel

    init(_ model: CompletionModel) { self.model = model }

    var script: String {
        """
        #compdef reelmill
        \(Completions.header("zsh"))

        \(model.places.map(function).joined(separator: "\n"))
        _reelmill_globals=(
        \(model.globals.map { "    \(specification($0))" }.joined(separator: "\n"))
        )

        if [[ $funcstack[1] == _reelmill ]]; then
            _reelmill "$@"
        else
            compdef _reelmill reelmill
        fi

        """
    }

    private func function(_ place: CompletionModel.Place) -> String {
        place.isCommand ? commandFunction(place) : groupFunction(place)
    }

    private func commandFunction(_ place: CompletionModel.Place) -> String {
        let flags = place.flags.map(specification)
        let arguments = place.arguments.map { argument in
            let action = action(argument, place.words.map(\.text))
            let position = argument.takesMany ? "*" : ""
            return "'\(position):\(plain(argument.name)):\(action)'"
        }
        let options = place.options.map(specification)
        // Letters that may stand together would take the words of ffmpeg apart.
        let bundling = options.isEmpty ? "-s " : ""
        let specifications = (flags + options + arguments).map { " \\\n        \($0)" }.joined()
        return """
            \(name(place.path))() {
                _arguments \(bundling)-S $_reelmill_globals\(specifications)
            }

            """
    }

    private func groupFunction(_ place: CompletionModel.Place) -> String {
        let words = place.words.map { word in
            "                \(quoted("\(plain(word.text)):\(plain(word.summary))"))"
        }
        let flags = place.flags.map { " \\\n        \(specification($0))" }.joined()
        return """
            \(name(place.path))() {
                local curcontext=$curcontext state line
                local -a words_here
                _arguments -s -S -C $_reelmill_globals\(flags) \\
                    '1: :->word' '*:: :->rest' && return
                case $state in
                    word)
                        words_here=(
            \(words.joined(separator: "\n"))
                        )
                        _describe -t commands command words_here
                        ;;
                    rest)
                        case $words[1] in
            \(branches(place).joined(separator: "\n"))
                        esac
                        ;;
                esac
            }

            """
    }

    /// Where each word at this place leads; behind one that leads nowhere there are flags only.
    private func branches(_ place: CompletionModel.Place) -> [String] {
        let paths = place.words.map { CompletionModel.path(place.path, $0.text) }
        let leading = zip(place.words, paths).filter { model.isPlace($1) }.map { word, path in
            let aliases = model.aliases.filter { $0.target == path }
            let pattern = ([word.text] + aliases.map(\.word)).joined(separator: "|")
            return "                \(pattern)) \(name(path)) ;;"
        }
        let isComplete = leading.count == paths.count
        return leading
            + (isComplete ? [] : ["                *) _arguments -s -S $_reelmill_globals ;;"])
    }

    private func name(_ path: String) -> String {
        path.isEmpty ? "_reelmill" : "_reelmill_" + path.map { $0 == " " ? "_" : $0 }
    }

    /// For example `'(-q --quiet)'{-q,--quiet}'[Print no notes]'`.
    private func specification(_ flag: FlagDefinition) -> String {
        let equals = flag.value == nil ? "" : "="
        let value = flag.value.map { value in
            ":\(plain(value.placeholder)):\(action(value.kind, value.placeholder))"
        }
        let text = quoted("[\(plain(flag.summary))]" + (value ?? ""))
        let star = flag.isRepeatable ? "'*'" : ""
        guard let short = flag.short else { return "\(star)\(flag.spelling)\(equals)\(text)" }
        let excluded = flag.isRepeatable ? star : "'(-\(short) \(flag.spelling))'"
        let plus = flag.value == nil ? "" : "+"
        return "\(excluded){-\(short)\(plus),\(flag.spelling)\(equals)}\(text)"
    }

    /// For example `'-crf[Its quality]:N: '`.
    private func specification(_ option: EncodingOption) -> String {
        let words = option.words.isEmpty ? " " : "(\(option.words.joined(separator: " ")))"
        let value = option.placeholder.map { ":\(plain($0)):\(words)" } ?? ""
        let text = "\(plain(option.spelling))[\(plain(option.summary))]\(value)"
        return quoted(text)
    }

    private func action(_ argument: ArgumentDefinition, _ words: [String]) -> String {
        words.isEmpty
            ? action(argument.kind, argument.name) : "(\(words.joined(separator: " ")))"
    }

    private func action(_ kind: ValueKind, _ placeholder: String) -> String {
        switch CompletionModel.shape(kind, placeholder) {
        case .files: "_files"
        case .directories: "_files -/"
        case .words(let words): "(\(words.joined(separator: " ")))"
        case .anything: " "
        }
    }

    /// Without meaning to `_arguments` and `_describe`.
    private func plain(_ text: String) -> String {
        text.map { "[]:\\".contains($0) ? "\\\($0)" : String($0) }.joined()
    }

    private func quoted(_ text: String) -> String {
        "'"
            + text.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
    }
}
