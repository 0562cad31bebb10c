import Model
import Platform
import Spool

/// The output's folder, on the same volume as the spool.
struct SimulatedOutlet: Outlet {
    let volume: any Volume
    /// For results that are directories; nil in worlds that have none.
    var ladders: SimulatedLadderOutlet?

    static let folder: Path = "output"

    static func staged(_ claim: Claim) -> Path {
        folder / FileName(".\(claim.key).\(claim.attempt)")
    }

    func publish(
        _ staged: StagedResult,
        of order: JobOrder
    ) throws(SystemError) -> Publication {
        if let ladders, staged.isDirectory ?? false {
            return try ladders.publish(staged, of: order)
        }
        for _ in 0..<2 {
            let paths = Set(try list().map { SimulatedOutlet.folder / $0 })
            if paths.contains(staged.target) {
                let content = try volume.read(staged.target, limit: 1 << 20)
                guard content.count == staged.bytes else {
                    throw SystemError("publish", staged.path, to: staged.target, .exists)
                }
                return .published
            }
            guard paths.contains(staged.path) else { continue }
            try volume.link(staged.path, to: staged.target)
            try volume.sync(SimulatedOutlet.folder)
            return .published
        }
        return .vanished
    }

    func finishSource(of order: JobOrder) throws(SystemError) {
        ladders?.world.ledger.note(sourceFinishedOf: order.key)
    }

    func clear(_ order: JobOrder) throws(SystemError) {
        if let ladders, order.ladder != nil { return try ladders.clear(order.key) }
        let prefix = ".\(order.key)."
        for name in try list() where "\(name)".hasPrefix(prefix) { try remove(name) }
    }

    /// What mergers left behind that were late.
    ///
    /// - Parameter jobs: The lives that are still there.
    func sweep(but lives: Set<String>) throws(SystemError) {
        for name in try list() where name.isHidden && "\(name)" != ".reelmill" {
            let life = "\(name)".split(separator: ".").prefix(2).joined(separator: ".")
            if !lives.contains(life) { try remove(name) }
        }
    }

    private func remove(_ name: FileName) throws(SystemError) {
        do throws(SystemError) {
            try volume.remove(SimulatedOutlet.folder / name)
        } catch {
            guard error.errno == .noSuchFile else { throw error }
        }
    }

    private func list() throws(SystemError) -> [FileName] {
        if volume.traits.listingsStayOld { try volume.touch(SimulatedOutlet.folder) }
        return try volume.list(SimulatedOutlet.folder)
    }
}
