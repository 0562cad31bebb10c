internal import Model

/// Nodes as a terminal shows them.
enum NodesText {
    static func table(_ nodes: [NodeLine]) -> TextTable {
        var table = TextTable(
            ["NODE", "ARCH", "SLOTS", "NOW", "SPEED", "SEEN"],
            right: ["SPEED"]
        )
        for node in nodes {
            table.add([
                name(node, among: nodes), node.architecture ?? "",
                "\(node.busySlots)/\(node.slots)", now(node),
                node.speed > 0 ? Amount.speed(node.speed) : "",
                node.state == .silent
                    ? "silent for \(Shown.age(node.secondsSilent))"
                    : Shown.age(node.secondsSilent),
            ])
        }
        return table
    }

    /// With its incarnation where two go by one name.
    static func name(_ node: NodeLine, among nodes: [NodeLine]) -> String {
        let isAlone = nodes.count { $0.node == node.node } == 1
        return isAlone ? node.node : node.holder
    }

    private static func now(_ node: NodeLine) -> String {
        var parts = node.state == .draining ? ["draining"] : []
        var byJob: [String: (path: [UInt8], tasks: [String])] = [:]
        for task in node.tasks {
            let name = task.task.slice.map { "#\($0)" } ?? task.task.task
            byJob[task.job, default: (task.pathBytes, [])].tasks.append(name)
        }
        for (_, job) in byJob.sorted(by: { $0.key < $1.key }) {
            let tasks = job.tasks.joined(separator: ", ")
            parts.append("\(Shown.shortened(job.path, to: pathMax)) \(tasks)")
        }
        return parts.joined(separator: "; ")
    }

    static func full(_ node: NodeLine) -> String {
        var rows: [(String, String)] = [
            ("node", node.node), ("holder", node.holder), ("state", state(node)),
        ]
        if let version = node.version { rows.append(("version", Shown.line(version))) }
        if let architecture = node.architecture {
            rows.append(("architecture", Shown.line(architecture)))
        }
        if !node.roles.isEmpty {
            let roles = node.roles.map(Shown.line).joined(separator: ", ")
            rows.append(("roles", roles + (node.isCoordinator ? "; it coordinates" : "")))
        }
        rows.append(("slots", "\(node.busySlots) of \(node.slots) busy"))
        if let load = node.load { rows.append(("load", Figures.decimal(load, digits: 2))) }
        if let address = node.address { rows.append(("address", Shown.line(address))) }
        if let encoders = node.encoders {
            rows.append(("encoders", encoders.map(Shown.line).joined(separator: " ")))
        }
        if let ahead = node.secondsAhead, abs(ahead) >= 2 {
            let side = ahead > 0 ? "ahead of" : "behind"
            rows.append(("clock", "\(Shown.age(abs(ahead))) \(side) the file server's"))
        }
        let width = rows.map(\.0.count).max() ?? 0
        let lines = rows.map { head, text in
            "\(head)\(String(repeating: " ", count: width - head.count + 2))\(text)\n"
        }
        return lines.joined() + tasks(node)
    }

    private static func state(_ node: NodeLine) -> String {
        let age = Shown.age(node.secondsSilent)
        return node.state == .silent
            ? "silent for \(age): its work goes to others"
            : "\(node.state.rawValue), seen \(age) ago"
    }

    private static func tasks(_ node: NodeLine) -> String {
        guard !node.tasks.isEmpty else { return "" }
        var table = TextTable(["JOB", "TASK", "STAGE", "DONE", "SPEED", "FILE"], right: ["DONE"])
        for task in node.tasks {
            table.add([
                task.job, task.task.task, task.task.stage ?? "",
                Shown.share(task.task.progress, hasBars: false),
                task.task.speed > 0 ? Amount.speed(task.task.speed) : "",
                Shown.path(task.pathBytes),
            ])
        }
        return "\n" + table.text()
    }

    private static let pathMax = 36
}
