import CommandLine
@testable import Commands
import Model
import Platform
import Testing

@Suite("Showing progress")
struct ProgressPrinterTests {
    private let output = Captured()
    private let start = MonotonicTime(nanoseconds: 0)

    private func printer(
        _ line: String = "version",
        errors: Captured,
        term: String = "xterm"
    ) throws -> ProgressPrinter {
        let surroundings = Surroundings(
            environment: [Array("TERM".utf8): Array(term.utf8)],
            hostName: [],
            directory: "/start"
        )
        let streams = Streams(output: output, errors: errors, inputIsTerminal: false)
        var console = Console(streams, surroundings: surroundings)
        let words = line.split(separator: " ").map { Array($0.utf8) }
        console.obey(try Parser.parse(words, table: .standard), surroundings)
        return ProgressPrinter(console, start: start)
    }

    private func show(_ percent: Double, at seconds: Double, by printer: ProgressPrinter) {
        var progress = ProgressLineTests.whole
        (progress.percent, progress.slicesTotal, progress.bytes) = (percent, nil, 0)
        (progress.slicesDone, progress.secondsLeft) = (0, nil)
        printer.show(progress, at: start + .milliseconds(Int(seconds * 1_000)))
    }

    private func showSome(by printer: ProgressPrinter) {
        let moments = [(0, 0), (1, 0.1), (2, 0.25), (3, 9), (4, 10), (5, 11)] as [(Double, Double)]
        for (percent, seconds) in moments {
            show(percent, at: seconds, by: printer)
        }
        printer.finish()
        show(99, at: 99, by: printer)
    }

    @Test("On a terminal one line is written over, at most four times a second, and cleared")
    func live() throws {
        let errors = Captured(isTerminal: true, columns: 15)
        showSome(by: try printer(errors: errors))
        let lines = [0, 2, 3, 4, 5].map { "\r\($0).0%  1.31x\u{1b}[K" }
        #expect(errors.text == lines.joined() + "\r\u{1b}[K")
        #expect(output.text == "")
    }

    @Test("Elsewhere there is a line every ten seconds, and the last one")
    func lines() throws {
        for (errors, term) in [(Captured(), "xterm"), (Captured(isTerminal: true), "dumb")] {
            showSome(by: try printer(errors: errors, term: term))
            #expect(errors.text == "4.0%  31.4 fps  1.31x\n5.0%  31.4 fps  1.31x\n")
        }
    }

    @Test("As JSON there is a document every second on standard output, and the last one")
    func json() throws {
        let errors = Captured(isTerminal: true)
        showSome(by: try printer("version --json", errors: errors))
        let documents = [0.0, 0.03, 0.04, 0.05].map {
            #"{"bytes":0,"fps":31.42,"progress":\#($0 == 0 ? "0" : "\($0)"),"#
                + #""schema":"reelmill.transcode/1","slices_done":0,"speed":1.309,"stage":"","#
                + #""type":"progress"}"# + "\n"
        }
        #expect(output.text == documents.joined())
        #expect(errors.text == "")
    }

    @Test("With --quiet there is none", arguments: ["version --quiet", "version --quiet --json"])
    func quiet(line: String) throws {
        let errors = Captured(isTerminal: true)
        showSome(by: try printer(line, errors: errors))
        #expect(errors.text + output.text == "")
    }
}
