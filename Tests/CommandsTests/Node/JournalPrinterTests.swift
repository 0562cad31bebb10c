import CommandLine
import Model
import Platform
import Services
import Testing

@testable import Commands

@Suite("What a node logs")
struct JournalPrinterTests {
    private func line(
        _ format: LogFormat,
        isTerminal: Bool,
        level: Journal.Level = .warning
    ) -> String {
        let sink = Captured(isTerminal: isTerminal)
        let surroundings = Surroundings(
            environment: [:],
            hostName: Array("nuc-1".utf8),
            directory: "/start"
        )
        let streams = Streams(output: sink, errors: sink, inputIsTerminal: false)
        let console = Console(streams, surroundings: surroundings)
        let printer = JournalPrinter(console, format, node: "nuc-1")
        let journal = Journal { entry in
            sink.write(Array(printer.line(entry, at: WallTime(seconds: 1_700_000_000)).utf8))
        }
        journal.tell(
            level,
            "slice 3 of a\nb.mkv \u{1b}[31m is done",
            fields: [
                .init(name: "job", value: "a_0123456789abcdef.0"), .init(name: "slice", value: "3"),
                .init(name: "seconds", value: "1.5"), .init(name: "level", value: "mine"),
            ]
        )
        return sink.text
    }

    @Test("is one line of JSON where nobody looks on, with what it is about beside it")
    func json() {
        let line = line(.auto, isTerminal: false)
        #expect(line.filter { $0 == "\n" }.count == 1)
        #expect(
            line == #"{"job":"a_0123456789abcdef.0","level":"warning","#
                + #""message":"slice 3 of a\nb.mkv \u001b[31m is done","node":"nuc-1","#
                + #""seconds":1.5,"slice":3,"time":"2023-11-14T22:13:20.000Z"}"# + "\n"
        )
        #expect(self.line(.json, isTerminal: true) == line)
        // Programs choose for themselves.
        #expect(!self.line(.auto, isTerminal: false, level: .detail).isEmpty)
    }

    @Test("is text on a terminal, from which no name of a film makes two lines or colors")
    func text() {
        let line = line(.auto, isTerminal: true)
        #expect(line.hasSuffix(#" warning: slice 3 of a\nb.mkv \x1b[31m is done"# + "\n"))
        #expect(self.line(.text, isTerminal: false) == line)
        #expect(self.line(.text, isTerminal: true, level: .detail).isEmpty)
    }
}
