import Model
import Platform
import Spool

/// The directories of a run.
struct Ground: Sendable {
    let place: Path

    var spool: Path { place / "spool" }
    var input: Path { place / "input" }
    var output: Path { place / "output" }
    /// Results that are whole and have no name yet, each called after its job and attempt.
    var staging: Path { place / "staging" }
    /// Workers that see it finish what they have and leave.
    var stop: Path { place / "stop" }
    var errors: Path { place / "errors" }

    func make() throws {
        for directory in [place, spool, input, output, staging] {
            try Directory.createAll(directory)
        }
        let holder = Holder(hostName: "stress", bits: .random(in: .min ... .max))
        let opening = try SpoolOpening.initialize(
            try DirectoryVolume(root: spool),
            holder: holder,
            chance: SystemChance()
        )
        guard case .open = opening else { throw Trouble("the spool is \(opening)") }
    }

    static func names(in directory: Path) throws(SystemError) -> [String] {
        let mounted = try MountedFileSystem(of: directory)
        if VolumeTraits(mounted).listingsStayOld { try Directory.touch(directory) }
        return try Directory.entries(of: directory)
            .map { String(decoding: $0.name.bytes, as: UTF8.self) }
            // Clients of NFS leave these where they lost power with a removed file open.
            .filter { !$0.hasPrefix(".nfs") }
            .sorted()
    }
}

struct Trouble: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Makes a file whose content is on the disk on return.
func writeDurably(_ bytes: [UInt8], to path: Path) throws(SystemError) {
    let file = try OpenFile.create(path)
    try file.write(bytes)
    try file.sync()
    try file.close()
}

/// What is there, though this client may remember that it was not, for up to a minute over NFS.
func readAnew(_ path: Path) throws(SystemError) -> [UInt8] {
    try Directory.touch(path.parent)
    return try readWhole(path)
}

func readWhole(_ path: Path) throws(SystemError) -> [UInt8] {
    try OpenFile(path, for: .readRegular).readAll(limit: 64 << 20)
}
