import Model
import Platform
import Spool

/// What a node does with a claim: as a worker would, but in no time and with a few bytes.
struct SimulatedTask {
    let node: SimulatedNode
    let claim: Claim
    var spool: Spool { node.spool }
    var world: World { node.world }

    init(_ node: SimulatedNode, _ claim: Claim) {
        self.node = node
        self.claim = claim
    }

    /// Why work ends before it is done.
    enum Stop: Error {
        /// The claim is somebody else's, or the node is no more.
        case lost
        case unwanted
        case storage(SpoolError)
        /// The child died by itself.
        case died
        /// It would fail again.
        case hopeless
        /// Other headers than those of the parts that there are.
        case foreign
    }

    private var job: SimulatedJob? { world.jobs.first { $0.id == claim.key.job } }

    func run() {
        guard let job else { return world.weather.fail("\(claim.key) is no job of anybody") }
        do throws(Stop) {
            switch claim.task {
            case .split: try split(job)
            case .audio, .video: try encode(job)
            case .merge:
                if job.ladder == nil { try merge(job) } else { try package(job) }
                if world.kind == .ladders { advance() }
            }
        } catch {
            settle(error)
        }
    }

    private func settle(_ stop: Stop) {
        switch stop {
        case .lost: try? node.volume.remove(claim.part)
        case .unwanted:
            finish { () throws(SpoolError) in
                try spool.handBack(claim, reason: "not wanted", blame: nil)
            }
        case .storage(let error):
            finish { () throws(SpoolError) in
                try spool.handBack(claim, reason: "\(error)", blame: nil)
            }
        case .died:
            finish { () throws(SpoolError) in
                try spool.handBack(claim, reason: "the child died", blame: .died)
            }
        case .foreign:
            node.isForeign(SimulatedPicture(job: claim.key, rung: claim.task.rung))
            finish { () throws(SpoolError) in
                try spool.handBack(claim, reason: "other headers", blame: nil)
            }
        case .hopeless:
            finish { () throws(SpoolError) in try spool.giveUp(claim, reason: "bad option") }
        }
    }

    /// A settlement is owed until the volume takes it; the work waits on purpose meanwhile.
    private func finish(_ body: () throws(SpoolError) -> Void) {
        var beats: UInt64 = 1_000
        while node.isUp {
            if (try? body()) != nil { return }
            guard node.idle() else { return }
            beats += 1
            if (try? spool.beat(claim, beats, nil)) == .lost { return }
        }
    }

    // MARK: - Kinds of work

    private func split(_ job: SimulatedJob) throws(Stop) {
        let first = try storage { () throws(SpoolError) in
            try spool.publishedBatches(of: claim.key)
        }
        for index in first..<max(first, job.batches.count) {
            try storage { () throws(SpoolError) in try publish(index, of: job) }
            try wait(1)
        }
        try commit(nil)
    }

    private func publish(_ index: Int, of job: SimulatedJob) throws(SpoolError) {
        let tasks = try tasks(of: index, job)
        let draft = try spool.beginBatch(index, of: claim)
        for task in job.tasks(of: index) {
            do throws(SystemError) {
                try node.volume.create(draft.slice(task), job.slice(task))
            } catch {
                spool.abandon(draft)
                throw .storage(error)
            }
        }
        _ = try spool.publish(
            draft,
            tasks: tasks,
            isLast: index == job.batches.count - 1,
            plan: []
        )
    }

    /// As a splitter would have it that knows of other nodes every time, unless it is decided.
    private func tasks(of index: Int, _ job: SimulatedJob) throws(SpoolError) -> [TaskName] {
        guard job.ladder != nil else { return job.tasks(of: index) }
        var isApart = world.generator.happens(percent: 50)
        if world.bug != .eachBatchDecides,
            let isDecided = try spool.makesRenditionsApart(of: claim.key)
        {
            isApart = isDecided
        }
        return job.tasks(of: index, isApart: isApart)
    }

    private func encode(_ job: SimulatedJob) throws(Stop) {
        if let slice = claim.slice {
            let bytes = try volume { () throws(SystemError) in
                try node.volume.read(slice, limit: 1 << 20)
            }
            if bytes != job.slice(claim.task.whole) { world.weather.fail("\(slice) is not whole") }
        }
        try wait(world.pace?(node.machine.client) ?? world.generator.number(in: 0...3))
        if let index = claim.task.slice, index == job.hopeless { throw .hopeless }
        if world.generator.happens(percent: job.frailty) { throw .died }
        guard world.kind == .ladders else {
            try volume { () throws(SystemError) in
                try node.volume.create(claim.part, job.part(claim.task))
            }
            return try commit(nil)
        }
        try make(job)
        if claim.task.slice != nil { try pin(job) }
        try commit(nil)
    }

    private func merge(_ job: SimulatedJob) throws(Stop) {
        let parts = try storage { () throws(SpoolError) in try spool.parts(for: claim) }
        guard let parts else { throw .storage(.unreadable(claim.part, "a part is missing")) }
        var joined: [UInt8] = []
        for part in parts.slices + (parts.sound.map { [$0] } ?? []) {
            joined += try volume { () throws(SystemError) in
                try node.volume.read(part.path, limit: 1 << 20)
            }
        }
        if joined != job.joined {
            world.weather.fail("\(claim.key) is not joined of all its parts")
        }
        try wait(world.generator.number(in: 0...2))
        let path = SimulatedOutlet.staged(claim)
        try volume { () throws(SystemError) in try node.volume.create(path, joined) }
        let staged = StagedResult(
            path: path,
            target: SimulatedOutlet.folder / (job.result.name ?? "none"),
            bytes: UInt64(joined.count),
            hash: "0"
        )
        if world.bug == .earlyPublication {
            try volume { () throws(SystemError) in
                try node.volume.link(staged.path, to: staged.target)
            }
        }
        try commit(staged)
    }

    /// What the others would do a few seconds later.
    private func advance() {
        for _ in 0..<8 {
            guard node.isUp, let step = try? spool.advance(claim.key, node.outlet), step != .goOn
            else { return }
        }
    }

    func commit(_ staged: StagedResult?) throws(Stop) {
        finish { () throws(SpoolError) in
            let end = try spool.commit(claim, report: nil, staged: staged)
            if case .decidedBefore(let outcome) = end, outcome != .done, let staged {
                try? node.volume.remove(staged.path)
            }
        }
    }

    /// So many beats of work.
    func wait(_ beats: Int) throws(Stop) {
        for beat in 0..<beats {
            guard node.idle() else { throw .lost }
            switch try? spool.beat(claim, UInt64(beat + 1), nil) {
            case .held, nil: break
            case .lost: throw .lost
            case .unwanted: throw .unwanted
            }
        }
    }

    // MARK: - Trouble

    /// What fails with trouble of the storage is tried again for a few beats.
    func storage<Value>(
        _ body: () throws(SpoolError) -> Value
    ) throws(Stop) -> Value {
        var tries = 0
        while true {
            do throws(SpoolError) { return try body() } catch {
                tries += 1
                if tries == 4 || !node.isUp { throw .storage(error) }
            }
            try wait(1)
        }
    }

    func volume<Value>(
        _ body: () throws(SystemError) -> Value
    ) throws(Stop) -> Value {
        do throws(SystemError) { return try body() } catch { throw .storage(.storage(error)) }
    }
}
