import Model
import Platform
import Spool
import Testing

@testable import Services

@Suite("What becomes of what runs when it is not the time for it")
struct OpeningTimesTests {
    private let now = LocalTime(WallTime(seconds: 1_795_262_400))

    /// That are open now, or are not, whatever the zone makes of the time.
    private func hours(open: Bool) -> [WeeklyHours] {
        let hour = now.minuteOfDay / 60
        let begin = (open ? hour : (hour + 2) % 24) * 60
        let end = (begin + 60) % WeeklyHours.minutesOfDay
        return [WeeklyHours(days: Set(WeeklyHours.Day.allCases), begin: begin, end: end)]
    }

    private func closing(
        _ task: TaskName = .video(1),
        node: Bool = true,
        profile: Bool = true,
        profileSays: AtClose? = nil,
        isPaused: Bool = false
    ) -> AtClose? {
        let times = OpeningTimes(hours: hours(open: node), atClose: .freeze)
        var work = WorkRules()
        (work.hours, work.atClose) = (hours(open: profile), profileSays)
        return times.closing(task, work, isPaused: isPaused, at: now)
    }

    @Test("Nothing, while it is the time for all of them")
    func open() {
        #expect(closing() == nil)
        #expect(OpeningTimes().closing(.audio, WorkRules(), isPaused: false, at: now) == nil)
    }

    @Test("What the node is set to, whichever of them is over")
    func closed() {
        #expect(closing(node: false) == .freeze)
        #expect(closing(profile: false) == .freeze)
        #expect(closing(isPaused: true) == .freeze)
        #expect(closing(.split, isPaused: true) == .freeze)
    }

    @Test("What the profile says, before what the node is set to")
    func profile() {
        #expect(closing(node: false, profileSays: .handBack) == .handBack)
        #expect(closing(profileSays: .finish, isPaused: true) == .finish)
        #expect(closing(profileSays: .handBack) == nil)
    }

    @Test("A merge comes to its end, since all before it is done")
    func merge() {
        #expect(closing(.merge, node: false, isPaused: true) == nil)
    }

    @Test("What stood still goes on when there is a slot for it")
    func slots() throws {
        let bed = try PublishingBed()
        let tasks = ActiveTasks()
        let (first, second) = try claims(bed)
        tasks.add(ActiveTask(first))
        tasks.add(ActiveTask(second))
        func heed(isOpen: Bool) -> [TaskName] {
            let times = OpeningTimes(hours: hours(open: isOpen), atClose: .freeze)
            return tasks.heed(times, slots: 1, at: now).map(\.claim.task)
        }
        #expect(heed(isOpen: false) == [first.task, second.task])
        #expect(tasks.busySlots == 0)
        #expect(heed(isOpen: true) == [first.task])
        #expect(heed(isOpen: true) == [])
        #expect(tasks.busySlots == 1)
        tasks.remove(tasks.all[0])
        #expect(heed(isOpen: true) == [second.task])
        #expect(heed(isOpen: false) == [second.task])
    }

    /// Two slices that are held.
    private func claims(_ bed: PublishingBed) throws -> (Claim, Claim) {
        var wish = ClaimWish(takesSplits: true, takesMerges: false, takesEncodes: true)
        let spool = bed.site.spool
        _ = try bed.order()
        let split = try #require(try spool.claim(wish))
        let draft = try spool.beginBatch(0, of: split)
        let slices: [TaskName] = [.video(0), .video(1)]
        for slice in slices {
            _ = try bed.write("slice", to: bed.site.path(inSpool: draft.slice(slice)))
        }
        _ = try spool.publish(draft, tasks: slices, isLast: true, plan: [7, 7])
        wish.accepts = { _, task in task != .audio }
        return (try #require(try spool.claim(wish)), try #require(try spool.claim(wish)))
    }

    @Test("A task that stands still shows that, and no speed")
    func progress() {
        var progress = TaskProgress(
            stage: .encoding,
            frames: 100,
            framesTotal: 200,
            outputMilliseconds: 4_000,
            bytes: 0,
            elapsedMilliseconds: 1_000
        )
        #expect(progress.speed == 4)
        progress.stage = .frozen
        #expect(progress.speed == 0)
        #expect(progress.framesPerSecond == 0)
        #expect(progress.share == 0.5)
    }
}
