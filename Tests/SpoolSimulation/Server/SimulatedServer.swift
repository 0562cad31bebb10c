import Model
import Platform

/// The tree that all clients share, as the server has it. Every operation happens at once and
/// whole; what clients make of the answers is theirs.
// Safety: only the client that has the turn touches it.
final class SimulatedServer: @unchecked Sendable {
    let root = Inode(number: 0, isDirectory: true, parent: nil, name: "")
    /// Told of every change of a name, after it.
    var observer: ((Change) -> Void)?
    /// Changes of names that a power cut may take back; nil where the server is not asked to
    /// remember, since a network file system's server answers when it is on the disk.
    private var journal: [Undo]?
    private var inodes = 0
    /// Names as clients get them: made once, since most are listed often.
    private var fileNames: [String: FileName] = [:]
    private var pathNames: [String: [String]] = [:]

    init(forgetsNames: Bool) { journal = forgetsNames ? [] : nil }

    /// The names that a path is made of; most paths are asked for often.
    func names(_ path: Path) -> [String] {
        let text = String(decoding: path.bytes, as: UTF8.self)
        if let known = pathNames[text] { return known }
        let names = text.split(separator: "/").map(String.init)
        pathNames[text] = names
        return names
    }

    func fileName(_ name: String) -> FileName {
        if let known = fileNames[name] { return known }
        let made = FileName(name)
        fileNames[name] = made
        return made
    }

    func makeDirectory(in directory: Inode, _ name: String) throws(Errno) {
        try place(in: directory, name, isDirectory: true)
    }

    @discardableResult
    func makeFile(in directory: Inode, _ name: String) throws(Errno) -> Inode {
        try place(in: directory, name, isDirectory: false)
    }

    @discardableResult
    private func place(
        in directory: Inode,
        _ name: String,
        isDirectory: Bool
    ) throws(Errno) -> Inode {
        if directory.entries[name] != nil { throw .exists }
        inodes += 1
        let inode = Inode(number: inodes, isDirectory: isDirectory, parent: directory, name: name)
        set(directory, name, inode)
        observer?(Change(kind: .added, directory: directory, name: name, inode: inode))
        return inode
    }

    func link(_ inode: Inode, in directory: Inode, _ name: String) throws(Errno) {
        if inode.isDirectory { throw .operationNotPermitted }
        if directory.entries[name] != nil { throw .exists }
        inode.links += 1
        set(directory, name, inode)
        observer?(Change(kind: .added, directory: directory, name: name, inode: inode))
    }

    func rename(
        _ source: Inode,
        _ name: String,
        to target: Inode,
        _ targetName: String
    ) throws(Errno) {
        guard let inode = source.entries[name] else { throw .noSuchFile }
        if let present = target.entries[targetName] {
            if present === inode { return }
            try checkReplacing(present, with: inode)
            present.links -= 1
            let kind = Change.Kind.removed
            observer?(Change(kind: kind, directory: target, name: targetName, inode: present))
        }
        set(source, name, nil)
        set(target, targetName, inode, movedFrom: (source, name))
        if inode.isDirectory {
            inode.parent = target
            inode.name = targetName
        }
        let kind = Change.Kind.renamed(target: target, targetName: targetName)
        observer?(Change(kind: kind, directory: source, name: name, inode: inode))
    }

    /// Each of two names gets what the other one had, at once.
    func exchange(
        _ first: Inode,
        _ name: String,
        with second: Inode,
        _ secondName: String
    ) throws(Errno) {
        guard let one = first.entries[name], let other = second.entries[secondName] else {
            throw .noSuchFile
        }
        set(first, name, other)
        set(second, secondName, one, movedFrom: (first, name))
        (one.parent, one.name) = (second, secondName)
        (other.parent, other.name) = (first, name)
        let kind = Change.Kind.exchanged(target: second, targetName: secondName, other: other)
        observer?(Change(kind: kind, directory: first, name: name, inode: one))
    }

    private func checkReplacing(_ present: Inode, with inode: Inode) throws(Errno) {
        switch (inode.isDirectory, present.isDirectory) {
        case (true, false): throw .notADirectory
        case (false, true): throw .isADirectory
        case (true, true): if !present.entries.isEmpty { throw .notEmpty }
        case (false, false): break
        }
    }

    func remove(in directory: Inode, _ name: String, isDirectory: Bool) throws(Errno) {
        guard let inode = directory.entries[name] else { throw .noSuchFile }
        if isDirectory {
            guard inode.isDirectory else { throw .notADirectory }
            guard inode.entries.isEmpty else { throw .notEmpty }
        } else if inode.isDirectory {
            throw .isADirectory
        }
        inode.links -= 1
        set(directory, name, nil)
        observer?(Change(kind: .removed, directory: directory, name: name, inode: inode))
    }

    private func set(
        _ directory: Inode,
        _ name: String,
        _ inode: Inode?,
        movedFrom: (parent: Inode, name: String)? = nil
    ) {
        journal?.append(
            Undo(
                directory: directory,
                name: name,
                before: directory.entries[name],
                movedFrom: movedFrom
            )
        )
        directory.set(name, inode)
    }

    // MARK: - Power

    /// What happened until now is on the disk: any sync writes the whole journal, as ext4 does.
    func commitNames() { journal?.removeAll(keepingCapacity: true) }

    /// Takes back the last of the changes that no sync came after.
    func cutPower(_ generator: inout SplitMix) {
        guard let entries = journal, !entries.isEmpty else { return }
        var kept = generator.number(in: 0...entries.count)
        // A rename is two entries, and happens or does not.
        if kept < entries.count, entries[kept].movedFrom != nil { kept -= 1 }
        for undo in entries[kept...].reversed() { take(back: undo) }
        journal = []
    }

    private func take(back undo: Undo) {
        let present = undo.directory.entries[undo.name]
        // A rename's link is counted up again by its other half, which is undone next.
        present?.links -= 1
        undo.before?.links += 1
        if let (parent, name) = undo.movedFrom {
            if let present, present.isDirectory {
                present.parent = parent
                present.name = name
            }
        }
        // What was exchanged, or replaced.
        if let before = undo.before, before.isDirectory {
            (before.parent, before.name) = (undo.directory, undo.name)
        }
        undo.directory.set(undo.name, undo.before)
    }

    // MARK: - Looking in from outside

    func find(_ path: String) -> Inode? {
        var inode = root
        for name in path.split(separator: "/") {
            guard let next = inode.entries[String(name)] else { return nil }
            inode = next
        }
        return inode
    }

    /// Every path below, in order, directories with a slash at the end.
    func paths(below directory: String = "") -> [String] {
        guard let inode = find(directory) else { return [] }
        return inode.names.flatMap { name -> [String] in
            let path = directory.isEmpty ? name : "\(directory)/\(name)"
            guard let child = inode.entries[name] else { return [] }
            return child.isDirectory ? ["\(path)/"] + paths(below: path) : [path]
        }
    }
}
