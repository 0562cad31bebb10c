import ClusterKit
import Model
import Platform
import Spool
import TestKit

/// Has nodes encode while they are killed and frozen, and compares with nodes that are not.
///
///     reelmill-storm [--films N] [--seconds N] [--kills N] [--freezes N] [--wipes N]
///                    [--ladder 1]
///
/// With `--ladder 1` each film is made in two sizes, for streaming.
/// It ends with 1 when a result is wrong, missing, or there twice, or something is left behind, and
/// keeps the place then.
@main
enum StormProgram {
    static func main() throws {
        var plan = StormPlan()
        var films = 30
        var seconds = 44
        var isLadder = false
        var words = ProcessInput.arguments.map { String(decoding: $0, as: UTF8.self) }[...]
        while let word = words.popFirst() {
            guard let number = words.popFirst().flatMap({ Int($0) }) else { continue }
            switch word {
            case "--films": films = number
            case "--seconds": seconds = number
            case "--kills": plan.kills = number
            case "--freezes": plan.freezes = number
            case "--wipes": plan.wipes = number
            case "--ladder": isLadder = number > 0
            default: throw StormUsage(word: word)
            }
        }
        let place = Path("/tmp") / FileName("reelmill-storm-\(UniqueName.random())")
        try Directory.create(place)
        plan.films = try StormFilms.all(films, in: place, seconds: seconds)
        let program = try Directory.symbolicLinkTarget(of: "/proc/self/exe").parent / "reelmill"
        let profiles = isLadder ? StormFilms.writeLadders : StormFilms.writeProfiles
        let storm = Storm(plan, in: place, program: program, prepare: profiles)
        var report = try storm.run()
        if report.kills < plan.kills || report.freezes < plan.freezes || report.wipes < plan.wipes {
            report.faults.append("the films were done too soon: give it more, or longer ones")
        }
        try StandardStream.output.write(Array(text(report).utf8))
        guard report.faults.isEmpty else {
            try StandardStream.output.write(Array("kept in \(place)\n".utf8))
            ProcessEnd.exit(1)
        }
        try Directory.removeTree(place)
    }

    private static func text(_ report: StormReport) -> String {
        var lines = [
            "storm: \(report.films) films by nodes that are killed and frozen",
            "  kills         \(report.kills), \(report.childKills) of them of children",
            "  freezes       \(report.freezes), each longer than the lease",
            "  power cuts    \(report.wipes)",
            "  calm run      \(Amount.time(seconds: Double(report.calm.milliseconds) / 1_000))",
            "  storm         \(Amount.time(seconds: Double(report.storm.milliseconds) / 1_000))",
        ]
        if let audit = report.audit {
            lines.append(
                "  audit         \(audit.events) events, \(audit.claims) claims, "
                    + "\(audit.commits) commits, \(audit.takeBacks) taken back, "
                    + "\(audit.findings.count) findings"
            )
        }
        lines += report.faults.map { "  WRONG         \($0)" }
        lines.append(report.faults.isEmpty ? "  all results as in the calm run" : "  FAILED")
        return lines.map { $0 + "\n" }.joined()
    }
}

struct StormUsage: Error, CustomStringConvertible {
    let word: String
    var description: String { "unknown: \(word)" }
}
