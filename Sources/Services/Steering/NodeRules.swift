public import Model

/// What may be done with nodes, and why not; for the commands and the page alike.
public enum NodeRules {
    /// Why its record may not be taken away: that of a living node is what it lives by.
    public static func objectionToForget(_ node: NodeLine) -> String? {
        guard node.state != .silent else { return nil }
        return
            "\(node.holder) was seen \(Amount.age(seconds: node.secondsSilent)) ago: only a node "
            + "that is silent can be forgotten; stop it, or have it take no more work"
    }

    /// All that may be done with the nodes of one name.
    static func actions(_ nodes: [NodeLine], isDrained: Bool) -> [ActionLine] {
        let tasks = nodes.reduce(0) { $0 + $1.tasks.count }
        return [
            ActionLine(
                NodeAction.drain.rawValue,
                objection: isDrained ? "it is drained already" : nil,
                consequence: tasks == 0
                    ? "it takes no more work"
                    : "it finishes the \(Counted.of(tasks, "task")) that it has, and takes no more"
            ),
            ActionLine(
                NodeAction.resume.rawValue,
                objection: isDrained ? nil : "it is not drained",
                consequence: "it takes work again"
            ),
            ActionLine(
                NodeAction.forget.rawValue,
                objection: nodes.isEmpty
                    ? "there is no record of it" : nodes.lazy.compactMap(objectionToForget).first,
                consequence: tasks == 0
                    ? "its record goes"
                    : "its record goes; others take the \(Counted.of(tasks, "task")) that it holds"
            ),
        ]
    }
}
