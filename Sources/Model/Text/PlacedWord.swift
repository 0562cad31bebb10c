/// A word with the place where it stands, for what has to be said about it.
public struct PlacedWord: Hashable, Sendable {
    public let bytes: [UInt8]
    /// Which bytes of a file, or which of the arguments of a command line.
    public let range: Range<Int>

    public init(_ bytes: [UInt8], _ range: Range<Int>) {
        (self.bytes, self.range) = (bytes, range)
    }
}
