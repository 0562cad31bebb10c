import Model
import Platform
import Spool
import TestKit
import Testing

@testable import Services

@Suite("Staging a result")
struct StagingTests {
    let bed: PublishingBed
    var staging: Staging { Staging(bed.site) }

    init() throws { bed = try PublishingBed() }

    private func attempt(_ generation: Int) -> Attempt {
        Attempt(task: .merge, generation: generation, holder: bed.site.spool.holder)
    }

    private func saving(_ percent: Int) -> PublicationRules {
        var rules = PublicationRules()
        rules.percentSavedMin = percent
        return rules
    }

    @Test("It lies in the output under the attempt's name, and has the source's time")
    func staged() throws {
        let order = try bed.order()
        let staged = try bed.staged(order)
        #expect(staged.path == Path(".reelmill/\(order.key)/\(attempt(0)).mkv"))
        #expect(staged.target == PublishingBed.result)
        #expect(staged.bytes == 8)
        #expect(staged.isSource == nil)
        let status = try Directory.status(of: bed.output.appending(staged.path))
        #expect(status.modified.seconds == order.source.modifiedSeconds)
        #expect(status.modified.nanoseconds == order.source.modifiedNanoseconds)
    }

    @Test("Where times are not kept it has those of its making")
    func ownTimes() throws {
        var offer = try bed.offer()
        offer.source.modifiedSeconds = 1_000
        offer.publication.keepsTimes = false
        let staged = try bed.staged(try bed.order(offer))
        let status = try Directory.status(of: bed.output.appending(staged.path))
        #expect(status.modified.seconds > 1_000_000)
    }

    @Test("A file system without such times is no trouble, a full one is")
    func times() throws {
        let order = try bed.order()
        try Faults.with(.fails("futimens", .operationNotPermitted)) { _ = try bed.staged(order) }
        #expect(throws: StagingError.self) {
            try Faults.with(.fails("fsync", .noSpace, after: 6)) { _ = try bed.staged(order) }
        }
    }

    @Test("A later attempt removes what earlier ones left, and none of a later one")
    func attempts() throws {
        let order = try bed.order()
        let names = try [2, 0, 1].map { generation in
            try bed.write("\(generation)", to: try staging.begin(order, attempt(generation))).name
        }
        #expect(names.compactMap { $0 }.count == 3)
        #expect(
            try bed.tree(bed.output) == [
                ".reelmill/\(order.key)/\(attempt(1)).mkv",
                ".reelmill/\(order.key)/\(attempt(2)).mkv",
            ]
        )
        try staging.discard(order, attempt(2))
        try staging.discard(order, attempt(1))
        #expect(try bed.tree(bed.output) == [".reelmill/"])
    }

    @Test("A result that saves too little is the source itself, under its own ending")
    func tooLittle() throws {
        let order = try bed.order(rules: saving(10))
        // 40 bytes, of which 10 percent are 4.
        let staged = try bed.staged(order, String(repeating: "x", count: 37))
        #expect(staged.isSource == true)
        #expect(staged.target == "tv/film.avi")
        let copy = try bed.text(of: bed.output.appending(staged.path))
        #expect(copy == PublishingBed.content)
        #expect(try FolderOutlet(bed.site).publish(staged, of: order) == .published)
        #expect(try bed.text(of: bed.output.appending("tv/film.avi")) == PublishingBed.content)
        #expect(try bed.tree(bed.output / "tv") == ["film.avi"])
    }

    @Test("One that saves enough is published", arguments: [36, 1])
    func enough(bytes: Int) throws {
        let order = try bed.order(rules: saving(10))
        let staged = try bed.staged(order, String(repeating: "x", count: bytes))
        #expect(staged.isSource == nil)
        #expect(staged.target == PublishingBed.result)
    }

    @Test("A source that is another one by then is not published")
    func changedSource() throws {
        let order = try bed.order(rules: saving(10))
        try bed.write(String(PublishingBed.content.reversed()), to: bed.site.source(of: order))
        #expect(throws: StagingError.self) {
            _ = try bed.staged(order, String(repeating: "x", count: 40))
        }
    }

    @Test("A source whose own name is another's result is not published under it")
    func ownedName() throws {
        _ = try bed.order(try bed.offer("tv/other.mkv", "other", result: "tv/film.avi"))
        let order = try bed.order(rules: saving(10))
        do throws(StagingError) {
            let path = try staged40(order)
            Issue.record("it is staged at \(path)")
        } catch {
            guard case .refused(let reason) = error else { throw error }
            #expect(reason.contains("belongs to the result of tv/other.mkv"))
        }
    }

    private func staged40(_ order: JobOrder) throws(StagingError) -> Path {
        do {
            return try bed.staged(order, String(repeating: "x", count: 40)).path
        } catch let error as StagingError {
            throw error
        } catch {
            throw .stopped
        }
    }

    @Test("What is staged for jobs that are not open goes at the second look")
    func sweep() throws {
        let open = try bed.order()
        _ = try bed.staged(open)
        let gone = bed.output.appending(".reelmill/gone_0123456789abcdef.0")
        try bed.write("left over", to: gone / "merge.0.pi4.1z141z4abcdef.mkv")
        try bed.write("a person's", to: bed.output.appending(".reelmill/README"))
        var sweep = StagingSweep(bed.site)
        try sweep.look()
        #expect(try Directory.entries(of: gone).count == 1)
        try sweep.look()
        let names = try bed.tree(bed.output / ".reelmill")
        #expect(names == ["README", "\(open.key)/\(attempt(0)).mkv"])
    }

    @Test("A spool that is away is no spool without jobs")
    func spoolAway() throws {
        let order = try bed.order()
        let staged = try bed.staged(order)
        var sweep = StagingSweep(bed.site)
        try Directory.rename(bed.folders.spool, to: bed.folders.spool.parent / "away")
        for _ in 0..<3 { #expect(throws: SystemError.self) { try sweep.look() } }
        #expect(try bed.text(of: bed.output.appending(staged.path)) == PublishingBed.encoded)
    }
}
