/// Something that was looked at, and what was found.
public struct DoctorFinding: Hashable, Sendable, Codable {
    public enum Outcome: String, Hashable, Sendable, Codable {
        case ok
        /// It works, but less well or less safely than it could.
        case warning
        case failure
    }

    /// What has to be done about a failure.
    public enum Cause: String, Hashable, Sendable, Codable {
        /// The volume, its rights or the nodes; it may be over when it is looked at again.
        case surroundings
        /// What somebody wrote is wrong.
        case configuration
    }

    /// What it is about, such as `spool`, `output`, `profiles`.
    public var subject: String
    public var outcome: Outcome
    public var cause = Cause.surroundings
    public var text: String
    /// What to do about it, as a command where there is one.
    public var fix: String?

    public init(_ subject: String, _ outcome: Outcome, _ text: String, fix: String? = nil) {
        (self.subject, self.outcome, self.text, self.fix) = (subject, outcome, text, fix)
    }
}
