internal import Platform
internal import Spool

/// Whether a process that showed signs of life is certainly gone: one of this very kernel whose
/// number is free. Of other machines nobody can know it, whatever they are called: clones share
/// their name and their machine id.
struct KnownDead: Sendable {
    private let bootID: String?
    private let processSpace: String?

    init(_ host: HostIdentity) {
        bootID = host.bootID
        processSpace = ProcessSpace.name
    }

    func isDead(_ record: NodeRecord) -> Bool {
        guard let bootID, record.bootID == bootID, let processSpace,
            record.processSpace == processSpace, let number = record.processID
        else { return false }
        return ProcessSpace.isFree(number)
    }
}
