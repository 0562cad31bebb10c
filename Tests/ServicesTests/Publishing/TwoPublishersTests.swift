import Model
import Platform
import Spool
import Synchronization
import TestKit
import Testing

@testable import Services

/// One stops in the middle, the other one comes and publishes the same ladder, then the first one
/// goes on: at each of its system calls that can change something.
@Suite("Two publishers of one ladder at the same time")
struct TwoPublishersTests {
    struct Way: Sendable, CustomTestStringConvertible {
        let name: String
        var isSecondLife = true
        var faults: [Fault] = []
        var testDescription: String { name }
    }

    static let ways = [
        Way(name: "for the first time", isSecondLife: false),
        Way(name: "in the place of an earlier result"),
        Way(
            name: "in its place without exchange",
            faults: [.fails("renameat2", .invalidArgument, times: .max)]
        ),
        Way(name: "in its place below another mount", faults: [.fails("renameat2", .crossDevice)]),
    ]

    @Test("Whoever comes in between, the new result is there and all is cleared", arguments: ways)
    func everyStep(way: Way) throws {
        var step = 0
        var hasMet = true
        while hasMet {
            hasMet = try run(way, stoppingAfter: step)
            step += 1
        }
        #expect(step > 50)
    }

    @Test(
        "Nobody refuses his result since another one publishes it while he looks",
        arguments: [true, false]
    )
    func published(isLadder: Bool) throws {
        var step = 0
        var hasMet = true
        while hasMet {
            let bed = try PublishingBed()
            let order = try isLadder ? bed.nextLadder() : secondLife(bed)
            let staged =
                try isLadder
                ? bed.staged(order, LadderOutletTests.smaller) : bed.staged(order, "the new film")
            let other = FolderOutlet(try bed.node("pi2"))
            let answers = Mutex<[Publication?]>([])
            let publication = try Faults.with(
                .pauses(after: step) {
                    let thread = try? NamedThread("second") {
                        try? other.publish(staged, of: order)
                    }
                    guard let thread else { return }
                    let answer = thread.join()
                    answers.withLock { $0.append(answer) }
                }
            ) { try FolderOutlet(bed.site).publish(staged, of: order) }
            #expect(publication == .published, "stopped after \(step) calls")
            let others = answers.withLock { $0 }
            #expect(others == [] || others == [.published], "stopped after \(step) calls")
            hasMet = !others.isEmpty
            step += 1
        }
        #expect(step > 5)
    }

    /// The same film once more; its first result is there.
    private func secondLife(_ bed: PublishingBed) throws -> JobOrder {
        let first = try bed.order()
        try bed.finish(try bed.mergeClaim())
        for name in try bed.site.spool.records(of: first.key.job) {
            try bed.site.spool.removeRecord(name)
        }
        return try bed.order()
    }

    /// - Returns: Whether the first one was stopped before it had ended.
    private func run(_ way: Way, stoppingAfter step: Int) throws -> Bool {
        let bed = try PublishingBed()
        if way.isSecondLife {
            _ = try bed.nextLadder()
        } else {
            _ = try bed.order(try bed.ladderOffer())
        }
        let claim = try bed.mergeClaim()
        let staged = try bed.stage(claim, LadderOutletTests.smaller)
        let place = bed.output.appending(PublishingBed.directory)
        let pair = Pair(
            key: claim.key,
            second: try bed.node("pi2"),
            way: way,
            target: place,
            whole: [try contents(place), try contents(bed.output.appending(staged.path))]
        )
        _ = try bed.site.spool.commit(claim, report: nil, staged: staged)
        let faults = [Fault.pauses(after: step) { pair.comeIn() }]
        let first = bed.site
        Faults.with(way.faults + faults) { Pair.advance(claim.key, by: first) }
        try end(pair, claim, bed)
        let comment: Comment = "stopped after \(step) calls"
        try check(way, bed, claim, staged, comment)
        let gaps = pair.gaps
        #expect(gaps == 0, comment)
        let told = try published(bed, claim.key)
        #expect(told == 1, comment)
        return pair.hasMet
    }

    /// Whoever was killed leaves the rest to others, at last to the sweep.
    private func end(_ pair: Pair, _ claim: Claim, _ bed: PublishingBed) throws {
        let third = try bed.node("pi3")
        try Faults.with(pair.way.faults) {
            try bed.advance(claim.key, by: third)
            var sweep = StagingSweep(third)
            for _ in 0..<2 { try sweep.look() }
        }
    }

    private func contents(_ place: Path) throws -> ResultTree.Content? {
        try? ResultTree(place).content()
    }

    private func check(
        _ way: Way,
        _ bed: PublishingBed,
        _ claim: Claim,
        _ staged: StagedResult,
        _ comment: Comment
    ) throws {
        let result = try bed.texts(below: bed.output.appending(PublishingBed.directory))
        #expect(result == LadderOutletTests.smaller, comment)
        let output = try bed.tree(bed.output).filter { !$0.hasPrefix("tv/film.hls/") }
        #expect(output == [".reelmill/"], comment)
        #expect(try bed.records(of: claim.order) == ["\(claim.key).0.done.json"], comment)
        #expect(try bed.tree(bed.folders.spool / "jobs") == [], comment)
        #expect(bed.warnings == [], comment)
    }

    /// How often it was told.
    private func published(_ bed: PublishingBed, _ key: JobKey) throws -> Int {
        var count = 0
        let folder = bed.folders.spool / "events"
        for name in try bed.tree(folder) {
            let text = try bed.text(of: folder / FileName(name)) ?? ""
            count +=
                text.split(separator: "\n").filter {
                    $0.contains("\"job.published\"") && $0.contains("\"\(key)\"")
                }.count
        }
        return count
    }
}

/// The second publisher, on a thread of its own.
private final class Pair: Sendable {
    let key: JobKey
    let second: Site
    let way: TwoPublishersTests.Way
    /// Where the result goes, and what may be there where names can be exchanged.
    let target: Path
    let whole: [ResultTree.Content?]
    private let content = Mutex(Content())

    private struct Content {
        var hasMet = false
        var gaps = 0
    }

    init(
        key: JobKey,
        second: Site,
        way: TwoPublishersTests.Way,
        target: Path,
        whole: [ResultTree.Content?]
    ) {
        (self.key, self.second, self.way) = (key, second, way)
        (self.target, self.whole) = (target, whole)
    }

    /// Whether the first one has stopped.
    var hasMet: Bool { content.withLock { $0.hasMet } }
    /// How often there was neither the earlier result nor the new one.
    var gaps: Int { content.withLock { $0.gaps } }

    /// The first one waits until the second one has ended.
    func comeIn() {
        content.withLock { $0.hasMet = true }
        let thread = try? NamedThread("second") { [self] in
            look()
            Faults.with(way.faults) { Pair.advance(key, by: second) }
            look()
        }
        guard let thread else { return }
        thread.join()
    }

    static func advance(_ key: JobKey, by site: Site) {
        let outlet = FolderOutlet(site)
        for _ in 0..<20 {
            guard let step = try? site.spool.advance(key, outlet), step != .goOn else { return }
        }
    }

    /// Where names can be exchanged one of the two is there, whole, whenever one looks.
    private func look() {
        guard way.isSecondLife, way.faults.isEmpty else { return }
        if !whole.contains(try? ResultTree(target).content()) { content.withLock { $0.gaps += 1 } }
    }
}
