internal import CommandLine
internal import Model

/// One screen: the sums, the nodes, a line for each task that runs, and what comes next, cut to the
/// size of the window.
struct TopScreen {
    /// Takes the whole screen, without a cursor, and lets no line go on in the next; by ECMA-48 and
    /// xterm's private modes, which terminals since then know.
    static let begin = "\u{1b}[?1049h\u{1b}[?25l\u{1b}[?7l"
    static let end = "\u{1b}[?7h\u{1b}[?25h\u{1b}[?1049l"

    private let status: ClusterStatus
    private let trouble: String?
    private let rows: Int
    private let columns: Int
    private let style: TextStyle

    init(
        _ status: ClusterStatus,
        trouble: String?,
        rows: Int,
        columns: Int,
        style: TextStyle
    ) {
        (self.status, self.trouble, self.style) = (status, trouble, style)
        (self.rows, self.columns) = (max(rows, 3), max(columns, 20))
    }

    /// Written over what was there: every line to its end, and then the rest of the screen.
    var text: String {
        "\u{1b}[H" + lines.map { "\($0)\u{1b}[K" }.joined(separator: "\r\n") + "\u{1b}[J"
    }

    /// As many as the window is high at most.
    var lines: [String] {
        var lines = head
        let room = max(0, rows - 1 - lines.count)
        lines += body(room)
        while lines.count < rows - 1 { lines.append("") }
        return Array(lines.prefix(rows - 1)) + [style.quiet(cut(foot))]
    }

    // MARK: - Above

    private var head: [String] {
        let text = StatusText(status, hasBars: true)
        let told = trouble.map { ["! \(Shown.line($0))"] } ?? []
        let lines = split(text.head) + split(text.pause) + told + split(text.sums)
        return lines.map(cut).enumerated().map { place, line in
            place == 0 ? style.heading(line) : line.hasPrefix("! ") ? style.alarm(line) : line
        }
    }

    private var foot: String { "q leaves · blank looks again" }

    // MARK: - Below

    /// What runs is what this is for; nodes and what waits take what they need not.
    private func body(_ room: Int) -> [String] {
        let running = table(runningTable, isEmpty: "nothing runs")
        let nodes = status.nodes.isEmpty ? ["  no node runs"] : table(nodesTable, isEmpty: "")
        let renditions = table(JobsText.renditions(status.jobs), isEmpty: nil)
        let waiting = table(waitingTable, isEmpty: nil)
        let nodesRoom = min(nodes.count, max(0, room - min(running.count, room / 2) - 2))
        var lines = blank(nodes, upTo: nodesRoom)
        lines += blank(running, upTo: room - lines.count - 1)
        lines += blank(renditions, upTo: room - lines.count - 1)
        lines += blank(waiting, upTo: room - lines.count - 1)
        return lines
    }

    /// With an empty line before; what has no room is counted.
    private func blank(_ lines: [String], upTo room: Int) -> [String] {
        guard !lines.isEmpty, room > 1 else { return [] }
        guard lines.count > room else { return [""] + lines }
        let more = lines.count - room + 1
        return [""] + lines.prefix(room - 1) + [cut("  and \(more) more")]
    }

    private func table(_ table: TextTable, isEmpty word: String?) -> [String] {
        guard !table.isEmpty else { return word.map { ["  \($0)"] } ?? [] }
        let lines = split(table.text(indent: 2)).map(cut)
        return [style.quiet(lines[0])] + lines.dropFirst()
    }

    private var nodesTable: TextTable {
        var table = TextTable(
            ["NODE", "ARCH", "SLOTS", "LOAD", "SPEED", "SEEN"],
            right: ["SLOTS", "LOAD", "SPEED"]
        )
        for node in status.nodes {
            let age = Shown.age(node.secondsSilent)
            let seen =
                switch node.state {
                case .live: age
                case .draining: "\(age), draining"
                case .silent: "silent for \(age)"
                }
            table.add([
                NodesText.name(node, among: status.nodes), Shown.line(node.architecture ?? ""),
                "\(node.busySlots)/\(node.slots)",
                node.load.map { Figures.decimal($0, digits: 2) } ?? "",
                node.speed > 0 ? Amount.speed(node.speed) : "", seen,
            ])
        }
        return table
    }

    private var runningTable: TextTable {
        var table = TextTable(
            ["NODE", "TASK", "STAGE", "DONE", "FPS", "SPEED", "FILE"],
            right: ["FPS", "SPEED"]
        )
        for job in status.jobs {
            for task in job.running {
                let again = task.generation > 0 ? ", try \(task.generation + 1)" : ""
                table.add([
                    task.node, JobsText.name(of: task.task, rendition: task.rendition) + again,
                    Shown.line(task.stage ?? ""),
                    Shown.share(task.progress, hasBars: columns >= TopScreen.barsFrom),
                    task.framesPerSecond > 0
                        ? Figures.decimal(task.framesPerSecond, digits: 1) : "",
                    task.speed > 0 ? Amount.speed(task.speed) : "",
                    Shown.shortened(job.pathBytes, to: fileMax),
                ])
            }
        }
        return table
    }

    private var waitingTable: TextTable {
        var table = TextTable(["NEXT", "FILE", "WHY IT WAITS"])
        for job in status.jobs {
            let why = job.failure.map { "failed: \(JobsText.failure($0))" } ?? job.waitsFor
            guard let why else { continue }
            let name = Shown.shortened(job.pathBytes, to: fileMax)
            table.add(["\(job.place)", name, Shown.line(why)])
        }
        return table
    }

    // MARK: - The window

    /// The end of a path says which film it is.
    private var fileMax: Int { max(16, columns - TopScreen.besideFile) }

    private func cut(_ line: String) -> String {
        String(String.UnicodeScalarView(line.unicodeScalars.prefix(columns)))
    }

    private func split(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

    private static let barsFrom = 100
    private static let besideFile = 64
}
