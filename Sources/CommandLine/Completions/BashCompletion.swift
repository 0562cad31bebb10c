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
            elif ((COMP_CWORD > 3)) && [[ ${COMP_WORDS[COMP_CWORD-2]} == : ]]; then
                # And -c:v at the colon.
                prev=${COMP_WORDS[COMP_CWORD-3]}:$prev
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
            case "$path $prev" in
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

    /// What may stand behind a flag or an option, with the command where it depends on that.
    private var values: String {
        var seen: Set<String> = []
        let places = [("", model.globals)] + model.places.map { ($0.path, $0.flags) }
        let flags = places.flatMap { path, flags in
            flags.compactMap { flag -> String? in
                guard let value = flag.value else { return nil }
                let isAlike = model.isAlike(flag)
                guard !isAlike || seen.insert(flag.name).inserted else { return nil }
                let patterns = CompletionModel.spellings(flag).map { spelling in
                    isAlike ? "*' \(spelling)'" : "'\(path) \(spelling)'"
                }
                return line(patterns, CompletionModel.shape(value.kind, value.placeholder))
            }
        }
        let options = model.places.flatMap { place in
            place.options.filter { $0.placeholder != nil }.map { option in
                let shape = CompletionModel.shape(option)
                return line(["'\(place.path) \(option.spelling)'"], shape)
            }
        }
        return (flags + options).joined(separator: "\n")
    }

    private func line(_ patterns: [String], _ shape: CompletionModel.Shape) -> String {
        let action =
            switch shape {
            case .files: "files=f"
            case .directories: "files=d"
            case .words(let words): "words='\(words.joined(separator: " "))'"
            case .anything: ":"
            }
        return "        \(patterns.joined(separator: "|"))) \(action) ;;"
    }

    private var places: String {
        model.places.map { place in
            let words = place.words.map(\.text).joined(separator: " ")
            let files = place.takesFiles ? " files=f" : ""
            return "                '\(place.path)') words='\(words)' "
                + "flags='\(offered(place))'\(files) ;;"
        }.joined(separator: "\n")
    }

    private func offered(_ place: CompletionModel.Place) -> String {
        ([spellings(place.flags)] + place.options.map(\.spelling)).joined(separator: " ")
    }

    private func spellings(_ flags: [FlagDefinition]) -> String {
        flags.flatMap(CompletionModel.spellings).joined(separator: " ")
    }
}
