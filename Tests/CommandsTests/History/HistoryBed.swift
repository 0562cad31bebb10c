@testable import Commands
import Model
import Platform
import Services
import Spool
import TestKit
import Testing

/// A root whose spool has records of films that are done, or failed.
final class HistoryBed {
    let cluster: ClusterBed
    let spool: Spool

    var root: Path { cluster.root }

    init() throws {
        cluster = try ClusterBed()
        spool = try cluster.node()
    }

    /// The number in the id of the film, counted from 1.
    private var count: UInt64 = 0

    @discardableResult
    func record(
        _ source: Path,
        hash: UInt64? = nil,
        failing reason: String? = nil
    ) throws -> RecordName {
        let path = (root / "input").appending(source)
        try Directory.createAll(path.parent)
        try? Directory.removeFile(path)
        let file = try OpenFile.create(path)
        try file.write([UInt8](repeating: 7, count: 1_000))
        let status = try file.status()
        try file.close()
        count += 1
        var offer = ClusterBed.offer(source, hash: hash ?? 0x1111_1111_1111_1111 * count)
        offer.source.bytes = 1_000
        offer.source.modifiedSeconds = status.modified.seconds
        offer.source.modifiedNanoseconds = status.modified.nanoseconds
        offer.digest = "00"
        let key = try cluster.queue(offer, by: spool)
        try end(key, reason)
        return try #require(try spool.records(of: key.job).first)
    }

    private func end(_ key: JobKey, _ reason: String?) throws {
        if let reason {
            try cluster.fail(spool, reason: reason)
        } else {
            try cluster.cut(spool, slices: 1, done: 1)
            let merge = try cluster.claim(spool)
            let staged = StagedResult(
                path: ".reelmill/x",
                target: merge.order.result,
                bytes: 400,
                hash: "00"
            )
            _ = try spool.commit(merge, report: nil, staged: staged)
        }
        for _ in 0..<5 { try spool.advance(key, NoOutlet()) }
    }

    func run(_ line: String) -> Run { cluster.run(line) }
}
