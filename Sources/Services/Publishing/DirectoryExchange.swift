internal import Model
internal import Platform

/// A directory in the place of another: no rename puts one over the other.
enum DirectoryExchange {
    /// Puts a directory that nobody else knows by its name in the place of what was looked at,
    /// unless that has changed since. Where the file system exchanges two names it never is without
    /// either. Where it does not, the old one goes aside first: whoever is killed between the two
    /// leaves a free name, and what belongs there is found by its content.
    ///
    /// - Parameter aside: Where the old one goes, beside `made`, which has its place then or not.
    static func replace(
        _ target: Path,
        _ identity: FileIdentity,
        with made: Path,
        aside: FileName
    ) throws(SystemError) {
        let own = try Directory.status(of: made).identity
        guard try Directory.status(of: target).identity == identity else { return }
        if try Move.exchange(made, own, with: target) { return }
        let old = made.parent / aside
        guard try Move.claim(target, as: old) == .won else { return }
        guard try Directory.status(of: old).identity == identity else {
            // Somebody else has published meanwhile: this is not the one that was to go.
            _ = try Move.exclusively(
                directory: old,
                try Directory.status(of: old).identity,
                to: target
            )
            return
        }
        _ = try Move.exclusively(directory: made, own, to: target)
    }
}
