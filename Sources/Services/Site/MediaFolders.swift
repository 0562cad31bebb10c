public import Model

/// The folders that a node works with, as absolute paths on this host.
public struct MediaFolders: Hashable, Sendable {
    /// Where sources are found.
    public var input: Path
    /// Where results are published.
    public var output: Path
    /// Where profiles are found that lie in no input folder.
    public var profiles: Path?
    public var spool: Path
    /// This node's own, on a local disk.
    public var state: Path

    public init(input: Path, output: Path, profiles: Path?, spool: Path, state: Path) {
        self.input = input
        self.output = output
        self.profiles = profiles
        self.spool = spool
        self.state = state
    }

    /// In the output, on its file system: what is being made before it has its name.
    public static let staging: Path = ".reelmill"
    /// In the output: why films failed.
    public static let failures: Path = ".failed"
}
