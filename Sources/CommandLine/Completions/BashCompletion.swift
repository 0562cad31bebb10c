/// For bash 4 and later, without the help of the bash-completion package.
struct BashCompletion {
    private let model: CompletionModel

    init(_ model: CompletionModel) { self.model = model }

    var script: String {
        """
        \(Completions.header("bash"))

        _reelmill() {
            local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
            local path='' words='' flags='' files='' word skip='' i
            # bash splits --flag=value at the equals sign.
            if [[ $cur == = ]]; then
                cur=''
            elif [[ $prev == = ]]; then
                prev=${COMP_WORDS[COMP_CWORD-2]}
            fi
            COMPREPLY=()
            for ((i = 1; i < COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                if [[ $word == = ]]; then skip=1; continue; fi
                if [[ $skip ]]; then skip=''; continue; fi
                case $word in
        \(valueFlags)
                    -*) ;;
                    *)
                        case $path in
                            \(commandPattern)) ;;
                            *) path=${path:+$path }$word ;;
                        esac
                        ;;
                esac
        \(aliases)
            done
            case $prev in
        \(values)
                *)
                    case $path in
        \(places)
                    esac
                    flags="$flags \(globals)"
                    [[ $cur == -* ]] && words=$flags files=''
                    ;;
            esac
            [[ $files ]] && compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(
                case $files in
                    f) compgen -f -- "$cur" ;;
                    d) compgen -d -- "$cur" ;;
                esac
                compgen -W "$words" -- "$cur"
            )
        }

        complete -F _reelmill reelmill

        """
    }

    private var valueFlags: String {
        let spellings = model.spellingsWithValue.joined(separator: "|")
        return "            \(spellings)) skip=1 ;;"
    }

    /// Behind a whole command stand its arguments.
    private var commandPattern: String {
        model.places.filter(\.isCommand).map { "'\($0.path)'" }.joined(separator: "|")
    }

    private var aliases: String {
        model.aliases.map { alias in
            "        [[ $path == '\(alias.path)' ]] && path='\(alias.target)'"
        }.joined(separator: "\n")
    }

    private var globals: String { spellings(model.globals) }

    private var values: String {
        var seen: Set<String> = []
        return (model.globals + model.places.flatMap(\.flags)).compactMap { flag in
            guard let value = flag.value, seen.insert(flag.name).inserted else { return nil }
            let pattern = CompletionModel.spellings(flag).joined(separator: "|")
            let action =
                switch CompletionModel.shape(value.kind, value.placeholder) {
                case .files: "files=f"
                case .directories: "files=d"
                case .words(let words): "words='\(words.joined(separator: " "))'"
                case .anything: ":"
                }
            return "        \(pattern)) \(action) ;;"
        }.joined(separator: "\n")
    }

    private var places: String {
        model.places.map { place in
            let words = place.words.map(\.text).joined(separator: " ")
            let files = place.takesFiles ? " files=f" : ""
            return "                '\(place.path)') words='\(words)' "
                + "flags='\(spellings(place.flags))'\(files) ;;"
        }.joined(separator: "\n")
    }

    private func spellings(_ flags: [FlagDefinition]) -> String {
        flags.flatMap(CompletionModel.spellings).joined(separator: " ")
    }
}
