/// Cuts a stream of bytes into lines of bounded length, whatever pieces they come in.
public struct LineSplitter: Sendable {
    public enum Line: Hashable, Sendable {
        /// Without its line feed.
        case whole([UInt8])
        /// A line longer than allowed: its beginning, and how many bytes it had.
        case tooLong(beginning: [UInt8], bytes: UInt64)
        /// The last one, without a line feed: its writer was interrupted.
        case unfinished([UInt8])
    }

    private let bytesMax: Int
    private var current: [UInt8] = []
    private var currentBytes: UInt64 = 0
    private var lines: [Line] = []
    /// The first line that is not taken yet.
    private var next = 0

    public init(bytesMax: Int) {
        precondition(bytesMax > 0, "a line of no bytes cannot be read")
        self.bytesMax = bytesMax
    }

    public mutating func feed(_ bytes: some Collection<UInt8>) {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            extend(by: rest[..<end])
            lines.append(closed(isUnfinished: false))
            rest = rest[rest.index(after: end)...]
        }
        extend(by: rest)
    }

    /// Nothing more comes.
    public mutating func finish() {
        if currentBytes > 0 { lines.append(closed(isUnfinished: true)) }
    }

    /// The next line that has its end; nil when more must be fed first.
    public mutating func take() -> Line? {
        guard next < lines.count else { return nil }
        defer {
            next += 1
            if next == lines.count {
                lines.removeAll(keepingCapacity: true)
                next = 0
            }
        }
        return lines[next]
    }

    private mutating func extend(by bytes: some Collection<UInt8>) {
        currentBytes += UInt64(bytes.count)
        current += bytes.prefix(bytesMax - current.count)
    }

    private mutating func closed(isUnfinished: Bool) -> Line {
        defer {
            current = []
            currentBytes = 0
        }
        if currentBytes > UInt64(bytesMax) {
            return .tooLong(beginning: current, bytes: currentBytes)
        }
        return isUnfinished ? .unfinished(current) : .whole(current)
    }
}
