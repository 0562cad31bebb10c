import Model
import Platform
import Spool
import TestKit
import Testing

@testable import Services

/// The same as for a file, of a result that is a directory.
@Suite("Killed at every step from the merge's commit of a ladder to the closed job")
struct LadderKilledTests {
    struct Way: Sendable, CustomTestStringConvertible {
        let name: String
        var action = PublicationRules.SourceAction.keep
        var isSecondLife = false
        var faults: [Fault] = []
        var testDescription: String { name }
    }

    static let ways = [
        Way(name: "keep"),
        Way(name: "delete", action: .delete),
        Way(name: "in the place of an earlier result", action: .delete, isSecondLife: true),
        Way(
            name: "in its place without exchange",
            action: .delete,
            isSecondLife: true,
            faults: [.fails("renameat2", .invalidArgument, times: .max)]
        ),
        Way(
            name: "below another mount",
            action: .delete,
            faults: [.fails("renameat2", .crossDevice)]
        ),
        Way(
            name: "in its place below another mount",
            action: .delete,
            isSecondLife: true,
            faults: [.fails("renameat2", .crossDevice)]
        ),
    ]

    @Test("Nothing is lost, nothing is done twice", arguments: ways)
    func everyStep(way: Way) throws {
        var step = 0
        var hasMet = true
        while hasMet {
            hasMet = try run(way, dyingAfter: step)
            step += 1
        }
        #expect(step > 60)
    }

    /// - Returns: Whether it died.
    private func run(_ way: Way, dyingAfter step: Int) throws -> Bool {
        let bed = try PublishingBed()
        var rules = PublicationRules()
        rules.source = way.action
        if way.isSecondLife {
            _ = try bed.nextLadder(rules)
        } else {
            _ = try bed.order(try bed.ladderOffer(rules: rules))
        }
        let claim = try bed.mergeClaim()
        let staged = try bed.stage(claim, LadderOutletTests.smaller)
        let first = bed.site
        let hasMet = Faults.with(way.faults + [.dies(after: step)]) {
            _ = try? first.spool.commit(claim, report: nil, staged: staged)
            try? bed.advance(claim.key, by: first)
            return (try? Directory.status(of: "/")) == nil
        }
        if try first.spool.records(of: claim.key.job).isEmpty {
            _ = try first.spool.commit(claim, report: nil, staged: staged)
        }
        try Faults.with(way.faults) {
            try bed.advance(claim.key, by: try bed.node("pi2"))
            try bed.advance(claim.key, by: first)
            _ = try? FolderOutlet(first).publish(staged, of: claim.order)
            _ = try? FolderOutlet(first).finishSource(of: claim.order)
        }
        try check(way, bed, claim, "killed after \(step) calls")
        return hasMet
    }

    private func check(
        _ way: Way,
        _ bed: PublishingBed,
        _ claim: Claim,
        _ comment: Comment
    ) throws {
        let result = try bed.texts(below: bed.output.appending(PublishingBed.directory))
        #expect(result == LadderOutletTests.smaller, comment)
        let output = try bed.tree(bed.output).filter { !$0.hasPrefix("tv/film.hls/") }
        #expect(output == [".reelmill/"], comment)
        let input = try bed.tree(bed.input)
        #expect(input == (way.action == .keep ? ["tv/film.avi"] : ["tv/"]), comment)
        let records = try bed.records(of: claim.order)
        #expect(records == ["\(claim.key).0.done.json"], comment)
        #expect(try bed.tree(bed.folders.spool / "jobs") == [], comment)
        #expect(bed.warnings == [], comment)
    }
}
