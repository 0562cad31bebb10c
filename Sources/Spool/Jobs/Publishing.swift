internal import Model
internal import Platform

/// Directories that are made aside and show only when they are whole.
extension Spool {
    /// A board with these tokens.
    func makeBoard(_ board: Board, _ tasks: [TaskName]) throws(SpoolError) {
        for folder in board.folders { try access.makeDirectory(folder) }
        for task in tasks {
            try access.create(board.queued(Waiting(task: task, generation: 0)), [])
        }
        for folder in board.folders + [board.path] { try access.sync(folder) }
    }

    /// Renames what was made at `source` to where one of several goes. The loser's goes.
    func publish(directory source: Path, as target: Path) throws(SpoolError) -> Bool {
        if try access.publish(directory: source, as: target) { return true }
        litter(source)
        return false
    }

    /// Takes a directory out of its place, whole, and then deletes it from there. Whoever writes
    /// into it meanwhile fails, or writes into what is going anyway. What cannot be deleted now
    /// lies in `tmp/` under a name that says so, and the sweep will have it.
    ///
    /// - Returns: Whether it was there to be taken.
    @discardableResult
    func bury(_ path: Path) throws(SpoolError) -> Bool {
        let grave = grave()
        guard try access.move(path, to: grave) else { return false }
        try access.sync(path.parent)
        try? delete(grave)
        return true
    }

    /// Deletes a tree that lies in `tmp/dead…`. A name that cannot be listed as a directory is a
    /// file. Names are bytes here: whatever a person put there goes, too.
    func delete(_ path: Path) throws(SpoolError) {
        try access.storage { () throws(SystemError) in try deleteTree(path) }
    }

    private func deleteTree(_ path: Path) throws(SystemError) {
        let names: [FileName]
        do throws(SystemError) {
            names = try volume.list(path)
        } catch {
            guard Access.isGone(error) else { throw error }
            return try ifThere { () throws(SystemError) in try volume.remove(path) }
        }
        for name in names { try deleteTree(path / name) }
        try ifThere { () throws(SystemError) in try volume.removeDirectory(path) }
    }

    private func ifThere(_ body: () throws(SystemError) -> Void) throws(SystemError) {
        do throws(SystemError) { try body() } catch {
            guard Access.isGone(error) else { throw error }
        }
    }
}
