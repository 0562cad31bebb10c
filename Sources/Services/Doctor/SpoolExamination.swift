public import Model
internal import Platform
public import Spool

/// What is found of the spool: its volume, what is in it, and those who use it.
public struct SpoolExamination: Sendable {
    private let reader: ClusterReader
    private let view: ClusterView

    public init(_ reader: ClusterReader, _ view: ClusterView) {
        (self.reader, self.view) = (reader, view)
    }

    /// The largest source that is to be encoded.
    public var largestSource: UInt64 { view.jobs.map(\.order.source.bytes).max() ?? 0 }

    // MARK: - The volume

    public func volume() -> [DoctorFinding] {
        do throws(SystemError) {
            let report = try VolumeReport(of: reader.volume, holder: reader.spool.holder)
            return report.findings.map { finding in
                .init(
                    "spool",
                    SpoolExamination.outcome(finding.outcome),
                    finding.text,
                    fix: finding.remedy
                )
            }
        } catch {
            return [.init("spool", .failure, "the volume could not be tried: \(error)")]
        }
    }

    private static func outcome(_ outcome: VolumeReport.Outcome) -> DoctorFinding.Outcome {
        switch outcome {
        case .ok: .ok
        case .warning: .warning
        case .refusal: .failure
        }
    }

    /// All of a spool has to lie on one file system, since everything in it is moved by renames.
    public func folders() -> [DoctorFinding] {
        let root = reader.volume.root
        guard let device = try? Directory.target(of: root).identity.device else { return [] }
        var findings: [DoctorFinding] = []
        for folder in Layout.all {
            let path = root.appending(folder)
            guard let status = try? Directory.target(of: path) else {
                findings.append(
                    .init(
                        "spool",
                        .failure,
                        "the folder \(Quoted.path(path)) is missing",
                        fix: "reelmill doctor --fix, or mkdir \(ShellWord.quoted(path))"
                    )
                )
                continue
            }
            guard status.identity.device != device else { continue }
            findings.append(
                .init(
                    "spool",
                    .failure,
                    "\(Quoted.path(path)) lies on another file system than the spool",
                    fix: "unmount it, so that all of the spool lies on one"
                )
            )
        }
        if findings.isEmpty {
            findings.append(.init("spool", .ok, "all of it lies on one file system"))
        }
        return findings
    }

