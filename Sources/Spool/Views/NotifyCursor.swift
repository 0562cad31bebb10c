internal import Platform

/// Up to which event of each node somebody was told: `leader/told-<name>.json`, so that the next
/// coordinator goes on where the last one was.
extension Spool {
    /// The number that was given to this spool when it was made; nil where it cannot be read.
    public var number: String? {
        guard let bytes = try? access.read(Layout.format) else { return nil }
        return (try? RecordCoding.record(SpoolFormat.self, bytes, at: Layout.format))?.spool
    }

    /// Nil where nobody was ever told anything.
    public func toldEvents(_ name: String) throws(SpoolError) -> [String: UInt64]? {
        let path = Layout.told(name)
        guard let bytes = try access.read(path) else { return nil }
        return try RecordCoding.record(ToldRecord.self, bytes, at: path).events
    }

    /// In the place of the one before, as a whole.
    public func replaceToldEvents(
        _ name: String,
        _ events: [String: UInt64]
    ) throws(SpoolError) {
        let way = aside()
        do throws(SpoolError) {
            try access.create(way, RecordCoding.bytes(ToldRecord(events: events)))
            try access.storage { () throws(SystemError) in
                try volume.rename(way, to: Layout.told(name))
            }
        } catch {
            litter(way)
            throw error
        }
    }
}

struct ToldRecord: Codable {
    var schema = 1
    /// The number of the last event of each holder that was sent, or that nobody wanted.
    var events: [String: UInt64]
}
