import CommandLine
@testable import Commands
import Model
import Testing

/// A wrong command line and the whole of what it is answered.
struct WrongCommandLine: Sendable, CustomTestStringConvertible {
    let arguments: [[UInt8]]
    let message: String
    let help: String

    /// - Parameter help: what stands behind `see: reelmill help`.
    init(_ line: String, _ message: String, _ help: String = "") {
        self.init(line.split(separator: " ").map { Array($0.utf8) }, message, help)
    }

    init(_ arguments: [[UInt8]], _ message: String, _ help: String = "") {
        (self.arguments, self.message, self.help) = (arguments, message, help)
    }

    var testDescription: String { arguments.map(ReadableBytes.escaped).joined(separator: " ") }
    var answer: String {
        "reelmill: \(message)\nsee: reelmill help\(help.isEmpty ? "" : " \(help)")\n"
    }
}

@Suite("Wrong command lines")
struct WrongLinesTests {
    @Test("What is built answers with what is wrong and where to read on", arguments: builtLines)
    func built(line: WrongCommandLine) {
        let run = Run(line.arguments)
        #expect(run.errors == line.answer)
        #expect(run.output == "")
        #expect(run.code == .usage)
    }

    @Test("What takes ffmpeg's options says what is wrong with them", arguments: transcodeLines)
    func transcode(line: WrongCommandLine) {
        let run = Run(line.arguments)
        #expect(run.errors == line.answer)
        #expect(run.output == "")
        #expect(run.code == .usage)
    }

    @Test("What works on a cluster answers alike", arguments: clusterLines)
    func cluster(line: WrongCommandLine) {
        let run = Run(line.arguments)
        #expect(run.errors == line.answer)
        #expect(run.output == "")
        #expect(run.code == .usage)
    }

    @Test("An empty line is answered with the overview, as an error")
    func empty() {
        let run = Run("")
        #expect(run.code == .usage)
        #expect(run.output == "")
        #expect(run.errors == Run("help").output)
    }

    @Test(
        "What prints text only refuses --json, as JSON",
        arguments: ["man", "completion", "completion zsh"]
    )
    func textOnly(line: String) {
        let command = line.prefix { $0 != " " }
        for run in [Run("\(line) --json"), Run("--json \(line)")] {
            #expect(
                run.errors == #"{"code":2,"hint":"reelmill help \#(command)","message":"#
                    + #""\"\#(command)\" prints text only; it takes no --json","type":"error"}"#
                    + "\n"
            )
            #expect(run.output == "")
            #expect(run.code == .usage)
        }
    }

    @Test(
        "Help is printed with --json as without it",
        arguments: ["help", "help config", "--help", "man --help", "-qh config show"]
    )
    func helpAsEver(line: String) {
        for run in [Run("--json \(line)"), Run("\(line) --json")] {
            #expect(run.output == Run(line).output)
            #expect(run.errors == "")
            #expect(run.code == .done)
        }
    }

    @Test("With --json the error is one line of JSON")
    func json() {
        let run = Run("config shwo --json")
        #expect(
            run.errors == #"{"code":2,"hint":"reelmill help config","message":"#
                + #""unknown command \"config shwo\"; did you mean \"config show\"?","#
                + #""type":"error"}"# + "\n"
        )
        #expect(run.code == .usage)
        #expect(Run("--json").errors.contains(#""message":"a command is missing""#))
    }
}

