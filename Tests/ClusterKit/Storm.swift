public import Model
internal import Platform
public import Spool

/// What is done to the nodes of a storm.
public struct StormPlan: Sendable {
    public var films: [StormFilm] = []
    public var nodes = 3
    public var slots = 2
    /// Of nodes and of their children, by SIGKILL.
    public var kills = 200
    /// Longer than others wait for a sign of life.
    public var freezes = 50
    /// Everything at once, as a power cut does it.
    public var wipes = 2
    /// Between two acts of violence.
    public var pause = Duration.milliseconds(500)
    /// So long it waits for a task to be done before the next.
    public var pauseMax = Duration.seconds(4)
    /// The storm is given up when nothing comes to its end for so long.
    public var patience = Duration.seconds(120)

    public init() {}
}

public struct StormFilm: Sendable {
    public var file: Path
    /// Below the input.
    public var name: Path

    public init(_ file: Path, as name: Path) {
        self.file = file
        self.name = name
    }
}

/// What was done, and what came of it.
public struct StormReport: Sendable {
    public var films = 0
    public var kills = 0
    public var childKills = 0
    public var freezes = 0
    public var wipes = 0
    public var calm = Duration.zero
    public var storm = Duration.zero
    /// Whatever is not as it must be.
    public var faults: [String] = []
    public var audit: AuditReport?

    public init() {}
}

/// The same films twice: by nodes that nobody disturbs, and by nodes that are killed and frozen all
/// the time. Both must come to the same bytes.
public struct Storm {
    private let plan: StormPlan
    private let place: Path
    private let program: Path
    private let prepare: (Cluster) throws -> Void

    /// - Parameter prepare: Writes profiles into a cluster's folders.
    public init(
        _ plan: StormPlan,
        in place: Path,
        program: Path,
        prepare: @escaping (Cluster) throws -> Void
    ) {
        self.plan = plan
        self.place = place
        self.program = program
        self.prepare = prepare
    }

    public func run() throws -> StormReport {
        var report = StormReport()
        report.films = plan.films.count
        let calm = try cluster("calm")
        report.calm = try self.calm(calm, &report)
        let storm = try cluster("storm")
        var fleet = StormFleet(plan, storm)
        let began = MonotonicTime.now
        try rage(&fleet, storm, &report)
        report.storm = MonotonicTime.now - began
        try settle(&fleet, storm, &report)
        try compare(calm, storm, &report)
        return report
    }

    private func cluster(_ name: FileName) throws -> Cluster {
        try Directory.createAll(place / name)
        let cluster = try Cluster(place / name, program: program)
        try prepare(cluster)
        return cluster
    }

    // MARK: The two runs

    private func calm(_ cluster: Cluster, _ report: inout StormReport) throws -> Duration {
        let began = MonotonicTime.now
        for film in plan.films { try cluster.drop(film.file, as: film.name) }
        let nodes = try (1...plan.nodes).map { try cluster.watching("calm\($0)", plan.slots) }
        let isDone = try waitForRecords(cluster, count: plan.films.count)
        if !isDone { report.faults.append("the calm run did not end") }
        let duration = MonotonicTime.now - began
        _ = try waitForNothingLeft(cluster)
        for node in nodes { try node.stop() }
        report.faults += try cluster.leftovers().map { "calm: \($0)" }
        return duration
    }

    /// Films come as the violence goes on, so that neither ends before the other.
    private func rage(
        _ fleet: inout StormFleet,
        _ cluster: Cluster,
        _ report: inout StormReport
    ) throws {
        var dropped = 0
        var patience = StormPatience(plan.patience)
        let bell = Bell()
        while true {
            try fleet.tend()
            let records = try cluster.records()
            // There is always something to lose, as long as there are films.
            let share = Int(fleet.progress * Double(plan.films.count))
            let wanted = max(share, records.count) + 2
            while dropped < min(wanted, plan.films.count) {
                let film = plan.films[dropped]
                try cluster.drop(film.file, as: film.name)
                dropped += 1
            }
            if patience.isOver(records.count) {
                report.faults.append("nothing came to its end for \(plan.patience)")
                break
            }
            let isOver = records.count >= plan.films.count
            if isOver || (fleet.progress >= 1 && dropped == plan.films.count) { break }
            try fleet.act()
            bell.wait(after: bell.count, upTo: plan.pause)
        }
        report.kills = fleet.kills
        report.childKills = fleet.childKills
        report.freezes = fleet.freezes
        report.wipes = fleet.wipes
    }

    private func settle(
        _ fleet: inout StormFleet,
        _ cluster: Cluster,
        _ report: inout StormReport
    ) throws {
        try fleet.calmDown()
        if try !waitForRecords(cluster, count: plan.films.count) {
            report.faults.append("the storm's films did not all come to their end")
        }
        _ = try waitForNothingLeft(cluster)
        // Those that were killed at the end are missed by the others only some beats later, and
        // those that came in their place show themselves only when they are up.
        _ = try cluster.wait(upTo: .seconds(60)) { try cluster.areAllNodes(fleet.processes) }
        try fleet.dismiss()
        report.faults += try cluster.leftovers()
    }

    private func waitForRecords(_ cluster: Cluster, count: Int) throws -> Bool {
        var patience = StormPatience(plan.patience)
        return try cluster.wait(upTo: .seconds(3_600)) {
            let found = try cluster.records().count
            return found >= count || patience.isOver(found)
        } && cluster.records().count >= count
    }

    private func waitForNothingLeft(_ cluster: Cluster) throws -> Bool {
        try cluster.wait(upTo: .seconds(60)) { try cluster.leftovers(exceptNodes: true).isEmpty }
    }

    // MARK: The judgement

    private func compare(
        _ calm: Cluster,
        _ storm: Cluster,
        _ report: inout StormReport
    ) throws {
        let records = try storm.records()
        for (job, found) in Dictionary(grouping: records, by: \.key) where found.count > 1 {
            report.faults.append("\(job) has \(found.count) records")
        }
        for record in records where record.outcome != .done {
            let reason = try storm.spool().record(record)?.reason ?? ""
            report.faults.append("\(record.text): \(reason)")
        }
        let wanted = try calm.results()
        let found = try storm.results()
        if wanted.count != plan.films.count {
            report.faults.append("the calm run made \(wanted.count) of \(plan.films.count)")
        }
        for (name, hash) in wanted where found[name] != hash {
            report.faults.append("\(name): \(found[name] == nil ? "missing" : "other bytes")")
        }
        for name in found.keys where wanted[name] == nil { report.faults.append("\(name): extra") }
        let audit = try Audit.report(of: try DirectoryVolume(root: storm.spoolFolder))
        report.faults += audit.findings.map { "audit: \($0)" }
        report.audit = audit
    }
}

/// Ends what does not come to an end by itself.
struct StormPatience {
    private let limit: Duration
    private var count = -1
    private var changed = MonotonicTime.now

    init(_ limit: Duration) { self.limit = limit }

    mutating func isOver(_ count: Int) -> Bool {
        if count != self.count { (self.count, changed) = (count, .now) }
        return MonotonicTime.now - changed > limit
    }
}
