internal import Model

/// Removes what nobody makes any more, and what is left of things that were to go.
struct Sweep: Sendable {
    /// What belonged to nobody at the look before. Whoever is about to join, or to publish, is not
    /// swept away for being seen a moment too early.
    private var strangers: Set<String> = []

    /// - Returns: What could not be removed, and why. It stays, and is tried again.
    mutating func run(_ spool: Spool) throws(SpoolError) -> [SpoolError] {
        var now: Set<String> = []
        var troubles: [SpoolError] = []
        let nodes = Set(try spool.nodes().map(\.text))
        for name in try spool.access.entries(Layout.temporary) ?? [] {
            do throws(SpoolError) {
                try sweep(name, nodes, &now, spool)
            } catch {
                troubles.append(error)
            }
        }
        let keys = Set(try spool.jobKeys())
        for name in try spool.access.entries(Layout.queue) ?? [] {
            // A job is there before its entry is made.
            guard let entry = QueueEntry(name), !keys.contains(entry.job) else { continue }
            now.insert(name)
            guard strangers.contains(name) else { continue }
            do throws(SpoolError) {
                try spool.access.remove(Layout.queue / FileName(name))
            } catch {
                troubles.append(error)
            }
        }
        strangers = now
        return troubles
    }

    private func sweep(
        _ name: String,
        _ nodes: Set<String>,
        _ now: inout Set<String>,
        _ spool: Spool
    ) throws(SpoolError) {
        guard let fileName = FileName(bytes: Array(name.utf8)) else { return }
        let path = Layout.temporary / fileName
        if name.hasPrefix("dead.") { return try spool.delete(path) }
        let owner = name.split(separator: ".").prefix(2).joined(separator: ".")
        if nodes.contains(owner) { return }
        now.insert(name)
        if strangers.contains(name) { try spool.bury(path) }
    }
}
