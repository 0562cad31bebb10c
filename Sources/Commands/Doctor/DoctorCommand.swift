internal import CommandLine
internal import Media
internal import Model
internal import Platform
internal import Profiles
internal import Services
internal import Spool

/// `reelmill doctor`: goes on where something is wrong, and says all of it.
enum DoctorCommand {
    private struct Body: Encodable {
        let findings: [DoctorFinding]
        let failures: Int
        let warnings: Int
    }

    static func run(_ context: Context) throws -> ExitCode {
        let check = ProfileCheck(runner: TaskRunner(program: OwnProgram.path))
        let findings = try Doctor(context) { profile throws(MediaFailure) in
            try check.result(of: profile)
        }.findings()
        let failures = findings.filter { $0.outcome == .failure }
        let warnings = findings.count { $0.outcome == .warning }
        if context.invocation[GlobalFlags.json] {
            let body = Body(findings: findings, failures: failures.count, warnings: warnings)
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
        let settings = try context.settings().settings
        func folder(_ setting: Setting<Path?>) -> Path? {
            settings[setting].map(context.surroundings.absolute)
        }
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
        let (spool, view, found) = try examineSpool()
        findings += found
        findings += try examineMedia(
            folder(SettingsTable.input),
            folder(SettingsTable.output),
            view,
            largest: spool?.largestSource ?? 0
        )
        return findings
    }

    private func examineSpool() throws -> (SpoolExamination?, ClusterView?, [DoctorFinding]) {
        let spool: OpenSpool
        do {
            spool = try OpenSpool(context)
        } catch let failure as Failure {
            var finding = DoctorFinding(
                "spool",
                .failure,
                failure.message,
                fix: "reelmill up --init"
            )
            if failure.code == .invalidConfiguration {
                (finding.cause, finding.fix) = (.configuration, failure.hint)
            }
            return (nil, nil, [finding])
        }
        var findings: [DoctorFinding] = []
        if context.invocation[WatchingTable.fix] {
            let before = SpoolExamination(spool.reader, ClusterView())
            findings += before.makeMissingFolders()
        }
        var view = ClusterView()
        do throws(SpoolError) { view = try spool.reader.view() } catch {
            findings.append(DoctorFinding("spool", .failure, "\(error)"))
        }
        let examination = SpoolExamination(spool.reader, view)
        findings += examination.folders() + examination.volume()
        findings += FolderExamination("spool", spool.path).space(largest: examination.largestSource)
        findings += examination.jobs() + examination.nodes()
        return (examination, view, findings)
    }

    private func examineMedia(
        _ input: Path?,
        _ output: Path?,
        _ view: ClusterView?,
        largest: UInt64
    ) throws -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        for (name, path) in [("input", input), ("output", output)] where path == nil {
            var finding = DoctorFinding(
                name,
                .failure,
                "no \(name) is set; --root or --\(name) says where it is",
                fix: "reelmill help configuration"
            )
            finding.cause = .configuration
            findings.append(finding)
        }
        if let input {
            let examination = FolderExamination("input", input)
            let reading = examination.reading()
            findings += reading
            if !reading.contains(where: { $0.outcome == .failure }) {
                findings += try examineProfiles(input, view, examination)
            }
        }
        if let output {
            let examination = FolderExamination("output", output)
            let writing = examination.writing()
            findings += writing
            if !writing.contains(where: { $0.outcome == .failure }) {
                findings += examination.space(largest: largest)
            }
        }
        return findings
    }

    private func examineProfiles(
        _ input: Path,
        _ view: ClusterView?,
        _ examination: FolderExamination
    ) throws -> [DoctorFinding] {
        let setup = try ProfilesSetup(context)
        var catalogue = setup.catalogue()
        let profiles = ProfileExamination(
            &catalogue,
            disk: setup.disk,
            nodes: view?.livingNodes ?? [],
            check: check
        )
        var findings = WatchExamination.findings(input, folders: profiles.folders)
        if profiles.writesInput {
            findings += examination.writing().filter { $0.outcome == .failure }
        }
        return findings + profiles.findings
    }
}
