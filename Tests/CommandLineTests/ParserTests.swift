import CommandLine
import Model
import Testing

/// The wrong lines are in CommandsTests, with the messages they get.
@Suite("Reading command lines")
struct ParserTests {
    @Test("Global flags stand before, between and behind the words of a command")
    func globals() throws {
        for line in ["--json config show", "config --json show", "config show --json"] {
            let invocation = try parse(line)
            #expect(invocation.command.id == ConfigTable.show.id)
            #expect(invocation[GlobalFlags.json])
        }
    }

    @Test(
        "A value stands behind its flag or behind an equals sign",
        arguments: ["--limit 5", "--limit=5"]
    )
    func values(flag: String) throws {
        let invocation = try parse("jobs ls \(flag)", table: everything)
        #expect(invocation[CommonFlags.limit] == 5)
    }

    @Test("A value may hold equals signs")
    func equals() throws {
        #expect(try parse("config show --config=a=b")[GlobalFlags.config] == "a=b")
    }

    @Test("Short flags stand together")
    func bundles() throws {
        let invocation = try parse("history rm -qn0 --all", table: everything)
        #expect(invocation[GlobalFlags.quiet])
        #expect(invocation[CommonFlags.dryRun])
        #expect(invocation[HistoryTable.null])
        #expect(!invocation[GlobalFlags.verbose])
    }

    @Test("A request for help among other letters is one too", arguments: ["-qh", "-hq", "-h -q"])
    func bundledHelp(flags: String) throws {
        for (line, words) in [
            ("\(flags)", []), ("config \(flags)", ["config"]),
            ("config show \(flags)", ["config", "show"]), ("\(flags) version", ["version"]),
        ] {
            let invocation = try parse(line)
            #expect(invocation.command.id == AboutTable.help.id)
            #expect(invocation[AboutTable.words] == words)
            #expect(invocation[GlobalFlags.quiet])
        }
    }

    @Test("--version before a command is not passed over")
    func versionFirst() throws {
        #expect(try parse("--version config show").command.id == AboutTable.version.id)
    }

    @Test("A flag without a value may be given again")
    func repeated() throws {
        #expect(try parse("version -q -q --quiet")[GlobalFlags.quiet])
    }

    @Test("Behind two dashes there are no flags")
    func dashes() throws {
        let invocation = try parse("jobs cancel -n -- --all -q --", table: everything)
        #expect(invocation[CommonArguments.jobs] == ["--all", "-q", "--"])
        #expect(!invocation[GlobalFlags.quiet])
    }

    @Test("A path that is not UTF-8 arrives byte by byte")
    func bytes() throws {
        let name: [UInt8] = [0x2f, 0xff, 0x0a, 0xc3]
        let words = ["scan", "--"].map { Array($0.utf8) }
        let invocation = try parse(words + [name], table: everything)
        #expect(invocation[CommonArguments.paths].map(\.bytes) == [name])
        let flag = try parse([Array("version".utf8), Array("--config=".utf8) + name])
        #expect(flag[GlobalFlags.config]?.bytes == name)
    }

    @Test("The other number of a word is the same command", arguments: ["job", "node", "profile"])
    func aliases(alias: String) throws {
        #expect(try parse("\(alias) ls", table: everything).command.name == "\(alias)s ls")
    }

    @Test("Help is asked for in three ways, whatever else is on the line")
    func help() throws {
        let lines = [
            "help config show", "config show --help", "--color never config -h show",
            "config --help show --nonsense", "config show a b --slots zero -h",
        ]
        for line in lines {
            let invocation = try parse(line)
            #expect(invocation.command.id == AboutTable.help.id)
            #expect(invocation[AboutTable.words] == ["config", "show"])
        }
        #expect(try parse("--help")[AboutTable.words] == [])
    }

    @Test("A flag behind two dashes asks for nothing")
    func noHelp() throws {
        #expect(try parse("help -- --help")[AboutTable.words] == ["--help"])
    }

    @Test("The version is asked for by a flag, too", arguments: ["--version", "-V", "version"])
    func version(line: String) throws {
        #expect(try parse(line).command.id == AboutTable.version.id)
    }

    @Test("Flags that are not given read as nothing")
    func absent() throws {
        let invocation = try parse("jobs ls", table: everything)
        #expect(invocation[JobsTable.status] == nil)
        #expect(invocation[CommonFlags.limit] == nil)
        #expect(!invocation[GlobalFlags.json])
    }

    @Test("Words are read as the type they stand for")
    func types() throws {
        let invocation = try parse("jobs ls --status paused", table: everything)
        #expect(invocation[JobsTable.status] == .paused)
        let export = try parse("history export --format csv --since 7d", table: everything)
        #expect(export[HistoryTable.form] == .csv)
        #expect(export[CommonFlags.since] == .seconds(7 * 86_400))
        #expect(try parse("completion fish")[AboutTable.shell] == .fish)
    }

    private func options(_ line: String) throws -> [String] {
        try parse(line).encodingOptions.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test(
        "ffmpeg's options stand anywhere behind the command that takes them",
        arguments: [
            "transcode -c:v libx265 -an -strict -2 a.mkv b.mkv",
            "transcode a.mkv -c:v libx265 -an b.mkv -strict -2",
            "transcode a.mkv b.mkv -c:v libx265 -an -strict -2",
            "--quiet transcode a.mkv -qy -c:v libx265 --slice=9s -an b.mkv -strict -2 --slots 2",
        ]
    )
    func encodingOptions(line: String) throws {
        #expect(try options(line) == ["-c:v", "libx265", "-an", "-strict", "-2"])
        let invocation = try parse(line)
        #expect(invocation[TranscodeTable.source] == "a.mkv")
        #expect(invocation[TranscodeTable.target] == "b.mkv")
        #expect(invocation[TranscodeTable.overwrite] == line.contains("-qy"))
    }

    @Test("They know their place on the line")
    func encodingPlaces() throws {
        let invocation = try parse("--quiet transcode a.mkv -crf 20 b.mkv -sn")
        #expect(invocation.encodingOptions.map(\.range) == [3..<4, 4..<5, 6..<7])
    }

    @Test("Our own letters are no options of ffmpeg's, and behind two dashes there are none")
    func ownLetters() throws {
        let own = try parse("transcode -v -y a.mkv b.mkv")
        #expect(own[GlobalFlags.verbose] && own[TranscodeTable.overwrite])
        #expect(own.encodingOptions.isEmpty)
        let option = try parse("transcode -vn a.mkv b.mkv")
        #expect(!option[GlobalFlags.verbose] && !option[TranscodeTable.keep])
        #expect(option.encodingOptions == [PlacedWord(Array("-vn".utf8), 1..<2)])
        let dashes = try parse("transcode -an -- -crf -y")
        #expect(dashes[TranscodeTable.source] == "-crf")
        #expect(dashes[TranscodeTable.target] == "-y")
        #expect(try parse("transcode a b -h").command.id == AboutTable.help.id)
    }

    @Test("Other commands take none")
    func othersTakeNone() {
        #expect(throws: UsageError.self) { try parse("config show -crf 20") }
    }

    @Test("What is hidden is understood, and offered nowhere")
    func hidden() throws {
        #expect(try parse("task").command.id == TranscodeTable.task.id)
        #expect(!CommandTable.standard.listed.commands.contains { $0.name == "task" })
    }
}
