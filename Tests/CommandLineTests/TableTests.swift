@testable import CommandLine
import Testing

@Suite("The table of commands")
struct TableTests {
    /// The whole tree, what is built and what is planned.
    private static let promised: [String: [String]] = [
        "": [
            "up", "run", "transcode", "task", "pause", "resume", "status", "top", "scan", "events",
            "doctor", "audit",
            "health", "completion", "man", "version", "help",
        ],
        "jobs": [
            "ls", "show", "wait", "logs", "cancel", "retry", "pause", "resume", "bump", "defer",
        ],
        "nodes": ["ls", "show", "drain", "resume", "forget"],
        "history": ["ls", "show", "rm", "restore", "stats", "export"],
        "profiles": ["ls", "show", "which", "check", "try"],
        "media": ["probe", "verify"],
        "notify": ["test"],
        "config": ["show", "path"],
    ]

    @Test("It holds the whole command line, built or not")
    func whole() {
        let promised = TableTests.promised.flatMap { group, words in
            words.map { group.isEmpty ? $0 : "\(group) \($0)" }
        }
        #expect(CommandTable.standard.commands.map(\.name).sorted() == promised.sorted())
    }

    @Test("No name stands for two things", arguments: everything.commands.map(\.name))
    func unique(name: String) throws {
        let command = try #require(everything.commands.first { $0.name == name })
        let flags = everything.flags(of: command)
        #expect(Set(flags.map(\.name)).count == flags.count)
        let letters = flags.compactMap(\.short)
        #expect(Set(letters).count == letters.count)
        #expect(everything.commands.filter { $0.name == name }.count == 1)
    }

    @Test("A flag takes a value everywhere or nowhere, so that completions can pass over it")
    func sameEverywhere() {
        var known: [String: Bool] = [:]
        for flag in everything.commands.flatMap({ everything.flags(of: $0) }) {
            if let before = known[flag.name] { #expect(before == (flag.value != nil)) }
            known[flag.name] = flag.value != nil
        }
    }

    @Test("Only the last argument takes as many words as there are")
    func arguments() {
        for command in everything.commands {
            let arguments = command.arguments.map(\.definition)
            #expect(arguments.dropLast().allSatisfy { $0.count == .one })
        }
    }

    @Test("What is said in one line fits on one, without a full stop")
    func summaries() {
        let flags = everything.commands.flatMap(\.ownFlags) + everything.globals
        var summaries = everything.entries.map(\.summary)
        summaries += everything.commands.map(\.summary)
        summaries += everything.commands.flatMap { $0.arguments.map(\.definition.summary) }
        summaries += flags.map(\.summary)
        summaries += everything.commands.flatMap { $0.encodingOptions.map(\.summary) }
        summaries += everything.settings.map(\.summary)
        summaries += everything.topics.map(\.summary)
        for summary in summaries {
            #expect(summary.count <= 70, "\(summary)")
            #expect(!summary.hasSuffix("."), "\(summary)")
            #expect(summary.first?.isLowercase != true || summary.hasPrefix("bash"), "\(summary)")
        }
    }

    @Test("Every example is a line that is understood")
    func examples() throws {
        for example in everything.commands.flatMap(\.examples) {
            let words = example.line.split(separator: " ").map(String.init)
            guard words.first == "reelmill" else { continue }
            let line = words.dropFirst().prefix { $0 != ">" && $0 != "|" }
            #expect(throws: Never.self, "\(example.line)") {
                try parse(line.map { Array($0.utf8) }, table: everything)
            }
        }
    }

    @Test("No setting's variable is one that container engines make")
    func variables() {
        for variable in everything.settings.map(\.variable) {
            #expect(!variable.hasSuffix("_PORT"))
            #expect(!variable.contains("_SERVICE_"))
        }
    }

    @Test("Every default is a value that the setting takes")
    func defaults() {
        for setting in everything.settings {
            guard case .text(let text) = setting.fallback else { continue }
            #expect(throws: Never.self) { try setting.kind.parse(Array(text.utf8)) }
        }
    }
}
