import Model
import Platform
import TestKit

/// Shell scripts that may mount, in mounts of their own that nobody else sees and that end with
/// them.
enum MountNamespace {
    /// How to get there; nil where this user or this container may not.
    static let entrance: String? = ["unshare -m", "unshare -rm"].first {
        let attempt = try? Finished(shell: "\($0) mount -t tmpfs none /tmp")
        return attempt?.status?.isSuccess ?? false
    }

    /// What the script prints, errors too. `$probe` is the program with the parts for tests,
    /// `$place` an empty directory.
    static func output(of script: String, place: Path) throws -> String {
        let probe = try ProbeProgram.request().program
        let ended = try Finished(shell: "\(entrance ?? "false") sh -c \"$script\"") {
            $0.environment[Array("script".utf8)] = Array(script.utf8)
            $0.environment[Array("probe".utf8)] = probe.bytes
            $0.environment[Array("place".utf8)] = place.bytes
        }
        return ended.output + ended.errors
    }
}
