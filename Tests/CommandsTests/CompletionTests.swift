import CommandLine
import Testing

/// The scripts, run by their shells.
@Suite("Completions")
struct CompletionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        /// The line up to the cursor.
        let line: String
        /// What has to be offered, and what must not be.
        var offered: [String]
        var refused: [String] = []

        var testDescription: String { line }
    }

    static let cases = [
        Case(line: "reelmill co", offered: ["config", "completion"], refused: ["man"]),
        Case(line: "reelmill ", offered: ["config", "help", "man", "top"], refused: ["task"]),
        Case(line: "reelmill config ", offered: ["show", "path"], refused: ["config"]),
        Case(line: "reelmill --color never config ", offered: ["show", "path"]),
        Case(line: "reelmill --json config s", offered: ["show"], refused: ["path"]),
        Case(line: "reelmill config show --or", offered: ["--origin"]),
        Case(line: "reelmill config show --sl", offered: ["--slots"], refused: ["--slot"]),
        Case(line: "reelmill version --", offered: ["--json", "--color"], refused: ["--origin"]),
        Case(line: "reelmill version --color ", offered: ["auto", "always", "never"]),
        Case(line: "reelmill config show --slots a", offered: ["auto"]),
        Case(line: "reelmill completion ", offered: ["bash", "zsh", "fish"]),
        Case(line: "reelmill media ", offered: ["probe"], refused: ["show"]),
        Case(line: "reelmill media probe /us", offered: ["/usr"]),
        Case(line: "reelmill help exit", offered: ["exit-codes"]),
        Case(line: "reelmill help ", offered: ["config", "version", "environment"]),
        Case(
            line: "reelmill help config ",
            offered: ["show", "path"],
            refused: ["config", "version", "exit-codes"]
        ),
        Case(line: "reelmill --json help config s", offered: ["show"], refused: ["path"]),
        Case(line: "reelmill help config show ", offered: [], refused: ["show", "path", "config"]),
        Case(line: "reelmill help version ", offered: [], refused: ["config", "version"]),
        Case(line: "reelmill help version --", offered: ["--color"], refused: ["--slots"]),
        Case(line: "reelmill version --root /us", offered: ["/usr"]),
        Case(line: "reelmill t", offered: ["transcode"], refused: ["task"]),
        Case(line: "reelmill transcode /us", offered: ["/usr"]),
        Case(line: "reelmill transcode --sl", offered: ["--slice", "--slots"]),
        Case(line: "reelmill transcode a.mkv b.mkv -cr", offered: ["-crf"], refused: ["-an"]),
        Case(line: "reelmill transcode a.mkv -crf 20 -pre", offered: ["-preset"]),
        Case(line: "reelmill transcode -crf 20 /us", offered: ["/usr"]),
        Case(line: "reelmill transcode -preset slo", offered: ["slow", "slower"]),
        Case(line: "reelmill transcode -an --on-damage ", offered: ["conceal", "fail"]),
        Case(line: "reelmill transcode --profile /us", offered: ["/usr"]),
    ]

    @Test("bash completes", arguments: cases)
    func bash(line: Case) throws {
        let words = line.line.split(separator: " ", omittingEmptySubsequences: false)
        let script = """
            source <(reelmill completion bash)
            COMP_WORDS=(\(words.map { "'\($0)'" }.joined(separator: " ")))
            COMP_CWORD=\(words.count - 1)
            _reelmill
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let shell = try Shell(script)
        check(line, shell.output, shell.errors)
    }

    @Test("bash completes a value behind an equals sign, which is a word of its own to it")
    func bashEquals() throws {
        let script = """
            source <(reelmill completion bash)
            COMP_WORDS=(reelmill version --color = al) COMP_CWORD=4
            _reelmill; echo "${COMPREPLY[@]}"
            COMP_WORDS=(reelmill --color = never config '') COMP_CWORD=5
            _reelmill; echo "${COMPREPLY[@]}"
            """
        #expect(try Shell(script).output == "always\nshow path\n")
    }

    @Test("bash completes a value behind an option with a colon, where it parts words as well")
    func bashColons() throws {
        let script = """
            source <(reelmill completion bash)
            COMP_WORDS=(reelmill transcode -c : a fl) COMP_CWORD=5; _reelmill
            echo "${COMPREPLY[@]}"
            COMP_WORDS=(reelmill transcode -c : v libx265 -b : v) COMP_CWORD=6; _reelmill
            echo "${COMPREPLY[@]}"
            """
        #expect(try Shell(script).output.hasPrefix("flac\n-b:v -b:a"))
    }

    @Test("bash completes behind the other name of a group, with and without help")
    func bashAliases() throws {
        let text = Completions.script(for: .bash, .standard)
        let script = """
            \(text)
            COMP_WORDS=(reelmill job re) COMP_CWORD=2; _reelmill; echo "${COMPREPLY[@]}"
            COMP_WORDS=(reelmill help job re) COMP_CWORD=3; _reelmill; echo "${COMPREPLY[@]}"
            """
        #expect(try Shell(script).output == "retry resume\nretry resume\n")
    }

    @Test("fish completes", arguments: cases)
    func fish(line: Case) throws {
        let script = "reelmill completion fish | source; complete -C '\(line.line)'"
        let shell = try Shell(script, by: ["fish", "--no-config", "-c"])
        check(line, shell.output, shell.errors)
    }

    /// A terminal of its own for zsh, as its line editor wants one. What is typed last for a case
    /// is not run: the editor shows it when it is through with the listing.
    @Test("zsh completes")
    func zsh() throws {
        let lines = CompletionTests.cases.enumerated().map { index, line in
            """
            zpty -w -n t $'\(line.line)\\x18l\\x15done\(index)'
            zpty -r t output '*done\(index)*'
            print -r -- "$output"
            zpty -w -n t $'\\x15'
            """
        }
        let script = """
            reelmill completion zsh > $HOME/_reelmill
            zmodload zsh/zpty
            zpty t zsh -f
            zpty -w t 'PS1="" LISTMAX=1000; stty -echo columns 200; fpath=($HOME $fpath)'
            zpty -w t 'autoload -Uz compinit && compinit -u -D; bindkey "^Xl" list-choices'
            zpty -w t 'zle-line-init() { print re""ady }; zle -N zle-line-init'
            zpty -r t output '*ready*'
            \(lines.joined(separator: "\n"))
            zpty -d t
            """
        let shell = try Shell(script, by: ["zsh", "-fc"])
        var rest = shell.output.replacing(/\u{1b}\[[0-9;?]*[A-Za-z]/, with: "")[...]
        for (index, line) in CompletionTests.cases.enumerated() {
            let end = try #require(rest.firstRange(of: "done\(index)"), "\(line.line)")
            let listing = rest[..<end.lowerBound].split(whereSeparator: \.isNewline)
                .filter { !$0.contains("reelmill ") }
            // zsh lists a path by its last part.
            var line = line
            line.offered = line.offered.map { String($0.split(separator: "/").last ?? "") }
            check(line, listing.joined(separator: "\n"), shell.errors)
            rest = rest[end.upperBound...]
        }
    }

    @Test("The scripts are right to their shells' parsers", arguments: ["bash", "zsh", "fish"])
    func syntax(name: String) throws {
        let shell = try Shell("reelmill completion \(name) | \(name) -n")
        #expect(shell.errors == "")
        #expect(shell.code == 0)
    }

    @Test("The script for all planned commands is right, too", arguments: AboutTable.Shell.allCases)
    func planned(kind: AboutTable.Shell) throws {
        let text = Completions.script(for: kind, .standard)
        let shell = try Shell("\(kind.rawValue) -n <<'END-OF-SCRIPT'\n\(text)\nEND-OF-SCRIPT\n")
        #expect(shell.errors == "")
        #expect(shell.code == 0)
    }

    private func check(_ line: Case, _ output: String, _ errors: String) {
        // fish and zsh write a description behind the word, bash none.
        let words = Set(
            output.split(whereSeparator: \.isWhitespace).map { word in
                String(word.hasSuffix("/") ? word.dropLast() : word)
            }
        )
        for word in line.offered { #expect(words.contains(word), "\(output)") }
        for word in line.refused { #expect(!words.contains(word), "\(output)") }
        #expect(errors == "")
    }
}
