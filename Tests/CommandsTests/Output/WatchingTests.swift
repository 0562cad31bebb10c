import CommandLine
import Model
import Testing

@testable import Commands

@Suite("Showing something again and again")
struct WatchingTests {
    private func console(_ output: Captured) -> Console {
        Console(
            Streams(output: output, errors: Captured(), inputIsTerminal: false),
            surroundings: Surroundings(environment: [:], hostName: [], directory: nil)
        )
    }

    private func watch(isTerminal: Bool) throws -> String {
        let output = Captured(isTerminal: isTerminal)
        var looks = 0
        try Watching(console: console(output), interval: .milliseconds(1)).run {
            looks += 1
            // A volume that goes away in between is looked at again.
            if looks == 2 { throw Failure(.temporary, "away") }
            return ("look \(looks)\n", looks == 3)
        }
        return output.text
    }

    @Test("On a terminal each takes the place of the one before")
    func terminal() throws {
        let clear = "\u{1b}[H\u{1b}[J"
        #expect(try watch(isTerminal: true) == "\(clear)look 1\n\(clear)look 3\n")
    }

    @Test("In a log one stands below the other, with nothing for a terminal")
    func log() throws { #expect(try watch(isTerminal: false) == "look 1\n\nlook 3\n") }

    @Test("What is wrong from the beginning is told at once")
    func first() {
        let output = Captured()
        #expect(throws: Failure(.temporary, "away")) {
            try Watching(console: console(output), interval: .milliseconds(1)).run {
                throw Failure(.temporary, "away")
            }
        }
    }

    @Test("Columns are as wide as they have to be, numbers stand on the right")
    func table() {
        var table = TextTable(["A", "N", "LAST"], right: ["N"])
        table.add(["long", "1", "x"])
        table.add(["s", "1000", ""])
        #expect(table.text(indent: 1) == " A        N  LAST\n long     1  x\n s     1000\n")
    }

    @Test("Who waits for several jobs sees how many have ended and how far the others are")
    func waiting() {
        var look = JobsWait.Look()
        look.total = 2
        var job = JobLine(
            id: "1",
            key: "k",
            path: "a",
            result: "a",
            bytes: 1,
            state: "encoding",
            place: 1,
            priority: 0
        )
        (job.progress, job.speed, job.secondsLeft) = (0.5, 1.5, 65)
        look.open = [job]
        let line = WaitPrinter.line(look, hasBars: false)
        #expect(line == "1 of 2 ended  75 %  1 encoding  1.50x  left 1m 05s")
        #expect(WaitPrinter.line(look, hasBars: true).contains("[############----]  75 %"))
    }
}
