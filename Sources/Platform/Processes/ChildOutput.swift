internal import CLinux

/// Reads what a child writes to its pipes, both of them all the time: a child that writes to a full
/// pipe stands still until somebody reads.
///
/// The end comes when the last process that has a pipe closes it. That may be one that left the
/// group and outlives the child, so reading always has a deadline.
public struct ChildOutput: ~Copyable, Sendable {
    private var pipes: ChildPipes
    private var lines: LineSplitter
    /// What standard output was, but for what `nextLine` gave out.
    public private(set) var output: BoundedBytes
    public private(set) var errors: BoundedBytes
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    /// Takes the pipes of the child's standard output and errors, those it has.
    ///
    /// - Parameters:
    ///   - limit: What is kept of each; an empty one.
    ///   - lineBytesMax: Of a longer line `nextLine` gives the beginning.
    public init(
        of child: ChildProcess,
        keeping limit: BoundedBytes = BoundedBytes(),
        lineBytesMax: Int = 65_536
    ) {
        pipes = child.takePipes()
        output = limit
        errors = limit
        lines = LineSplitter(bytesMax: lineBytesMax)
    }

    /// Reads both until their end; false when the deadline comes first, and it can be called again.
    public mutating func readAll(until deadline: Deadline) throws(SystemError) -> Bool {
        while hasOpenPipe {
            guard try readSome(until: deadline, asLines: false) else { return false }
            // A child that writes faster than we read always has something more.
            if deadline.isOver { return !hasOpenPipe }
        }
        return true
    }

    public enum LineEvent: Hashable, Sendable {
        case line(LineSplitter.Line)
        /// Standard output is at its end; errors may not be, see `readAll`.
        case end
        case timedOut
    }

    /// The next line of standard output; what comes from standard errors meanwhile is kept.
    public mutating func nextLine(until deadline: Deadline) throws(SystemError) -> LineEvent {
        var isTimedOut = false
        while true {
            if let line = lines.take() { return .line(line) }
            if pipes.output == nil { return .end }
            if isTimedOut { return .timedOut }
            let hasRead = try readSome(until: deadline, asLines: true)
            // Errors, or a line without end, may come faster than we read.
            isTimedOut = !hasRead || deadline.isOver
        }
    }

    private var hasOpenPipe: Bool { pipes.output != nil || pipes.errors != nil }

    private var raws: [Int32] {
        [ChildOutput.raw(pipes.output), ChildOutput.raw(pipes.errors)]
    }

    private static func raw(_ descriptor: borrowing Descriptor?) -> Int32 {
        switch descriptor {
        case .some(let descriptor): descriptor.raw
        case .none: -1
        }
    }

    /// One piece of each pipe that has something; false when the deadline comes first.
    private mutating func readSome(
        until deadline: Deadline,
        asLines: Bool
    ) throws(SystemError) -> Bool {
        let raws = raws
        let ready = try attempting("wait for the output of a child") { () throws(Errno) in
            try Readiness.wait(for: raws, until: deadline)
        }
        if ready[0] {
            let count = try read(raws[0])
            if asLines { lines.feed(buffer[..<count]) } else { output.append(buffer[..<count]) }
            if count == 0 {
                if asLines { lines.finish() }
                pipes.output = nil
            }
        }
        if ready[1] {
            let count = try read(raws[1])
            errors.append(buffer[..<count])
            if count == 0 { pipes.errors = nil }
        }
        return ready[0] || ready[1]
    }

    private mutating func read(_ raw: Int32) throws(SystemError) -> Int {
        let outcome = buffer.withUnsafeMutableBytes { bytes -> Result<Int, Errno> in
            Result { () throws(Errno) in
                try systemCall { linux_read(raw, bytes.baseAddress, bytes.count) }
            }
        }
        return try attempting("read the output of a child") { () throws(Errno) in
            try outcome.get()
        }
    }
}
