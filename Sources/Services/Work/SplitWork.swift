internal import Model
internal import Platform
internal import Spool

/// Cuts a film into batches of slices, each published as soon as it is complete, and never further
/// ahead of those who encode them than they can use soon.
struct SplitWork {
    let bench: Workbench
    let task: ActiveTask

    private var claim: Claim { task.claim }
    private var spool: Spool { bench.spool }

    func run() throws(WorkError) {
        let done = try published()
        if done.isWhole { return }
        try bench.checkSource(of: claim.order)
        let room = try spooling { () throws(SpoolError) in try spool.makeRoom() }
        defer { spool.abandon(room: room) }
        var order = SplitOrder(
            source: bench.site.source(of: claim.order),
            recipe: claim.order.recipe,
            directory: bench.site.path(inSpool: room),
            firstBatch: done.batches,
            firstSlice: done.slices
        )
        order.ladder = claim.order.ladder
        var trouble: WorkError?
        let result = Result { () throws(WorkError) in
            try bench.run(.split(order), for: task) { batch in
                do throws(WorkError) {
                    try publish(batch, from: room)
                    if batch.ending == nil { try waitForRoom() }
                } catch {
                    trouble = trouble ?? error
                    task.cancellation.set()
                }
            }
        }
        // What stopped the child says more than that it was stopped.
        if let trouble { throw trouble }
        guard case .batch = try result.get() else { throw bench.noReport("cut the film") }
        // Slices of a file that was changed meanwhile must not come to a result.
        try bench.checkSource(of: claim.order)
    }

    /// What an earlier splitter has left.
    private func published() throws(WorkError) -> (batches: Int, slices: Int, isWhole: Bool) {
        try spooling { () throws(SpoolError) in
            let batches = try spool.publishedBatches(of: claim.key)
            var slices = 0
            for index in 0..<batches {
                guard let batch = try spool.publishedBatch(index, of: claim.key) else {
                    return (index, slices, false)
                }
                slices += Set(batch.tasks.compactMap(\.slice)).count
                if batch.isLast { return (index + 1, slices, true) }
            }
            return (batches, slices, false)
        }
    }

    private func publish(_ batch: SliceBatch, from room: Path) throws(WorkError) {
        let plan = try PlanCache.bytes(batch)
        let tasks = try tasks(batch)
        try spooling { () throws(SpoolError) in
            let draft = try spool.beginBatch(batch.index, of: claim)
            do throws(SpoolError) {
                for slice in batch.slices {
                    guard case .file(let name, _) = slice.origin else { continue }
                    let task = TaskName.video(slice.index)
                    try spool.move(FileName(name), from: room, into: draft, as: task)
                }
                let isOurs = try spool.publish(
                    draft,
                    tasks: tasks,
                    isLast: batch.ending != nil,
                    plan: plan
                )
                if !isOurs { spool.abandon(draft) }
            } catch {
                spool.abandon(draft)
                throw error
            }
        }
        bench.bell.ring()
    }

    /// A task for each slice, or for each slice and rendition.
    private func tasks(_ batch: SliceBatch) throws(WorkError) -> [TaskName] {
        let slices = batch.slices.map(\.index)
        guard let ladder = claim.order.ladder, try isSplit(ladder) else {
            return slices.map { .video($0) }
        }
        return slices.flatMap { slice in
            ladder.rungs.indices.map { TaskName.video(slice, rung: $0) }
        }
    }

    /// Whether renditions are tasks of their own: where the profile says so, or some node has too
    /// little memory for all of them at once. The first batch decides for all, whoever cut it:
    /// renditions whose first parts were made by different encoders must not come together in one
    /// task, which nobody could make then.
    private func isSplit(_ ladder: FilmLadder) throws(WorkError) -> Bool {
        guard ladder.rungs.count > 1 else { return false }
        return try spooling { () throws(SpoolError) in
            if let isDecided = try spool.makesRenditionsApart(of: claim.key) { return isDecided }
            return ladder.isApart(memoryPerSlot: try spool.memoryPerSlotLeast())
        }
    }

    /// Blocks while enough slices wait, or the volume is short of space.
    private func waitForRoom() throws(WorkError) {
        task.isWaiting = true
        defer { task.isWaiting = false }
        var moved = MonotonicTime.now
        while task.ending == nil {
            if try isRoom(), hasSpace() { return }
            // It goes on behind what is published, on whatever node comes to it.
            if try isPaused() { throw .noRoom(ReturnReason.paused) }
            if try isBeingEncoded() { moved = .now }
            if MonotonicTime.now - moved > SplitWork.patience {
                throw .noRoom("its slices wait, and nobody encodes them")
            }
            let count = bench.bell.count
            bench.bell.wait(after: count, upTo: .milliseconds(500))
        }
    }

    private func isRoom() throws(WorkError) -> Bool {
        try spooling { () throws(SpoolError) in
            let slots = try spool.slotsOfAll()
            let waiting = try spool.waitingSlices(of: claim.key)
            return waiting <= SplitWork.aheadPerSlot * max(1, slots)
        }
    }

    private func isPaused() throws(WorkError) -> Bool {
        try spooling { () throws(SpoolError) in
            if try spool.isPaused(claim.key) { return true }
            return try spool.isPaused()
        }
    }

    private func isBeingEncoded() throws(WorkError) -> Bool {
        try spooling { () throws(SpoolError) in try spool.isBeingEncoded(claim.key) }
    }

    /// Slices are for nothing where their parts have no room.
    private func hasSpace() -> Bool {
        guard let space = try? spool.volume.space() else { return true }
        let matter = WorkMatters.space(claim.key)
        let isEnough = space.availableBytes > SplitWork.bytesKept(of: space.totalBytes)
        if isEnough {
            bench.site.journal.end(matter, "\(claim.key): cutting goes on, there is space again")
        } else {
            let free = Amount.size(Int64(clamping: space.availableBytes))
            bench.site.journal.begin(
                matter,
                .warning,
                "\(claim.key): cutting waits for space, the spool has \(free) free; "
                    + "it goes on when parts are merged or somebody makes room"
            )
        }
        return isEnough
    }

    /// A twentieth, and of large volumes 2 GiB.
    static func bytesKept(of total: UInt64) -> UInt64 { min(total / 20, 2 << 30) }

    private static let aheadPerSlot = 4
    /// How long it waits for slices that nobody encodes.
    private static let patience = Duration.seconds(60)
}
