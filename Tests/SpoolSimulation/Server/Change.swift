/// A name that came, went or moved on the server: what invariants look at.
struct Change {
    enum Kind {
        case added
        case removed
        /// Out of `directory/name` to `target/targetName`.
        case renamed(target: Inode, targetName: String)
        /// The same, and what had that name has the other one now.
        case exchanged(target: Inode, targetName: String, other: Inode)
    }

    let kind: Kind
    let directory: Inode
    let name: String
    let inode: Inode
}

/// How to undo one change, for what a power cut takes back.
struct Undo {
    let directory: Inode
    let name: String
    /// What had the name before; nil when it was free.
    let before: Inode?
    /// Where a moved directory was.
    var movedFrom: (parent: Inode, name: String)?
}
