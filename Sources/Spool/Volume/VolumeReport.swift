/// What was found out about a volume by trying.
public struct VolumeReport: Hashable, Sendable {
    public enum Check: String, CaseIterable, Sendable {
        case fileSystem
        case patience
        case protocolVersion
        case locking
        case writing
        case exclusiveCreation
        case hardLinks
        case renameOver
        case renameBetween
        case directoryRename
        case directorySync
        case otherUsers
        case clock
    }

    public enum Outcome: String, Sendable {
        case ok
        /// It works, but less well or less safely than it could.
        case warning
        /// The spool cannot be here.
        case refusal
    }

    public struct Finding: Hashable, Sendable {
        public let check: Check
        public let outcome: Outcome
        public let text: String
        /// What to do about it, as a command where there is one.
        public let remedy: String?

        public init(_ check: Check, _ outcome: Outcome, _ text: String, remedy: String? = nil) {
            self.check = check
            self.outcome = outcome
            self.text = text
            self.remedy = remedy
        }
    }

    public var findings: [Finding]

    public init(_ findings: [Finding]) { self.findings = findings }

    public var refusals: [Finding] { findings.filter { $0.outcome == .refusal } }
    public var warnings: [Finding] { findings.filter { $0.outcome == .warning } }
    public var isUsable: Bool { refusals.isEmpty }
}

extension VolumeReport.Finding: CustomStringConvertible {
    /// For example `mounted soft: …; mount it with the option hard`.
    public var description: String { remedy.map { "\(text); \($0)" } ?? text }
}
