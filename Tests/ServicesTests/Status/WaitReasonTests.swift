import Model
import Platform
import Spool
import Testing

@testable import Services

@Suite("Why a job waits")
struct WaitReasonTests {
    /// A Saturday, at noon by UTC; what the zone makes of it is asked, not assumed.
    private static let noon = LocalTime(WallTime(seconds: 1_795_262_400))

    private func job(_ number: UInt64, rank: Int = 5_000) -> ViewedJob {
        let key = JobKey(JobID(sourceName: "film", hash: number), life: 0)
        var recipe = EncodeRecipe(container: "matroska")
        recipe.video.encoder = "libx265"
        let order = JobOrder(
            key: key,
            source: JobOrder.SourceFile(
                path: "film.mkv",
                bytes: 1,
                modifiedSeconds: 0,
                modifiedNanoseconds: 0,
                sample: ""
            ),
            result: "film.mkv",
            priority: 0,
            arrival: 0,
            recipe: recipe,
            profile: nil,
            hasAudio: false
        )
        var job = ViewedJob(key: key, order: order)
        job.rank = rank
        (job.split, job.merge) = (.waiting(generation: 0), .waiting(generation: 0))
        return job
    }

    private func node(
        _ name: String,
        arch: String = "amd64",
        encoders: [String]? = ["libx265"],
        busy: Int = 0
    ) -> ViewedNode {
        let holder = Holder(hostName: name, bits: 1)
        var record = NodeRecord(
            holder: holder,
            beat: 1,
            hostName: name,
            version: "1",
            architecture: arch,
            time: .now
        )
        (record.roles, record.encoders) = (["worker"], encoders)
        (record.slots, record.busySlots) = (2, busy)
        return ViewedNode(
            holder: holder,
            record: record,
            secondsSilent: 1,
            isSilent: false,
            isDrained: false
        )
    }

    private func view(_ jobs: [ViewedJob], _ nodes: [ViewedNode]) -> ClusterView {
        var view = ClusterView()
        (view.jobs, view.nodes) = (jobs, nodes)
        return view
    }

    private func text(_ job: ViewedJob, _ nodes: [ViewedNode]) -> String? {
        WaitReasons(view([job], nodes), at: WaitReasonTests.noon).reason(job)?.text
    }

