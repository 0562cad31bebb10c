private import FoundationEssentials
internal import History
internal import Model
internal import Spool

/// An event as it is sent.
struct Notice: Hashable, Sendable {
    /// The same however often it is sent, so that a receiver can tell.
    var id: String
    var kind: String
    /// RFC 3339.
    var time: String
    /// Who told it.
    var node: String
    var spool: String
    var job: String?
    /// Of the job's source, below the input.
    var path: Path?
    var detail: String?

    init(_ event: HistoryEvent, spool: String, path: Path?) {
        id = "\(event.holder).\(event.sequence)"
        (kind, time, job) = (event.kind, event.time, event.job)
        // A pipe takes so much of it at once, whoever reads it.
        detail = event.detail.map { String(decoding: $0.utf8.prefix(8_192), as: UTF8.self) }
        node = Holder(event.holder)?.node ?? event.holder
        (self.spool, self.path) = (spool, path)
    }

    /// One that says that notifications work.
    init(testFrom node: String, spool: String, at time: WallTime, id: String) {
        (self.id, self.node, self.spool) = (id, node, spool)
        (kind, self.time) = ("notify.test", time.rfc3339)
        detail = "a test: notifications of this cluster come here"
    }

    /// One line for people.
    var title: String {
        switch kind {
        case "job.failed": "a film failed"
        case "job.published": "a film is done"
        case "node.lost": "a node was lost"
        case "volume.low": "a volume is almost full"
        case "batch.finished": "nothing is left to do"
        case "profile.invalid": "a profile is wrong"
        case "node.load_high": "a node has too much to do"
        case "cluster.paused": "the cluster is paused"
        case "cluster.resumed": "the cluster goes on"
        case "notify.test": "a test"
        default: kind
        }
    }

    /// What it is about, and why.
    var message: String {
        let parts = [path.map(Quoted.path), detail.map { ReadableBytes.escaped(Array($0.utf8)) }]
        let text = parts.compactMap(\.self).joined(separator: ": ")
        return text.isEmpty ? node : text
    }

    // MARK: CloudEvents 1.0, structured JSON

    private struct Envelope: Encodable {
        let specversion = "1.0"
        let id: String
        let source: String
        let type: String
        let time: String
        let subject: String
        let datacontenttype = "application/json"
        let data: Body
    }

    private struct Body: Encodable {
        let title: String
        let message: String
        let node: String
        let job: String?
        let path: String?
        let path_b64: String?
        let detail: String?
    }

    var cloudEvent: [UInt8] {
        let (text, base64) = path.map { ReadableBytes.repaired($0.bytes) } ?? ("", nil)
        let body = Body(
            title: title,
            message: message,
            node: node,
            job: job,
            path: path == nil ? nil : text,
            path_b64: base64,
            detail: detail
        )
        let envelope = Envelope(
            id: id,
            source: "/\(Product.name)/\(spool)",
            type: "\(Product.name).\(kind)",
            time: time,
            subject: path == nil ? node : text,
            data: body
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(envelope) else {
            preconditionFailure("a notice has a value that JSON cannot hold")
        }
        return Array(data)
    }
}
