import CommandLine
@testable import Commands
import Model
import Platform
import TestKit
import Testing

@Suite("Commands")
struct CommandTests {
    @Test("What the table calls built is done by somebody, and nothing else is")
    func handlers() {
        let commands = CommandTable.standard.commands
        let built = commands.filter { $0.availability == .built }.map(\.id)
        let hidden = commands.filter { $0.availability == .hidden }.map(\.id)
        let done = Handlers.all.map(\.id)
        #expect(Set(done).count == done.count)
        #expect(Set(done).subtracting(hidden) == Set(built))
    }

    @Test("The version names the product and every library")
    func version() {
        let run = Run("version")
        #expect(run.output.hasPrefix("reelmill \(Product.version)\n  FFmpeg         "))
        for name in ["libavformat", "libavcodec", "libavfilter", "libavutil", "SQLite"] {
            #expect(run.output.contains("\n  \(name) "))
        }
        #expect(run.code == .done)
    }

    @Test("The version as JSON says so, on one line")
    func versionJSON() {
        let run = Run("version --json")
        #expect(run.output.contains(#""schema":"reelmill.version/1""#))
        #expect(run.output.contains(#""version":"\#(Product.version)""#))
        #expect(run.output.filter { $0 == "\n" }.count == 1)
    }

    @Test("A library of another major version than the program was built for is told")
    func mismatch() {
        let libraries = [
            VersionCommand.Library(name: "libavcodec", compiled: "59.37.100", running: "61.3.100"),
            VersionCommand.Library(name: "libavutil", compiled: "57.1.1", running: "57.9.9"),
            VersionCommand.Library(name: "libmicrohttpd", compiled: nil, running: "1.0"),
        ]
        let warnings = libraries.compactMap(VersionCommand.warning)
        #expect(
            VersionCommand.text(libraries, ffmpeg: "7.1", warnings) == """
                reelmill \(Product.version)
                  FFmpeg         7.1
                  libavcodec     61.3.100
                  libavutil      57.9.9
                  libmicrohttpd  1.0
                libavcodec is version 61 here, but this program was built for version 59: results \
                cannot be relied on

                """
        )
    }

    @Test("Color is for terminals, unless somebody says otherwise")
    func color() {
        let terminal = ["TERM": "xterm"]
        func isColored(_ line: String, _ variables: [String: String], _ isTerminal: Bool) -> Bool {
            Run(line, environment: variables, isTerminal: isTerminal).output.contains("\u{1b}[")
        }
        #expect(isColored("help", terminal, true))
        #expect(!isColored("help", terminal, false))
        #expect(!isColored("help", [:], true))
        #expect(!isColored("help", ["TERM": "dumb"], true))
        #expect(!isColored("help", ["TERM": "xterm", "NO_COLOR": "1"], true))
        #expect(isColored("help", ["TERM": "xterm", "NO_COLOR": ""], true))
        #expect(isColored("help --color=always", ["NO_COLOR": "1"], false))
        #expect(!isColored("help --color=never", terminal, true))
        #expect(isColored("help", ["REELMILL_COLOR": "always"], false))
        #expect(!isColored("help --color=auto", ["REELMILL_COLOR": "always"], false))
        #expect(Run("nonsense", environment: terminal, isTerminal: true).errors.contains("\u{1b}["))
    }

    @Test("Help works with a wrong environment and a wrong file")
    func robust() {
        let environment = [
            "REELMILL_COLOR": "pink", "REELMILL_SLOT": "1", "REELMILL_CONFIG": "/no",
        ]
        #expect(Run("help", environment: environment).code == .done)
        #expect(Run("config show", environment: environment).code == .invalidConfiguration)
    }

    @Test("The machine tells where this process is, and by what name")
    func machine() throws {
        let path = try #require(Machine.workingDirectory)
        #expect(path.isAbsolute)
        let here = try Directory.target(of: ".")
        #expect(try Directory.target(of: path).identity == here.identity)
        #expect(!Machine.hostName.isEmpty)
    }

    @Test("Questions are asked only where somebody can answer")
    func questions() throws {
        func mayAsk(_ line: String, terminal: Bool) throws -> Bool {
            let surroundings = Surroundings(environment: [:], hostName: [], directory: nil)
            let sink = Captured(isTerminal: terminal)
            let streams = Streams(output: Captured(), errors: sink, inputIsTerminal: terminal)
            var console = Console(streams, surroundings: surroundings)
            let words = line.split(separator: " ").map { Array($0.utf8) }
            console.obey(try Parser.parse(words, table: .standard), surroundings)
            return console.mayAsk
        }
        #expect(try mayAsk("version", terminal: true))
        #expect(try !mayAsk("version", terminal: false))
        #expect(try !mayAsk("version --no-input", terminal: true))
        #expect(try !mayAsk("version --json", terminal: true))
    }
}
