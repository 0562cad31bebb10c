internal import CommandLine
internal import Media
internal import Model
internal import Platform
internal import Profiles
internal import Services
internal import Spool

/// `reelmill doctor`: goes on where something is wrong, and says all of it.
enum DoctorCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let check = ProfileCheck(runner: TaskRunner(program: OwnProgram.path))
        let findings = try Doctor(context) { profile throws(MediaFailure) in
            try check.result(of: profile)
        }.findings()
        let failures = findings.filter { $0.outcome == .failure }
        let warnings = findings.count { $0.outcome == .warning }
        if context.invocation[GlobalFlags.json] {
            let body = DoctorReport(findings)
            let document = Document(schema: "\(Product.name).doctor/1", body: body)
            try context.console.print(JSONText.line(document))
        } else {
            try context.console.print(text(findings, failures.count, warnings))
        }
        if failures.contains(where: { $0.cause == .configuration }) { return .invalidConfiguration }
        return failures.isEmpty ? .done : .temporary
    }

    static func text(_ findings: [DoctorFinding], _ failures: Int, _ warnings: Int) -> String {
        let lines = findings.flatMap { finding in
            let sign =
                switch finding.outcome {
                case .ok: "ok  "
                case .warning: "warn"
                case .failure: "FAIL"
                }
            // A profile's error shows its line and what is wrong in it.
            let parts = finding.text.split(separator: "\n").map(String.init)
            let first = "\(sign)  \(finding.subject): \(parts.first ?? "")"
            let rest = parts.dropFirst().map { "        \($0)" }
            return [first] + rest + (finding.fix.map { ["        fix: \($0)"] } ?? [])
        }
        let sums = [
            failures > 0 ? Counted.of(failures, "failure") : nil,
            warnings > 0 ? Counted.of(warnings, "warning") : nil,
        ].compactMap(\.self)
        let end = sums.isEmpty ? "all is well" : sums.joined(separator: ", ")
        return (lines + [end]).map { $0 + "\n" }.joined()
    }
}

/// Examines one thing behind the other. What could hang, such as a volume whose server is away,
/// comes last of what is asked of it.
struct Doctor {
    private let context: Context
    private let check: (ReadProfile) throws(MediaFailure) -> ProfileCheck.Result

    init(
        _ context: Context,
        check: @escaping (ReadProfile) throws(MediaFailure) -> ProfileCheck.Result
    ) {
        (self.context, self.check) = (context, check)
    }

    func findings() throws -> [DoctorFinding] {
        var findings = [
            DoctorFinding(
                "program",
                .ok,
                "version \(Product.version), FFmpeg \(MediaLibraries.release)"
            )
        ]
        findings += VersionCommand.librariesInUse.compactMap(VersionCommand.warning).map {
            DoctorFinding("program", .warning, $0, fix: "install the version it was built for")
        }
        findings += EncoderExamination(program: OwnProgram.path).findings()
        let room = try ProfilesSetup(context, needsInput: false)
        findings += unset(room)
        let spool: OpenSpool
        do {
            spool = try OpenSpool(context)
        } catch let failure as Failure {
            return findings + [noSpool(failure)]
                + ClusterExamination.media(room, [], largest: 0, check)
        }
        if context.invocation[WatchingTable.fix] {
            findings += SpoolExamination(spool.reader, ClusterView()).makeMissingFolders()
        }
        return findings
            + ClusterExamination(spool.reader, room, spool: spool.path).findings(check: check)
    }

    private func noSpool(_ failure: Failure) -> DoctorFinding {
        var finding = DoctorFinding(
            "spool",
            .failure,
            failure.message,
            fix: "reelmill up --init"
        )
        if failure.code == .invalidConfiguration {
            (finding.cause, finding.fix) = (.configuration, failure.hint)
        }
        return finding
    }

    private func unset(_ room: ProfilesSetup) -> [DoctorFinding] {
        let folders = [("input", room.hasInput), ("output", room.output != nil)]
        return folders.filter { !$0.1 }.map { name, _ in
            var finding = DoctorFinding(
                name,
                .failure,
                "no \(name) is set; --root or --\(name) says where it is",
                fix: "reelmill help configuration"
            )
            finding.cause = .configuration
            return finding
        }
    }
}