    /// Makes the folders that are missing. The spool is known to be there, so that this is no
    /// folder of a volume that is away.
    public func makeMissingFolders() -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        for folder in Layout.all {
            let path = reader.volume.root.appending(folder)
            guard (try? Directory.target(of: path)) == nil else { continue }
            do throws(SystemError) {
                try Directory.create(path)
                try Directory.sync(path.parent)
                findings.append(.init("spool", .ok, "the folder \(Quoted.path(path)) was made"))
            } catch {
                findings.append(.init("spool", .failure, "\(error)"))
            }
        }
        return findings
    }

    // MARK: - What is in it

    public func jobs() -> [DoctorFinding] {
        var findings = view.troubles.map { DoctorFinding("spool", .failure, "\($0)") }
        for job in view.jobs where !job.unseen.isEmpty {
            guard let missing = try? reader.spool.missingTokens(of: job.key) else { continue }
            for task in missing {
                let generation = nextGeneration(of: task, in: job.key)
                findings.append(
                    .init(
                        "jobs",
                        .failure,
                        "the token of \(task) of \(job.key) is in none of its folders, so the job "
                            + "would wait for ever: somebody moved or removed it, or the volume "
                            + "lost it",
                        fix: remedy(task, generation, job)
                    )
                )
            }
        }
        let failed = view.jobs.count { $0.state == .failed }
        if failed > 0 {
            findings.append(
                .init(
                    "jobs",
                    .warning,
                    "\(failed == 1 ? "1 job has" : "\(failed) jobs have") failed",
                    fix: "reelmill jobs ls --status failed"
                )
            )
        }
        return findings.isEmpty
            ? [.init("jobs", .ok, "every task of \(view.jobs.count) open jobs has its token")]
            : findings
    }

    /// Behind all that were ever tried, so that no name comes a second time.
    private func nextGeneration(of task: TaskName, in key: JobKey) -> Int {
        let logs = (try? reader.spool.attemptLogs(of: key)) ?? []
        let last = logs.filter { $0.attempt.task == task }.map(\.attempt.generation).max()
        return (last ?? -1) + 1
    }

    private func remedy(_ task: TaskName, _ generation: Int, _ job: ViewedJob) -> String {
        let layout = Layout.job(job.key)
        var board = layout.tasks
        if case .video = task {
            let batch = job.batches.first { batch in
                (try? reader.spool.publishedBatch(batch.index, of: job.key))?.tasks.contains(task)
                    ?? false
            }
            guard let batch else { return "reelmill jobs cancel \(job.key)" }
            board = layout.batch(batch.index).tasks
        }
        let token = board.queued(Waiting(task: task, generation: generation))
        return "touch \(ShellWord.quoted(reader.volume.root.appending(token)))"
    }

    // MARK: - Who uses it

    public func nodes() -> [DoctorFinding] {
        let living = view.livingNodes
        guard !living.isEmpty else {
            return [.init("nodes", .warning, "no node runs", fix: "reelmill up")]
        }
        var findings: [DoctorFinding] = []
        if !living.contains(where: \.takesWork) {
            findings.append(
                .init(
                    "nodes",
                    .warning,
                    "none of \(living.count) nodes takes work: they are drained, or do not encode",
                    fix: "reelmill nodes ls"
                )
            )
        }
        findings += [versions(living), coordinator()].compactMap(\.self)
        findings += living.compactMap(clock)
        for node in view.nodes where node.isSilent {
            let seconds = Int(node.secondsSilent.rounded())
            findings.append(
                .init(
                    "nodes",
                    .warning,
                    "\(node.holder) has been silent for \(seconds) s; what it held goes to others",
                    fix: "start it again, or reelmill nodes forget \(node.holder)"
                )
            )
        }
        return findings
    }

    private func versions(_ living: [ViewedNode]) -> DoctorFinding {
        let nodes = Dictionary(grouping: living) { $0.record?.version ?? "unknown" }
        guard nodes.count > 1 else {
            let count = living.count == 1 ? "1 node runs" : "\(living.count) nodes run"
            return .init("nodes", .ok, "\(count) version \(nodes.keys.first ?? "unknown")")
        }
        let parts = nodes.sorted { $0.key < $1.key }.map { version, nodes in
            "\(version) on \(Quoted.list(nodes.map(\.holder.node), last: "and"))"
        }
        return .init(
            "nodes",
            .warning,
            "nodes run different versions: \(parts.joined(separator: "; "))",
            fix: "install one version everywhere; films that are begun are best finished first"
        )
    }

    private func coordinator() -> DoctorFinding? {
        let settings = reader.spool.settings
        let silenceMax = Double((settings.beat * settings.looksUntilSuspected).components.seconds)
        guard let leader = view.leader, !leader.isReleased, leader.secondsSilent <= silenceMax
        else {
            return .init(
                "nodes",
                .warning,
                "no node coordinates now: nothing is scanned, and what the dead held waits; one "
                    + "takes over within a minute if it has the role",
                fix: "start a node with --roles coordinator,worker"
            )
        }
        return .init("nodes", .ok, "\(Holder(leader.holder)?.node ?? leader.holder) coordinates")
    }

    private func clock(_ node: ViewedNode) -> DoctorFinding? {
        guard let ahead = node.secondsAhead, abs(ahead) > SpoolExamination.clockSecondsMax else {
            return nil
        }
        let side = ahead > 0 ? "ahead of" : "behind"
        return .init(
            "nodes",
            .warning,
            "the clock of \(node.holder.node) is \(Int(abs(ahead).rounded())) s \(side) the file "
                + "server's; no work depends on it, but the hours of profiles and the times that "
                + "are shown do",
            fix: "see `timedatectl` on \(node.holder.node)"
        )
    }

    /// A beat may take its time on a busy server.
    private static let clockSecondsMax = 10.0
}
