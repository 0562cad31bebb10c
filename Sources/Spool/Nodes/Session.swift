internal import Model
internal import Platform

/// What a node tells of itself, beside that it lives.
public struct NodeStatus: Hashable, Sendable {
    public var machineID: String?
    public var bootID: String?
    public var processID: Int32?
    /// In which process numbers mean something: those of containers are their own.
    public var processSpace: String?
    public var roles: [String] = []
    public var slots = 0
    public var busySlots = 0
    /// In bytes, as far as its control groups allow; nil is not known.
    public var memory: Int64?
    public var version = ""
    public var architecture = ""
    public var address: String?
    public var isDraining = false
    /// Outside of the hours that it was given.
    public var isClosed = false
    public var load: Double?
    /// What its encoders are: nodes of one maker make the same headers.
    public var maker: String?
    /// What it can encode with, by trying; empty is not told.
    public var encoders: [String] = []

    public init() {}
}

extension Spool {
    /// The first thing a node does: what it makes aside belongs to nobody before.
    public func join(_ status: NodeStatus) throws(SpoolError) {
        try access.create(Layout.node(holder), nodeRecord(status, beat: 0))
        try access.sync(Layout.nodes)
        tell(.nodeJoined)
    }

    /// Shows that the node lives. Throws `declaredGone` when others gave its work away: whatever it
    /// holds is void, and it begins again with a `Spool` of its own.
    public func beat(_ status: NodeStatus, _ beat: UInt64) throws(SpoolError) {
        writeEvents()
        pickUpLitter()
        guard try !access.rewrite(Layout.node(holder), nodeRecord(status, beat: beat)) else {
            return
        }
        // A volume that is not mounted shows no nodes at all, and that is trouble.
        guard let names = try access.entries(Layout.nodes), !names.contains(holder.text) else {
            throw .storage(SystemError("rewrite", Layout.node(holder), .noSuchFile))
        }
        throw .declaredGone(holder)
    }

    /// The last thing a node does, when it holds nothing any more.
    public func leave() throws(SpoolError) {
        tell(.nodeLeft)
        for name in try access.entries(Layout.temporary) ?? [] where isOurs(name) {
            guard let name = FileName(bytes: Array(name.utf8)) else { continue }
            litter(Layout.temporary / name)
        }
        try access.remove(Layout.node(holder))
    }

    /// Whether somebody asked this host to take no more work.
    public func isDrained() throws(SpoolError) -> Bool {
        try access.isListed(Layout.drain(holder.node))
    }

    /// How many tasks all nodes work on at a time.
    public func slotsOfAll() throws(SpoolError) -> Int {
        var slots = 0
        for holder in try nodes() { slots += try node(holder)?.slots ?? 0 }
        return slots
    }

    /// The least memory that any node has for each of its tasks, of those that encode and tell.
    public func memoryPerSlotLeast() throws(SpoolError) -> Int64? {
        var least: Int64?
        for holder in try nodes() {
            guard let node = try node(holder), let memory = node.memoryPerSlot else { continue }
            least = min(memory, least ?? memory)
        }
        return least
    }

    private func isOurs(_ name: String) -> Bool { name.hasPrefix("\(holder.text).") }

    private func nodeRecord(_ status: NodeStatus, beat: UInt64) -> [UInt8] {
        var record = NodeRecord(
            holder: holder,
            beat: beat,
            hostName: holder.node,
            version: status.version,
            architecture: status.architecture,
            time: clock.wall
        )
        record.machineID = status.machineID
        record.bootID = status.bootID
        record.processID = status.processID
        record.processSpace = status.processSpace
        record.roles = status.roles
        record.slots = status.slots
        record.busySlots = status.busySlots
        record.memory = status.memory
        record.address = status.address
        record.isDraining = status.isDraining
        record.isClosed = status.isClosed ? true : nil
        record.load = status.load
        record.maker = status.maker
        record.encoders = status.encoders.isEmpty ? nil : status.encoders
        return RecordCoding.padded(record, to: NodeRecord.bytes)
    }
}
