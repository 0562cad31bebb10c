import CommandLine
import Model
import Testing

@testable import Commands

@Suite("What top shows")
struct TopTests {
    @Test("Without a terminal it says so, and what to do")
    func noTerminal() {
        let run = Run("top --root /nowhere")
        #expect(run.code == .failed)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("no terminal"))
        #expect(run.errors.contains("see: reelmill status --watch"))
    }

    @Test("It has no JSON")
    func noJSON() {
        let run = Run("top --root /nowhere --json", isTerminal: true)
        #expect(run.code == .usage)
        #expect(run.errors.contains("status --watch --json"))
    }

    @Test("A terminal without a cursor is none for it")
    func dumb() {
        let run = Run("top --root /nowhere", environment: ["TERM": "dumb"], isTerminal: true)
        #expect(run.code == .failed)
    }

    @Test("There is a line for each running slice, with its node, its share and its try")
    func running() {
        let lines = screen(rows: 30, columns: 120).lines
        #expect(
            lines.contains(
                "  nuc-1  slice 3         encoding  [####------------]  25 %  48.0  2.00x"
                    + "  films/Heat.mkv"
            )
        )
        #expect(lines.contains { $0.contains("nuc-2  slice 4, try 3") })
        #expect(lines.contains { $0.hasPrefix("  nuc-1  amd64    2/2  1.50") })
    }

    @Test("Below stands what waits, and why")
    func waiting() {
        let lines = screen(rows: 30, columns: 120).lines
        #expect(lines.contains("  2     tv/b.mkv  behind 1 job"))
        #expect(lines.last == "q leaves · blank looks again")
    }

    @Test("It is as high as the window and no wider", arguments: 3...40)
    func fits(rows: Int) {
        for columns in [20, 41, 80, 200] {
            let lines = screen(rows: rows, columns: columns).lines
            #expect(lines.count == rows)
            #expect(lines.allSatisfy { $0.unicodeScalars.count <= columns })
        }
    }

    @Test("What has no room is counted")
    func counted() {
        let lines = screen(rows: 24, columns: 80, waiting: 50).lines
        #expect(lines.contains { $0.hasPrefix("  and ") && $0.hasSuffix(" more") })
    }

    @Test("Names that act on a terminal are shown, and do not")
    func hostile() {
        let text = screen(rows: 30, columns: 120, path: "a\u{1b}[2J\n\u{202e}b.mkv").text
        let escapes = text.split(separator: "\u{1b}", omittingEmptySubsequences: false).dropFirst()
        #expect(escapes.allSatisfy { $0.hasPrefix("[H") || $0.hasPrefix("[K") || $0 == "[J" })
        #expect(!text.unicodeScalars.contains("\u{202e}"))
    }

    @Test("Trouble stands above what was seen last")
    func trouble() {
        let lines = screen(rows: 30, columns: 120, trouble: "list /spool: it went away").lines
        #expect(lines[1] == "! list /spool: it went away")
        #expect(lines.contains { $0.contains("slice 3") })
    }

    // MARK: What is shown

    private func screen(
        rows: Int,
        columns: Int,
        waiting: Int = 1,
        path: Path = "films/Heat.mkv",
        trouble: String? = nil
    ) -> TopScreen {
        var status = ClusterStatus(version: "1", spool: "s")
        var job = line(path, state: "encoding", place: 1)
        job.running = [
            task(3, on: "nuc-1", generation: 0), task(4, on: "nuc-2", generation: 2),
        ]
        status.jobs = [job]
        for place in 2..<(2 + waiting) {
            var other = line("tv/b.mkv", state: "waiting", place: place)
            other.waitsFor = "behind 1 job"
            status.jobs.append(other)
        }
        var node = NodeLine(node: "nuc-1", holder: "nuc-1_1", state: .live, secondsSilent: 1)
        (node.architecture, node.slots, node.busySlots, node.load) = ("amd64", 2, 2, 1.5)
        status.nodes = [node]
        status.counts = ["encoding": 1, "waiting": waiting]
        return TopScreen(status, trouble: trouble, rows: rows, columns: columns, style: .plain)
    }

    private func line(_ path: Path, state: String, place: Int) -> JobLine {
        JobLine(
            id: "7f3c19aa",
            key: "7f3c19aa00000001.0",
            path: path,
            result: path,
            bytes: 1,
            state: state,
            place: place,
            priority: 0
        )
    }

    private func task(_ slice: Int, on node: String, generation: Int) -> TaskLine {
        let progress = TaskProgress(
            stage: .encoding,
            frames: 60,
            framesTotal: 240,
            outputMilliseconds: 2_500,
            bytes: 1_000,
            elapsedMilliseconds: 1_250
        )
        return TaskLine(
            task: "v0000\(slice)",
            slice: slice,
            generation: generation,
            node: node,
            holder: "\(node)_1",
            progress: progress
        )
    }
}
