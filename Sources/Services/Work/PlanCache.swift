private import FoundationEssentials
internal import Model
internal import Spool
private import Synchronization

/// The plans of batches, read once: a plan never changes, and each slice of a batch asks for it.
final class PlanCache: Sendable {
    private let plans = Mutex<[Key: SliceBatch]>([:])

    private struct Key: Hashable {
        var job: JobKey
        var batch: Int
    }

    static func bytes(_ batch: SliceBatch) throws(WorkError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(batch) else {
            throw .media(MediaFailure(.mismatch, "write the plan", nil, "it has no JSON"))
        }
        return Array(data)
    }

    func plan(_ batch: Int, of claim: Claim, _ spool: Spool) throws(WorkError) -> SliceBatch {
        let key = Key(job: claim.key, batch: batch)
        if let known = plans.withLock({ $0[key] }) { return known }
        let bytes = try spooling { () throws(SpoolError) in
            try spool.plan(batch, of: claim.key)
        }
        let path = Layout.job(claim.key).batch(batch).plan
        guard let bytes else { throw .spool(.unreadable(path, "it is missing")) }
        guard let plan = try? JSONDecoder().decode(SliceBatch.self, from: Data(bytes)) else {
            throw .spool(.unreadable(path, "not the JSON that was expected"))
        }
        plans.withLock { plans in
            if plans.count >= PlanCache.plansMax { plans.removeAll() }
            plans[key] = plan
        }
        return plan
    }

    private static let plansMax = 64
}
