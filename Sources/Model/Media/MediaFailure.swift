/// Why something could not be done with a film: for a person to read, and for the one who decides
/// whether to try again.
public struct MediaFailure: Error, Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The file is no film that the libraries can read, or breaks off in a way they refuse.
        case unreadable
        /// The file ends before its own index says.
        case incomplete
        /// The file would make the program open other files or addresses.
        case refused
        /// The encoder, a filter, the container or one of their options.
        case recipe
        /// The disk or the share: full, gone, slow. May work later.
        case storage
        /// Memory or another means of this machine. May work later or elsewhere.
        case resources
        /// Broken bits inside the film, and the recipe says to fail then.
        case damaged
        /// What was made is not what was planned.
        case mismatch
        /// The source is not the file that was planned.
        case changed
        /// A child ended by itself.
        case died
        /// A child made no progress, and was ended.
        case hung
        /// A child was killed from outside, as the kernel does for want of memory: that says
        /// nothing of what it was doing.
        case killed
    }

    public var kind: Kind
    /// What was attempted, as after "cannot": `open`, `read the packets of`.
    public var attempt: String
    public var path: Path?
    /// Why, with the library's own words and the numbers.
    public var cause: String
    /// What a person can do, if there is something.
    public var remedy: String?

    public init(
        _ kind: Kind,
        _ attempt: String,
        _ path: Path?,
        _ cause: String,
        remedy: String? = nil
    ) {
        self.kind = kind
        self.attempt = attempt
        self.path = path
        self.cause = cause
        self.remedy = remedy
    }

    /// Whether the same attempt may succeed later.
    public var isTransient: Bool {
        [.storage, .resources, .died, .hung, .killed].contains(kind)
    }
}

extension MediaFailure: CustomStringConvertible {
    public var description: String {
        let what = path.map { "\(attempt) \($0)" } ?? attempt
        return "cannot \(what): \(cause)"
    }
}
