import Model
import Platform
import Spool

/// Publishes into the run's own directories.
struct StressOutlet: Outlet {
    let ground: Ground

    /// By link(2), which never takes the place of anything. The staged file goes last, so that
    /// whoever comes next still finds what to compare with.
    func publish(
        _ staged: StagedResult,
        of order: JobOrder
    ) throws(SystemError) -> Publication {
        do throws(SystemError) {
            try Directory.link(staged.path, to: staged.target)
        } catch {
            switch error.errno {
            case .exists:
                guard try isSame(staged) else { throw error }
            case .noSuchFile:
                // A client of NFS may remember that it was not there; this has it ask again.
                try Directory.touch(ground.output)
                guard try Directory.entry(at: staged.target) != nil else { return .vanished }
                guard try isSame(staged) else { throw error }
            default: throw error
            }
        }
        try Directory.sync(ground.output)
        try removeIfThere(staged.path)
        return .published
    }

    private func isSame(_ staged: StagedResult) throws(SystemError) -> Bool {
        let found = try readWhole(staged.target)
        return UInt64(found.count) == staged.bytes && StagedResult.hash(found) == staged.hash
    }

    func finishSource(of order: JobOrder) throws(SystemError) {
        guard let film = Film(order), film.isRemoved else { return }
        try removeIfThere(ground.input / film.sourceName)
    }

    func clear(_ order: JobOrder) throws(SystemError) {
        for name in try Ground.names(in: ground.staging) where name.hasPrefix("\(order.key).") {
            try removeIfThere(ground.staging / FileName(name))
        }
    }

    private func removeIfThere(_ path: Path) throws(SystemError) {
        do throws(SystemError) { try Directory.removeFile(path) } catch {
            guard error.errno == .noSuchFile else { throw error }
        }
    }
}

extension StagedResult {
    static func hash(_ bytes: [UInt8]) -> String {
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(hash as UInt64, radix: 16)
    }
}
