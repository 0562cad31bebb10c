public import Model
public import Platform

/// A node in a process of its own; letting go of it kills it.
public final class NodeProcess: Sendable {
    public let name: String
    /// What it says, for whoever reads a failure.
    public let log: Path
    public let child: ChildProcess

    init(_ words: [String], name: String, log: Path) throws {
        self.name = name
        self.log = log
        var request = SpawnRequest(Path(words[0]), Array(words.dropFirst()))
        request.environment = ProcessInput.environment
        request.environment[Array("REELMILL_SCAN_INTERVAL".utf8)] = Array("500ms".utf8)
        // Whoever wants a server gives it a port of its own.
        request.environment[Array("REELMILL_LISTEN".utf8)] = Array("none".utf8)
        request.output = .appendingFile(log)
        request.errors = .appendingFile(log)
        child = try ChildProcess.spawn(request)
    }

    /// As a power cut does: nothing of it runs on.
    public func kill() throws {
        try child.signal(.kill)
        _ = try child.wait(upTo: .seconds(20))
    }

    /// As an operator does.
    @discardableResult
    public func stop(upTo limit: Duration = .seconds(60)) throws -> ChildStatus? {
        try child.signal(.terminate)
        return try child.wait(upTo: limit)
    }

    public struct NoPage: Error, CustomStringConvertible {
        public let description: String
    }

    /// Where it serves, once it says so.
    public func port(in cluster: Cluster) throws -> UInt16 {
        let mark = "the page is at http://"
        let isThere = try cluster.wait(upTo: .seconds(60)) { said.contains(mark) }
        // As text or as JSON, and by whichever name of this machine.
        let text = said
        guard isThere, let start = text.firstRange(of: mark)?.upperBound,
            let digits = text[start...].prefix(while: { $0 != "/" }).split(separator: ":").last,
            let port = UInt16(digits)
        else { throw NoPage(description: "\(name) serves no page: \(text)") }
        return port
    }

    public func freeze() throws { try child.pause() }
    public func thaw() throws { try child.resume() }

    public var said: String {
        guard let file = try? OpenFile(log, for: .read),
            let bytes = try? file.readAll(limit: 16 << 20)
        else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }
}