    @Test("Without a node, or with none that takes work, that is why")
    func nodes() {
        #expect(text(job(1), []) == "no node runs")
        var silent = node("a")
        silent.isSilent = true
        #expect(text(job(1), [silent]) == "no node runs")
        var drained = node("a")
        drained.isDrained = true
        #expect(
            text(job(1), [drained])
                == "the only node takes no work: it is drained, or does not encode"
        )
        #expect(text(job(1), [drained, node("b")]) == "a node is about to take it")
    }

    @Test("A pause of the whole cluster is why, before all else")
    func pausedAll() {
        var paused = view([job(1)], [])
        paused.pause = PauseStatus(by: "nuc-1", since: "2026-11-20T22:14:05Z", reason: "dear power")
        let reasons = WaitReasons(paused, at: WaitReasonTests.noon)
        #expect(
            reasons.reason(job(1))?.text
                == "the cluster is paused since 2026-11-20 22:14:05 by nuc-1: dear power; it goes "
                + "on by  reelmill resume"
        )
    }

    @Test("An encoder that no live node has is named; of a silent one it does not help")
    func encoder() {
        let without = node("a", encoders: ["libx264"])
        #expect(text(job(1), [without]) == "no live node has libx265")
        #expect(text(job(1), [without, node("b")]) == "a node is about to take it")
        // Who does not tell may have it.
        #expect(text(job(1), [node("c", encoders: nil)]) == "a node is about to take it")
    }

    @Test("What the profile says of nodes is told for each")
    func rule() {
        var job = job(1)
        job.order.work.nodes.terms = [.init(.arch, "arm64")]
        let nodes = [node("a"), node("b")]
        #expect(
            text(job, nodes)
                == "no live node may: a: the profile says arch:arm64, and it is amd64; "
                + "b: the profile says arch:arm64, and it is amd64"
        )
        #expect(text(job, [node("a"), node("c", arch: "arm64")]) == "a node is about to take it")
    }

    @Test("Outside its hours it is said when it goes on")
    func hours() {
        var job = job(1)
        let time = WaitReasonTests.noon
        let begin = (time.minuteOfDay + 130) % 1_440
        let all = Set(WeeklyHours.Day.allCases)
        job.order.work.hours = [WeeklyHours(days: all, begin: begin, end: (begin + 60) % 1_440)]
        let hours = job.order.work.hours[0].text
        #expect(text(job, [node("a")]) == "outside \(hours); it goes on in 2 h 10 min")
        job.order.work.hours = [WeeklyHours(days: all, begin: 0, end: 0)]
        #expect(text(job, [node("a")]) == "a node is about to take it")
        let weekend = WeeklyHours(days: [.sat, .sun], begin: 0, end: 360)
        #expect(weekend.text == "sat,sun 00:00-06:00")
    }

    @Test("In the queue the jobs before it are counted, those of higher priority if there are any")
    func queue() {
        let busy = [node("a", busy: 2)]
        let jobs = [job(1, rank: 4_995), job(2), job(3)]
        func text(_ index: Int, _ nodes: [ViewedNode]) -> String? {
            WaitReasons(view(jobs, nodes), at: WaitReasonTests.noon).reason(jobs[index])?.text
        }
        #expect(text(0, busy) == "all slots are busy")
        #expect(text(1, busy) == "behind 1 job of higher priority")
        #expect(text(2, busy) == "behind 1 job of higher priority")
        let equal = [job(1), job(2), job(3)]
        let reasons = WaitReasons(view(equal, busy), at: WaitReasonTests.noon)
        #expect(reasons.reason(equal[2])?.text == "behind 2 jobs")
    }

    @Test("What is not its turn at all does not count as before it")
    func passedOver() {
        var paused = job(1)
        paused.isPaused = true
        var failed = job(2)
        failed.merge = .failed(
            Attempt(task: .merge, generation: 0, holder: Holder(hostName: "a", bits: 1))
        )
        let last = job(3)
        let view = view([paused, failed, last], [node("a")])
        let reasons = WaitReasons(view, at: WaitReasonTests.noon)
        #expect(reasons.reason(last) == .about)
        #expect(reasons.reason(paused) == .isPaused)
        #expect(reasons.reason(failed) == nil)
        var cancelled = job(4)
        cancelled.isCancelled = true
        #expect(reasons.reason(cancelled) == .isCancelled)
    }

    @Test("A token that is gone comes before every other reason but a person's wish")
    func token() {
        var job = job(1)
        job.unseen = [.merge]
        #expect(text(job, []) == "the token of merge was not seen; see reelmill doctor")
    }

    /// A job of which a try of this task came back.
    private func returned(_ task: TaskName, _ reason: String, _ blame: Blame? = nil) -> ViewedJob {
        let holder = Holder(hostName: "a", bits: 1)
        let attempt = Attempt(task: task, generation: 0, holder: holder)
        var log = AttemptLog(attempt: attempt, outcome: .returned, writer: holder, time: .now)
        (log.reason, log.blame) = (reason, blame)
        var job = job(1)
        job.returned = log
        return job
    }

    @Test("What came back says why it is tried again; without a free slot a slice waits for that")
    func triedAgain() {
        let reason = "cannot examine /media/output: No such file or directory (ENOENT)"
        for task in [TaskName.split, .merge, .audio, .video(3)] {
            #expect(text(returned(task, reason), [node("a")]) == "tried again: \(reason)")
        }
        #expect(text(returned(.merge, reason), [node("a", busy: 2)]) == "tried again: \(reason)")
        #expect(text(returned(.video(3), reason), [node("a", busy: 2)]) == "all slots are busy")
        #expect(text(returned(.merge, reason), []) == "no node runs")
    }

    @Test("A node that stopped is not why its work waits now")
    func stopped() {
        for reason in ["a stops", "nobody wants it any more", "the job is paused"] {
            #expect(text(returned(.split, reason), [node("a")]) == "a node is about to take it")
        }
        #expect(text(returned(.split, "b stops"), [node("a")]) == "tried again: b stops")
    }

    /// A job that is being cut, of which so many slices wait.
    private func splitting(waiting: Int) -> ViewedJob {
        var job = job(1)
        let holder = Holder(hostName: "a", bits: 1)
        let split = Attempt(task: .split, generation: 0, holder: holder)
        job.split = .running(split)
        job.running = [ViewedAttempt(attempt: split, progress: nil)]
        var batch = ViewedBatch(index: 0, isLast: false)
        batch.counts.waiting = waiting
        job.batches = [batch]
        return job
    }

    @Test("While a film is cut its slices have a reason to wait, if it is not that they are new")
    func splitting() {
        let without = node("a", encoders: ["libx264"])
        #expect(text(splitting(waiting: 3), [without]) == "no live node has libx265")
        #expect(text(splitting(waiting: 3), [node("a", busy: 2)]) == "all slots are busy")
        #expect(text(splitting(waiting: 3), [node("a")]) == nil)
        #expect(text(splitting(waiting: 0), [without]) == nil)
        var paused = splitting(waiting: 3)
        paused.isPaused = true
        #expect(text(paused, [node("a")]) == "it is paused")
    }
}
