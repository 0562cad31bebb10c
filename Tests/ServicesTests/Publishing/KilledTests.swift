import Model
import Platform
import Spool
import TestKit
import Testing

@testable import Services

/// Whoever publishes is stopped behind each of its system calls in turn: what it left behind is
/// brought to its end by another node, and then by the first one again, as by one that slept.
@Suite("Killed at every step from the merge's commit to the closed job")
struct KilledTests {
    struct Way: Sendable, CustomTestStringConvertible {
        let name: String
        var action = PublicationRules.SourceAction.keep
        var conflict = PublicationRules.Conflict.fail
        /// Whether an earlier life of the same source was published.
        var isSecondLife = false
        /// What the file system cannot do.
        var lacks: [String] = []
        var testDescription: String { name }

        /// Below the input, when all is done.
        var inputAfter: [String] {
            switch action {
            case .keep: ["tv/film.avi"]
            case .delete: ["tv/"]
            case .move: ["done/tv/film.avi", "tv/"]
            case .marker: ["tv/film.avi", "tv/film.avi.done"]
            }
        }
    }

    static let ways = [
        Way(name: "keep"),
        Way(name: "delete", action: .delete),
        Way(name: "move", action: .move("done")),
        Way(name: "marker", action: .marker),
        Way(name: "in the place of an earlier result", isSecondLife: true),
        Way(name: "over a foreign file", action: .delete, conflict: .overwrite),
        Way(name: "without exclusive rename", action: .move("done"), lacks: ["renameat2"]),
    ]

    @Test("Nothing is lost, nothing is done twice", arguments: ways)
    func everyStep(way: Way) throws {
        var step = 0
        var hasMet = true
        while hasMet {
            hasMet = try run(way, dyingAfter: step)
            step += 1
        }
        // Fewer would mean that the deaths struck nothing.
        #expect(step > 100)
    }

    /// - Returns: Whether it died.
    private func run(_ way: Way, dyingAfter step: Int) throws -> Bool {
        let bed = try PublishingBed()
        let claim = try prepare(way, bed)
        let staged = try bed.stage(claim, "the new film")
        let first = bed.site
        let hasMet = Faults.with(way.faults + [.dies(after: step)]) {
            _ = try? first.spool.commit(claim, report: nil, staged: staged)
            try? bed.advance(claim.key, by: first)
            return (try? Directory.status(of: "/")) == nil
        }
        // A merge that was not committed is taken back by a coordinator; here it is done again.
        if try first.spool.records(of: claim.key.job).isEmpty {
            _ = try first.spool.commit(claim, report: nil, staged: staged)
        }
        try Faults.with(way.faults) {
            try bed.advance(claim.key, by: try bed.node("pi2"))
            try bed.advance(claim.key, by: first)
            // As one that was asleep before its first step.
            _ = try? FolderOutlet(first).publish(staged, of: claim.order)
            _ = try? FolderOutlet(first).finishSource(of: claim.order)
        }
        try check(way, bed, claim, "killed after \(step) calls")
        return hasMet
    }

    private func prepare(_ way: Way, _ bed: PublishingBed) throws -> Claim {
        var rules = PublicationRules()
        (rules.source, rules.onConflict) = (way.action, way.conflict)
        let target = bed.output.appending(PublishingBed.result)
        if way.isSecondLife {
            let order = try bed.order(rules: rules)
            try bed.finish(try bed.mergeClaim())
            for name in try bed.site.spool.records(of: order.key.job) {
                try bed.site.spool.removeRecord(name)
            }
        } else if way.conflict == .overwrite {
            try bed.write("somebody's", to: target)
        }
        _ = try bed.order(rules: rules)
        return try bed.mergeClaim()
    }

    private func check(
        _ way: Way,
        _ bed: PublishingBed,
        _ claim: Claim,
        _ comment: Comment
    ) throws {
        let result = try bed.text(of: bed.output.appending(PublishingBed.result))
        #expect(result == "the new film", comment)
        let output = try bed.tree(bed.output)
        #expect(output == [".reelmill/", "tv/film.mkv"], comment)
        let input = try bed.tree(bed.input)
        #expect(input == way.inputAfter, comment)
        let records = try bed.records(of: claim.order)
        #expect(records == ["\(claim.key).0.done.json"], comment)
        let jobs = try bed.tree(bed.folders.spool / "jobs")
        #expect(jobs == [], comment)
        #expect(bed.warnings == [], comment)
    }
}

extension KilledTests.Way {
    var faults: [Fault] { lacks.map { .fails($0, .invalidArgument, times: .max) } }
}
