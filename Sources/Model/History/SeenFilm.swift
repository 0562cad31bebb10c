/// A file of the input that was read whole, so that nobody has to read it again while its stamp
/// stays as it is.
public struct SeenFilm: Hashable, Sendable {
    /// Below the input.
    public var path: Path
    public var stamp: FileStamp
    /// The name of the job that it is or would be.
    public var job: String
    /// Of samples of its content.
    public var sample: String
    /// What is in it, as JSON; nil where nobody had to know.
    public var description: [UInt8]?

    public init(
        path: Path,
        stamp: FileStamp,
        job: String,
        sample: String,
        description: [UInt8]? = nil
    ) {
        (self.path, self.stamp, self.job) = (path, stamp, job)
        (self.sample, self.description) = (sample, description)
    }
}
