public import Model
internal import Platform

/// A batch that is being made aside: slice files are put into it, then it is published whole.
public struct BatchDraft: Hashable, Sendable {
    public let key: JobKey
    public let index: Int
    let layout: BatchLayout

    /// Where the slice file of a task goes; its content must be on the disk before publication.
    public func slice(_ task: TaskName) -> Path { layout.slice(task) }
    public var slices: Path { layout.slices }
}

extension Spool {
    public func beginBatch(_ index: Int, of claim: Claim) throws(SpoolError) -> BatchDraft {
        let layout = BatchLayout(path: aside())
        try access.makeDirectory(layout.path)
        try access.makeDirectory(layout.slices)
        return BatchDraft(key: claim.key, index: index, layout: layout)
    }

    /// Publishes a batch with its tokens by one rename. One that is there already was made by an
    /// earlier splitter from the same source with the same recipe: it stays, and the split goes on.
    ///
    /// - Returns: Whether this one is published now; false also when the job is closed.
    public func publish(
        _ draft: BatchDraft,
        tasks: [TaskName],
        isLast: Bool,
        plan: [UInt8]
    ) throws(SpoolError) -> Bool {
        let record = BatchRecord(index: draft.index, tasks: tasks, isLast: isLast)
        try access.create(draft.layout.batch, RecordCoding.bytes(record))
        try access.create(draft.layout.plan, plan)
        try access.sync(draft.layout.slices)
        try makeBoard(draft.layout.tasks, tasks)
        let target = Layout.job(draft.key).batch(draft.index).path
        let isOurs: Bool
        do throws(SpoolError) {
            isOurs = try publish(directory: draft.layout.path, as: target)
        } catch {
            guard try isClosed(draft.key) else { throw error }
            litter(draft.layout.path)
            return false
        }
        if isOurs { tell(.batchPublished, draft.key, nil, "batch \(draft.index)") }
        return isOurs
    }

    /// Throws away what was begun.
    public func abandon(_ draft: BatchDraft) { litter(draft.layout.path) }

    /// A directory in which a child makes files before they go into batches. Files that are still
    /// in it when it is abandoned go with it.
    public func makeRoom() throws(SpoolError) -> Path {
        let room = aside()
        try access.makeDirectory(room)
        return room
    }

    public func abandon(room: Path) { litter(room) }

    /// Moves a slice file from such a room into a batch.
    public func move(
        _ file: FileName,
        from room: Path,
        into draft: BatchDraft,
        as task: TaskName
    ) throws(SpoolError) {
        guard try access.move(room / file, to: draft.slice(task)) else {
            throw .storage(SystemError("rename", room / file, to: draft.slice(task), .noSuchFile))
        }
    }

    /// How many batches there are, from the first on: where an interrupted split goes on.
    public func publishedBatches(of key: JobKey) throws(SpoolError) -> Int {
        let indices = Set(try batchIndices(of: key))
        return (0...).first { !indices.contains($0) } ?? 0
    }

    /// A batch that is there; where an interrupted split finds the last one it is done.
    public func publishedBatch(_ index: Int, of key: JobKey) throws(SpoolError) -> BatchRecord? {
        try batch(index, of: key)
    }

    /// Whether each rendition of a slice is a task of its own. The first batch decides that for all
    /// later ones, whoever cut it; nil is that there is none yet.
    public func makesRenditionsApart(of key: JobKey) throws(SpoolError) -> Bool? {
        try batch(0, of: key)?.tasks.contains { $0.rung != nil }
    }

    /// How many tasks of slices wait: the split stays that far ahead of the workers and no more.
    public func waitingSlices(of key: JobKey) throws(SpoolError) -> Int {
        let layout = Layout.job(key)
        let generation = try view(layout.tasks).generation(of: .merge)
        var count = 0
        for index in try boardsAlive(key, generation) {
            count += try waiting(in: layout.batch(index).tasks).count
        }
        return count
    }
}
