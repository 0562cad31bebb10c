internal import CommandLine
internal import Model
internal import Platform
internal import Services
internal import Spool

extension NodeChanges {
    static func report(_ action: String, _ nodes: [String], _ past: String, _ context: Context)
        throws
    {
        guard context.invocation[GlobalFlags.json] else {
            return try context.console.print(nodes.map { "\($0) \(past)\n" }.joined())
        }
        let body = NodeChanges(action: action, nodes: nodes)
        let document = Document(schema: "\(Product.name).node-changes/1", body: body)
        try context.console.print(JSONText.line(document))
    }
}

/// `reelmill nodes drain`
enum NodesDrainCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let spool = try OpenSpool(context)
        let status = try StatusCommand.status(spool)
        let words = context.invocation[NodesTable.nodes]
        let chosen = try NodeSelection(nodes: status.nodes).nodes(words)
        let hosts = Set(chosen.map(\.node)).sorted()
        for host in hosts {
            try spool.trying { reader throws(SpoolError) in try reader.spool.drain(host) }
        }
        if context.invocation[NodesTable.wait] {
            try wait(Set(chosen.map(\.holder)), spool, context)
        }
        let past =
            context.invocation[NodesTable.wait]
            ? "has finished what it had" : "takes no more work, and finishes what it has"
        try NodeChanges.report("drain", hosts, past, context)
        return .done
    }

    /// Until none of them works on anything.
    private static func wait(_ holders: Set<String>, _ spool: OpenSpool, _ context: Context) throws
    {
        let deadline = context.invocation[CommonFlags.timeout].map(Deadline.init(after:)) ?? .never
        let pause = Bell()
        while true {
            let busy = try StatusCommand.status(spool).nodes.filter { node in
                holders.contains(node.holder) && node.state != .silent && !node.tasks.isEmpty
            }
            guard !busy.isEmpty else { return }
            guard !deadline.isOver else {
                let tasks = busy.reduce(0) { $0 + $1.tasks.count }
                throw Failure(
                    .temporary,
                    "\(Counted.of(tasks, "task")) of \(Counted.of(busy.count, "node")) had not "
                        + "ended in time; the drain goes on",
                    hint: "reelmill nodes show \(busy[0].node)"
                )
            }
            let left = deadline.remaining ?? JobsWait.interval
            pause.wait(after: pause.count, upTo: min(left, JobsWait.interval))
        }
    }
}

/// `reelmill nodes resume`
enum NodesResumeCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let spool = try OpenSpool(context)
        let view = try spool.trying { reader throws(SpoolError) in try reader.nodes() }
        let drained = try spool.trying { reader throws(SpoolError) in
            try reader.spool.drainedHosts()
        }
        let lines = view.nodes.map {
            NodeLine(node: $0.holder.node, holder: $0.holder.text, state: .live, secondsSilent: 0)
        }
        let selection = NodeSelection(nodes: lines, others: drained)
        var hosts: Set<String> = []
        for word in context.invocation[NodesTable.nodes] {
            let found = try selection.nodes(word)
            hosts.formUnion(found.isEmpty ? [word] : found.map(\.node))
        }
        for host in hosts.subtracting(drained).sorted() {
            context.console.note("\(host) was not drained")
        }
        let chosen = hosts.intersection(drained).sorted()
        for host in chosen {
            try spool.trying { reader throws(SpoolError) in try reader.spool.undrain(host) }
        }
        try NodeChanges.report("resume", chosen, "takes work again", context)
        return .done
    }
}

/// `reelmill nodes forget`: only those that are silent, since the record of a living node is what
/// it lives by.
enum NodesForgetCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let spool = try OpenSpool(context)
        let status = try StatusCommand.status(spool)
        let words = context.invocation[NodesTable.nodes]
        let chosen = try NodeSelection(nodes: status.nodes).nodes(words)
        for node in chosen {
            guard let objection = NodeRules.objectionToForget(node) else { continue }
            throw Failure(.failed, objection, hint: "reelmill nodes drain \(node.node)")
        }
        let holders = chosen.map(\.holder)
        if !context.invocation[GlobalFlags.json], !context.console.isQuiet {
            let lines = chosen.map { node in
                "  \(node.holder)  silent for \(Shown.age(node.secondsSilent)), holds "
                    + "\(Counted.of(node.tasks.count, "task")) that others take then\n"
            }
            context.console.draw("This removes the records of:\n\(lines.joined())")
        }
        let what = "forget \(Counted.of(chosen.count, "node"))"
        let isAgreed = context.invocation[CommonFlags.yes]
        guard try context.console.confirm(what, isAgreed: isAgreed) else {
            context.console.note("nothing was removed")
            return .failed
        }
        for holder in holders.compactMap(Holder.init) {
            try spool.trying { reader throws(SpoolError) in try reader.spool.forget(holder) }
        }
        try NodeChanges.report("forget", holders, "is forgotten", context)
        return .done
    }
}
