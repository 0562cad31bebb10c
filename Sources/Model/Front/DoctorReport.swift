/// What was examined, and what was found.
public struct DoctorReport: Hashable, Sendable, Codable {
    public var findings: [DoctorFinding]
    public var failures: Int
    public var warnings: Int

    public init(_ findings: [DoctorFinding]) {
        self.findings = findings
        failures = findings.count { $0.outcome == .failure }
        warnings = findings.count { $0.outcome == .warning }
    }
}
