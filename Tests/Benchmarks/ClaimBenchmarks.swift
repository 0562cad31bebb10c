import Model
import Platform
import Spool

/// What the spool costs: claims of many processes, file operations, and how long a dead node's task
/// waits.
struct ClaimBenchmarks {
    let place: Path

    func run() throws {
        print("the spool, in \(place.parent)")
        for processes in [1, 8, 64] { try claims(by: processes) }
        try operations()
        try takeBack()
    }

    // MARK: - Claims

    /// All processes begin at one moment, and the last claim ends the time.
    private func claims(by processes: Int) throws {
        let directory = place / FileName("claims-by-\(processes)")
        let bed = try SpoolBed(directory)
        try bed.fill(tasks: ClaimBenchmarks.tasks)
        let program = try Directory.symbolicLinkTarget(of: "/proc/self/exe")
        var children: [ChildProcess] = []
        for _ in 0..<processes {
            var request = SpawnRequest(program, [Array(ClaimChild.word.utf8), directory.bytes])
            request.environment = ProcessInput.environment
            request.errors = .inherited
            children.append(try ChildProcess.spawn(request))
        }
        while try Directory.entries(of: bed.ready).count < processes { bed.wait(.milliseconds(5)) }
        let began = MonotonicTime.now
        _ = try OpenFile.create(bed.go)
        for child in children {
            guard let status = try child.wait(upTo: .seconds(600)), status.isSuccess else {
                fatalError("a process that claims did not end well within ten minutes")
            }
        }
        let seconds = Double((MonotonicTime.now - began).milliseconds) / 1_000
        let claimed = try bed.running()
        guard claimed == ClaimBenchmarks.tasks else { fatalError("\(claimed) tasks are claimed") }
        let rate = Figures.decimal(Double(claimed) / max(seconds, 0.001), digits: 0)
        row("claims a second, \(processes) processes", rate)
    }

    static let tasks = 2_000

    // MARK: - Operations

    private func operations() throws {
        let bed = try SpoolBed(place / "operations")
        let tasks = 100
        try bed.fill(tasks: tasks)
        let volume = CountingVolume(bed.volume)
        let spool = bed.spool(on: volume)
        try spool.join(NodeStatus())
        volume.reset()
        for _ in 0..<tasks {
            guard let claim = try spool.claim(.encodes) else { fatalError("a task is missing") }
            _ = try spool.commit(claim, report: nil)
        }
        row("file operations per task, one node", perTask(volume.count, tasks))

        let idle = try SpoolBed(place / "idle")
        try idleOperations(idle, isLeader: true)
        try idleOperations(idle, isLeader: false)
    }

    /// Of a node with one worker that looks for work with every beat and finds none.
    private func idleOperations(_ bed: SpoolBed, isLeader: Bool) throws {
        let volume = CountingVolume(bed.volume)
        let spool = bed.spool(on: volume)
        var coordinator = Coordinator(spool, NoOutlet())
        // Not a node of its own: only the leader whom the other one follows.
        var leader = isLeader ? nil : Coordinator(bed.spool(on: bed.volume), NoOutlet())
        try spool.join(NodeStatus())
        _ = try leader?.look()
        _ = try coordinator.look()
        volume.reset()
        let beats = 20
        for beat in 1...beats {
            _ = try leader?.look()
            try spool.beat(NodeStatus(), UInt64(beat))
            guard try coordinator.look().isLeading == isLeader else { fatalError("wrong leader") }
            guard try spool.claim(.encodes) == nil else { fatalError("there is nothing to do") }
        }
        let perBeat = Double(volume.count) / Double(beats)
        let beatsPerMinute = 60_000 / Double(spool.settings.beat.milliseconds)
        row(
            "idle file operations a minute, \(isLeader ? "coordinator" : "other node")",
            Figures.decimal(perBeat * beatsPerMinute, digits: 0)
        )
        try coordinator.release()
        try spool.leave()
    }

    private func perTask(_ count: Int, _ tasks: Int) -> String {
        Figures.decimal(Double(count) / Double(tasks), digits: 1)
    }

    // MARK: - Take-back

    /// With the settings that nodes have: a process that is gone without a word, and one other.
    private func takeBack() throws {
        let bed = try SpoolBed(place / "take-back")
        try bed.fill(tasks: 1)
        let dead = bed.spool(on: bed.volume, hostName: "dead")
        let spool = bed.spool(on: bed.volume)
        var coordinator = Coordinator(spool, NoOutlet())
        try dead.join(NodeStatus())
        try spool.join(NodeStatus())
        _ = try coordinator.look()
        guard try dead.claim(.encodes) != nil else { fatalError("there is nothing to claim") }
        let died = MonotonicTime.now
        var beat: UInt64 = 0
        while try spool.claim(.encodes) == nil {
            guard MonotonicTime.now - died < .seconds(300) else { fatalError("never taken back") }
            beat += 1
            try spool.beat(NodeStatus(), beat)
            _ = try coordinator.look()
            bed.wait(spool.settings.beat)
        }
        let seconds = Double((MonotonicTime.now - died).milliseconds) / 1_000
        row(
            "a dead node's task runs again after, beats of \(spool.settings.beat)",
            "\(Figures.decimal(seconds, digits: 1)) s"
        )
    }

    private func row(_ name: String, _ value: String) {
        let space = String(repeating: " ", count: max(1, 64 - name.count - value.count))
        print(name + space + value)
    }
}

/// One of the processes that claim, in this program: `reelmill-bench claims-child DIRECTORY`.
enum ClaimChild {
    static let word = "claims-child"

    static func run(_ words: [String]) throws {
        guard words.count == 2 else { fatalError("claims-child takes a directory") }
        let bed = SpoolBed(found: Path(words[1]))
        let spool = bed.spool(on: bed.volume)
        try spool.join(NodeStatus())
        _ = try OpenFile.create(bed.ready / FileName(spool.holder.text))
        while (try? Directory.status(of: bed.go)) == nil { bed.wait(.milliseconds(1)) }
        while try spool.claim(.encodes) != nil {}
    }
}
