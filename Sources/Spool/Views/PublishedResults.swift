public import Model

/// That a result has its name: `results/<hash of its path>.<hash of its content>.published`. It is
/// written behind the publication and never changes, so that what lies at the name later on can be
/// told to be an earlier result of the same source, untouched since, or not.
public struct PublishedResult: Hashable, Sendable, Codable {
    public var schema = 1
    /// Below the output.
    public var result: Path
    /// Below the input: whose result it is.
    public var source: Path
    public var job: JobKey
    public var bytes: UInt64
    /// Of its content, in hexadecimal.
    public var hash: String

    init(_ staged: StagedResult, of order: JobOrder) {
        (result, bytes, hash) = (staged.target, staged.bytes, staged.hash)
        (source, job) = (order.source.path, order.key)
    }
}

extension Layout {
    /// That an output has been used with this spool.
    public static let output: Path = "results/OUTPUT"

    public static func published(_ result: Path, hash: String) -> Path {
        results / FileName("\(ResultName.hash(result)).\(hash).published")
    }
}

extension Spool {
    /// Asks for the name of a result for a source.
    ///
    /// - Returns: The source that owns it: this one, or whichever was first.
    public func reserveResult(_ result: Path, for source: Path) throws(SpoolError) -> Path {
        try reserve(result, for: source)
    }

    /// Writes down that a staged result has its name now. Any number of times, by anybody.
    public func notePublished(
        _ staged: StagedResult,
        of order: JobOrder
    ) throws(SpoolError) {
        let note = PublishedResult(staged, of: order)
        let path = Layout.published(staged.target, hash: staged.hash)
        _ = try publish(RecordCoding.bytes(note), as: path)
    }

    /// What is known of a content at a result's name; nil where nobody published it there.
    public func publishedResult(
        _ result: Path,
        hash: String
    ) throws(SpoolError) -> PublishedResult? {
        let path = Layout.published(result, hash: hash)
        guard let bytes = try access.read(path) else { return nil }
        return try RecordCoding.record(PublishedResult.self, bytes, at: path)
    }

    /// Whether results were staged in an output before. One without a trace of that is then not
    /// mounted, rather than new.
    public func hasSeenOutput() throws(SpoolError) -> Bool { try access.isListed(Layout.output) }

    public func noteOutput() throws(SpoolError) {
        _ = try publish(Array("an output has been used with this spool\n".utf8), as: Layout.output)
    }
}