private let builtLines = [
    WrongCommandLine("confgi", #"unknown command "confgi"; did you mean "config"?"#),
    WrongCommandLine("comp", #"unknown command "comp"; did you mean "completion"?"#),
    WrongCommandLine("nonsense", #"unknown command "nonsense""#),
    WrongCommandLine("show", #"unknown command "show"; did you mean "jobs show"?"#),
    WrongCommandLine("pth", #"unknown command "pth"; did you mean "config path"?"#),
    WrongCommandLine("CONFIG", #"unknown command "CONFIG"; did you mean "config"?"#),
    WrongCommandLine([[]], #"unknown command """#),
    WrongCommandLine([[0x1b, 0x5b, 0x32, 0x4a]], #"unknown command "\x1b[2J""#),
    WrongCommandLine([[0x75, 0xff]], #"unknown command "u\xff"; did you mean "up"?"#),
    WrongCommandLine([Array("a\nb".utf8)], #"unknown command "a\nb""#),
    WrongCommandLine(
        [Array(repeating: 0x61, count: 5_000)],
        "unknown command \"\(String(repeating: "a", count: 80))…\""
    ),
    WrongCommandLine("config", #""config" needs a command: show or path"#, "config"),
    WrongCommandLine("config --json=1", "--json takes no value", "config"),
    WrongCommandLine(
        "config shwo",
        #"unknown command "config shwo"; did you mean "config show"?"#,
        "config"
    ),
    WrongCommandLine("config x", #"unknown command "config x""#, "config"),
    WrongCommandLine("config -x show", #"unknown flag "-x""#, "config"),
    WrongCommandLine("configs show", #"unknown command "configs"; did you mean "config"?"#),
    WrongCommandLine("jobs --nonsense", #"unknown flag "--nonsense""#, "jobs"),
    WrongCommandLine("jobs nonsense", #"unknown command "jobs nonsense""#, "jobs"),
    WrongCommandLine("version x", #""version" takes no argument; "x" is one too many"#, "version"),
    WrongCommandLine(
        "completion zsh bash",
        #""completion" takes one argument; "bash" is one too many"#,
        "completion"
    ),
    WrongCommandLine("completion", #""completion" needs SHELL: bash, zsh or fish"#, "completion"),
    WrongCommandLine(
        "completion zhs",
        #"SHELL takes bash, zsh or fish, not "zhs"; did you mean "zsh"?"#,
        "completion"
    ),
    WrongCommandLine(
        "completion powershell",
        #"SHELL takes bash, zsh or fish, not "powershell""#,
        "completion"
    ),
    WrongCommandLine("--colour never", #"unknown flag "--colour"; did you mean "--color"?"#),
    WrongCommandLine(
        "config show --slot=4",
        #"unknown flag "--slot"; did you mean "--slots"?"#,
        "config show"
    ),
    WrongCommandLine("version --nonsense", #"unknown flag "--nonsense""#, "version"),
    WrongCommandLine("version --version", #"unknown flag "--version""#, "version"),
    WrongCommandLine("version --=x", #"unknown flag "--""#, "version"),
    WrongCommandLine("version -x", #"unknown flag "-x""#, "version"),
    WrongCommandLine("version -qx", #"unknown flag "-x" in "-qx""#, "version"),
    WrongCommandLine(
        "version -json",
        #"unknown flag "-j" in "-json"; did you mean "--json"?"#,
        "version"
    ),
    WrongCommandLine("version -é", #"unknown flag "-é""#, "version"),
    WrongCommandLine(
        [Array("version".utf8), Array("--".utf8) + [0xff]],
        #"unknown flag "--\xff""#,
        "version"
    ),
    WrongCommandLine(
        "--origin config show",
        #"--origin has to stand behind its command, for example "profiles show""#
    ),
    WrongCommandLine(
        "config --slots 4 show",
        #"--slots has to stand behind its command, for example "config show""#,
        "config"
    ),
    WrongCommandLine("version --json=yes", "--json takes no value", "version"),
    WrongCommandLine("version --config", "--config needs a value: a path", "version"),
    WrongCommandLine("version --config -q", "--config needs a value: a path", "version"),
    WrongCommandLine(
        "version --root=~/media",
        #"--root: "~" stands for no directory here; write the whole path"#,
        "version"
    ),
    WrongCommandLine(
        "config path --config=~/r.conf",
        #"--config: "~" stands for no directory here; write the whole path"#,
        "config path"
    ),
    WrongCommandLine("version --config=", #"--config takes a path, not """#, "version"),
    WrongCommandLine(
        "version --color",
        "--color needs a value: auto, always or never",
        "version"
    ),
    WrongCommandLine(
        "--color=alwasy version",
        #"--color takes auto, always or never, not "alwasy"; did you mean "always"?"#
    ),
    WrongCommandLine("version --color auto --color never", "--color is given twice", "version"),
    WrongCommandLine(
        "version -qv",
        "--quiet and --verbose exclude each other",
        "version"
    ),
    WrongCommandLine(
        "config show --slots 0",
        #"--slots takes auto or a whole number from 1 to 1024, not "0""#,
        "config show"
    ),
    WrongCommandLine(
        "config show --slots -1",
        #"--slots takes auto or a whole number from 1 to 1024, not "-1""#,
        "config show"
    ),
    WrongCommandLine(
        "config show --slots auot",
        #"--slots takes auto or a whole number from 1 to 1024, not "auot"; did you mean "auto"?"#,
        "config show"
    ),
    WrongCommandLine(
        "config show --roles wroker,coordinator",
        "--roles takes coordinator or worker (several with commas), not "
            + #""wroker,coordinator"; did you mean "worker"?"#,
        "config show"
    ),
    WrongCommandLine(
        "config show --name a.b",
        #"--name takes 1 to 63 letters, digits, "-" or "_", not "a.b""#,
        "config show"
    ),
    WrongCommandLine(
        "config show --token hunter2",
        #"unknown flag "--token"; did you mean "--token-file"?"#,
        "config show"
    ),
    WrongCommandLine("help cofnig", #"unknown command "cofnig"; did you mean "config"?"#),
    WrongCommandLine("help exit-code", #"unknown command "exit-code"; did you mean "exit-codes"?"#),
    WrongCommandLine("config show --rest /a", #"unknown flag "--rest""#, "config show"),
    WrongCommandLine("help exit-codes 2", #""exit-codes" has no command "2""#),
    WrongCommandLine("help version more", #""version" has no command "more""#),
    WrongCommandLine("nonsense --help", #"unknown command "nonsense""#),
    WrongCommandLine("tsak", #"unknown command "tsak""#),
    WrongCommandLine("help task", #"unknown command "task""#),
    WrongCommandLine("task --help", #"unknown command "task""#),
]

private let transcodeLines = [
    ("transcode", #""transcode" needs IN"#),
    ("transcode a.mkv", #""transcode" needs OUT"#),
    ("transcode a.mkv -crf 20 -an", #""transcode" needs OUT"#),
    ("transcode a b -an c", #""transcode" takes two arguments; "c" is one too many"#),
    ("transcode -i a.mkv b.mkv", #""transcode" takes IN and OUT as they are, without -i"#),
    ("transcode a b -crf", "-crf needs a value"),
    ("transcode a b -crf --slots 2", "-crf needs a value"),
    (
        "transcode a b -b:v -preset slow",
        #"-b:v needs a value; behind it stands the option "-preset""#
    ),
    (
        "transcode a b -crf=20",
        "a value stands behind its option as a word of its own: -crf VALUE"
    ),
    ("transcode a b -slots 2", #"unknown option "-slots"; did you mean "--slots"?"#),
    ("transcode a b --crf 20", #"unknown flag "--crf"; did you mean "-crf"?"#),
    ("transcode a b --c:v x", #"unknown flag "--c:v"; did you mean "-c:v"?"#),
    ("transcode a b --slcie 10s", #"unknown flag "--slcie"; did you mean "--slice"?"#),
    ("transcode a b -1", #"unknown flag "-1""#),
    ("transcode a b -y -n", "--overwrite and --no-overwrite exclude each other"),
    (
        "transcode a b --slice 10",
        #"--slice takes a time such as 90s, 5m or 2h30m, not "10""#
    ),
    (
        "transcode a.mkv b.mkv --slice 2s",
        "--slice takes a time from 5s to 24h, such as 10s, not 2s"
    ),
    (
        "transcode a b --on-damage fial",
        #"--on-damage takes conceal or fail, not "fial"; did you mean "fail"?"#
    ),
    (
        "transcode a b --profile p.conf -crf 20",
        "--profile and encoding options exclude each other: \"-crf\" stands beside the profile"
    ),
].map { WrongCommandLine($0, $1, "transcode") }

private let clusterLines = [
    WrongCommandLine("jobs cancel", #""jobs cancel" needs JOB"#, "jobs cancel"),
    WrongCommandLine(
        "job retyr x",
        #"unknown command "jobs retyr"; did you mean "jobs retry"?"#,
        "jobs"
    ),
    WrongCommandLine(
        "job",
        #""jobs" needs a command: ls, show, wait, logs, cancel, retry, pause, resume, "#
            + "bump or defer",
        "jobs"
    ),
    WrongCommandLine(
        "jobs show a b",
        #""jobs show" takes one argument; "b" is one too many"#,
        "jobs show"
    ),
    WrongCommandLine(
        "jobs ls --status=fialed",
        #"--status takes waiting, running, paused or failed, not "fialed"; did you mean "failed"?"#,
        "jobs ls"
    ),
    WrongCommandLine(
        "jobs ls --limit 0",
        #"--limit takes a whole number from 1 to 1000000, not "0""#,
        "jobs ls"
    ),
    WrongCommandLine(
        "jobs wait --timeout soon x",
        #"--timeout takes a time such as 90s, 5m or 2h30m, not "soon""#,
        "jobs wait"
    ),
    WrongCommandLine(
        "jobs wait x --timeout",
        "--timeout needs a value: a time such as 90s, 5m or 2h30m",
        "jobs wait"
    ),
    WrongCommandLine(
        "jobs cancel -",
        #"JOB cannot be "-"; a file of that name is "./-""#,
        "jobs cancel"
    ),
    WrongCommandLine([Array("scan".utf8), []], #"PATH takes a path, not """#, "scan"),
    WrongCommandLine("health --live --ready", "--live and --ready exclude each other", "health"),
    WrongCommandLine(
        "nodes drian n",
        #"unknown command "nodes drian"; did you mean "nodes drain"?"#,
        "nodes"
    ),
    WrongCommandLine("retry", #"unknown command "retry"; did you mean "jobs retry"?"#),
    WrongCommandLine("histroy rm", #"unknown command "histroy"; did you mean "history"?"#),
    WrongCommandLine("stauts", #"unknown command "stauts"; did you mean "status"?"#),
]
