internal import Model
internal import Platform
internal import Services
internal import Spool

/// Why a node cannot begin, for a person to mend.
public struct NodeRefusal: Error, Hashable, Sendable {
    public let message: String
    public let hint: String?
}

/// Finds the spool, or waits until its volume is mounted. A volume that is not mounted must never
/// look like an empty one.
struct NodeStart {
    private let settings: NodeSettings
    private let journal: Journal
    private let supervision: Supervision

    init(_ settings: NodeSettings, _ journal: Journal, _ supervision: Supervision) {
        self.settings = settings
        self.journal = journal
        self.supervision = supervision
    }

    private var folders: MediaFolders { settings.folders }

    /// Blocks while the volume is away; nil when the node was asked to stop meanwhile.
    func volume(_ orders: NodeOrders) throws -> DirectoryVolume? {
        while orders.stop == nil {
            supervision.main.begin()
            if let volume = try look() {
                journal.end("mount", "the spool is at \(Quoted.path(folders.spool))")
                return volume
            }
            orders.wait(upTo: .seconds(2))
        }
        return nil
    }

    /// Nil where it is to be waited for.
    private func look() throws(NodeRefusal) -> DirectoryVolume? {
        let opening: SpoolOpening
        do throws(SystemError) {
            if settings.initializes { try makeFolders() }
            let mayMake = settings.initializes || isSurelyMounted
            if mayMake, !isDirectory(folders.spool) { try Directory.createAll(folders.spool) }
            guard isDirectory(folders.spool) else { return wait("there is no spool") }
            let volume = try DirectoryVolume(root: folders.spool)
            opening = try open(volume, mayMake: mayMake)
            if case .open = opening { return volume }
        } catch {
            return wait("\(error)")
        }
        switch opening {
        case .open, .missing: return wait("there is no spool")
        case .unreadable(let error): return wait("\(error)")
        case .damaged: return wait("the file SPOOL does not say what it should")
        case .wrongFormat(let found): throw NodeStart.refusal(of: found, folders.spool)
        }
    }

    /// No waiting makes another format of it.
    private static func refusal(of format: Int, _ path: Path) -> NodeRefusal {
        let known = SpoolFormat.current
        return NodeRefusal(
            message: "the spool at \(Quoted.path(path)) has format \(format), and this version "
                + "knows \(known): it was made by a \(format > known ? "newer" : "older") one",
            hint: "\(Product.name) nodes ls  shows the versions of the others"
        )
    }

    /// Whether a spool that is not there was never made: the input is there, on the same volume,
    /// and no earlier one has left its mark in the output. A second one would do all films again.
    private var isSurelyMounted: Bool {
        guard isDirectory(folders.input), let device = device(folders.input),
            device == self.device(folders.spool)
        else { return false }
        return !isDirectory(folders.output.appending(MediaFolders.staging))
    }

    /// Of the path, or of the folder that it would be made in.
    private func device(_ path: Path) -> UInt64? {
        var next = path
        while true {
            if let status = try? Directory.target(of: next) { return status.identity.device }
            guard next.parent != next else { return nil }
            next = next.parent
        }
    }

    private func wait(_ reason: String) -> DirectoryVolume? {
        supervision.does("waiting for the volume at \(Quoted.path(folders.spool))")
        journal.begin(
            "mount",
            .warning,
            "\(reason) at \(Quoted.path(folders.spool)): is the volume mounted? It is waited for; "
                + "a new one is made by  reelmill up --init"
        )
        return nil
    }

    private func open(
        _ volume: DirectoryVolume,
        mayMake: Bool
    ) throws(SystemError) -> SpoolOpening {
        let opening = SpoolOpening(of: volume)
        guard opening == .missing, mayMake else { return opening }
        // Later a missing output is a volume that is not mounted.
        try Directory.createAll(folders.output)
        let chance = SystemChance()
        let holder = Holder(hostName: settings.name, bits: chance.bits())
        return try SpoolOpening.initialize(volume, holder: holder, chance: chance)
    }

    private func makeFolders() throws(SystemError) {
        for folder in [folders.input, folders.output, folders.spool] {
            try Directory.createAll(folder)
        }
    }

    private func isDirectory(_ path: Path) -> Bool {
        (try? Directory.target(of: path))?.kind == .directory
    }
}
