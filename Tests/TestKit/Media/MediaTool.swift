public import Model
public import Platform

/// The programs of FFmpeg, which are the tests' independent judge and make their media.
public enum MediaTool: String, Sendable {
    case ffmpeg
    case ffprobe

    /// Runs it to its end; an end other than success throws the command line and the last lines
    /// that it wrote.
    ///
    /// - Parameters:
    ///   - directory: Where relative names count from.
    ///   - outputMax: More than so many bytes of standard output is an error.
    @discardableResult
    public func run(
        _ words: [ToolWord],
        in directory: Path? = nil,
        within limit: Duration = .seconds(300),
        outputMax: Int = 256 << 20
    ) throws -> Ended {
        let ended = try runToAnyEnd(words, in: directory, within: limit, outputMax: outputMax)
        guard ended.status.isSuccess else {
            throw failure(words, "\(ended.status)", ended.errorLines)
        }
        return ended
    }

    /// The same where the program may fail.
    public func runToAnyEnd(
        _ words: [ToolWord],
        in directory: Path? = nil,
        within limit: Duration = .seconds(300),
        outputMax: Int = 256 << 20
    ) throws -> Ended {
        let deadline = Deadline(after: limit)
        let child = try ChildProcess.spawn(try request(words, in: directory))
        var pipes = ChildOutput(of: child, keeping: BoundedBytes(head: outputMax, tail: 4_096))
        let isWhole = try pipes.readAll(until: deadline)
        let errors = Ended.lines(of: pipes.errors.bytes)
        guard isWhole, let status = try child.wait(upTo: deadline.remaining ?? limit) else {
            _ = try child.terminate(grace: .seconds(2))
            throw failure(words, "did not end within \(limit)", errors)
        }
        guard pipes.output.total <= UInt64(outputMax) else {
            throw failure(words, "wrote more than \(outputMax) bytes", errors)
        }
        return Ended(output: pipes.output.head, errorLines: errors, status: status)
    }

    /// The first line of `-version`, which names the release and its build.
    public static let version = Result { try ffmpeg.run(["-version"]).text.prefix { $0 != "\n" } }
        .map(String.init)

    private func request(_ words: [ToolWord], in directory: Path?) throws -> SpawnRequest {
        var environment = ProcessInput.environment
        let search = environment[Array("PATH".utf8)] ?? []
        guard let program = ProgramSearch.find(Path(rawValue), inPATH: search) else {
            throw Failure("there is no \(rawValue) in PATH: apt-get install ffmpeg")
        }
        environment[Array("AV_LOG_FORCE_NOCOLOR".utf8)] = Array("1".utf8)
        var request = SpawnRequest(program, words.map(\.bytes))
        request.environment = environment
        request.directory = directory
        request.output = .pipe
        request.errors = .pipe
        return request
    }

    private func failure(_ words: [ToolWord], _ reason: String, _ errors: [String]) -> Failure {
        let line = ([rawValue] + words.map { ShellWord.quoted($0.bytes) }).joined(separator: " ")
        let last = errors.suffix(12).map { "\n    \($0)" }.joined()
        return Failure("\(line)\n\(rawValue) \(reason)\(last)")
    }

    /// What a run came to.
    public struct Ended: Sendable {
        public let output: [UInt8]
        /// What it wrote to standard errors, without empty lines.
        public let errorLines: [String]
        public let status: ChildStatus

        public var text: String { String(decoding: output, as: UTF8.self) }
        public var lines: [String] { Ended.lines(of: output) }

        static func lines(of bytes: [UInt8]) -> [String] {
            bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
                .map { String(decoding: $0, as: UTF8.self) }
        }
    }

    public struct Failure: Error, Hashable, CustomStringConvertible {
        public let description: String

        public init(_ description: String) { self.description = description }
    }
}

/// One word of a command line, as bytes: the names of files need not be text.
public struct ToolWord: Hashable, Sendable, ExpressibleByStringInterpolation {
    public let bytes: [UInt8]

    public init(_ text: some StringProtocol) { bytes = Array(text.utf8) }
    public init(stringLiteral text: String) { bytes = Array(text.utf8) }
    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// The path as a URL, so that a colon in it names no protocol and a dash no option.
    public static func file(_ path: Path) -> ToolWord {
        ToolWord(bytes: Array("file:".utf8) + path.bytes)
    }

    /// Splits at spaces; a word in double quotes may hold some.
    static func split(_ line: String) -> [ToolWord] {
        var words: [ToolWord] = []
        for (index, part) in line.split(separator: "\"", omittingEmptySubsequences: false)
            .enumerated()
        {
            let isQuoted = index % 2 == 1
            words += isQuoted ? [ToolWord(part)] : part.split(separator: " ").map { ToolWord($0) }
        }
        return words
    }
}
