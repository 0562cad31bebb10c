internal import Model

/// Who coordinates, for nodes that do not themselves. It asks for two small files at a time.
public struct LeaderTrace: Sendable {
    /// The coordinator, as far as a look can tell.
    public struct Sight: Hashable, Sendable {
        public let holder: Holder
        public let record: NodeRecord?
    }

    private let spool: Spool
    private var sign: [UInt8] = []
    private var unchanged = 0

    public init(_ spool: Spool) { self.spool = spool }

    /// To be called with every beat or so; nil where there is none, or none that lives.
    public mutating func look() throws(SpoolError) -> Sight? {
        guard let term = try spool.terms().max(),
            let found = try spool.access.read(Layout.term(term))
        else { return nil }
        // As others take it: one whose sign does not change for so long is dead.
        unchanged = found == sign ? unchanged + 1 : 0
        sign = found
        guard unchanged < spool.settings.looksUntilSuspected,
            let record = try? RecordCoding.record(TermRecord.self, found, at: Layout.term(term)),
            !record.isReleased, let holder = Holder(record.holder)
        else { return nil }
        return Sight(holder: holder, record: try spool.node(holder))
    }
}
