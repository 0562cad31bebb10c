internal import CFFmpeg
internal import CLibav
private import Synchronization

/// What libav logs while one operation runs: kept with it instead of on the terminal.
///
/// Lines of the operation's own thread find it by the thread. Codecs log from threads of their own,
/// which find it when it was made for the whole process: a child has one operation, so it does
/// that.
final class LogCapture: Sendable {
    private struct Kept {
        var errors: [String] = []
        var errorCount = 0
        var warnings: [String] = []
        var partial = ""
        var isUnheard = false
    }

    private let kept = Mutex(Kept())

    /// The capture of this thread, or of the process.
    static var current: LogCapture? {
        guard let context = libav_log_current_context() else { return nil }
        return Unmanaged<LogCapture>.fromOpaque(context).takeUnretainedValue()
    }

    /// Runs an operation; what it logs on this thread goes to a new capture.
    static func during<Result, Failure: Error>(
        _ body: (LogCapture) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        _ = takenLog
        let capture = LogCapture()
        let before = libav_log_thread_context(Unmanaged.passUnretained(capture).toOpaque())
        // C holds it without counting, so it must outlive the last use that Swift can see.
        defer { withExtendedLifetime(capture) { _ = libav_log_thread_context(before) } }
        return try body(capture)
    }

    /// The same for the whole process and for ever.
    static func ofProcess() -> LogCapture {
        _ = takenLog
        let capture = LogCapture()
        libav_log_process_context(Unmanaged.passRetained(capture).toOpaque())
        return capture
    }

    /// How many errors came so far, kept or not.
    var errorCount: Int { kept.withLock { $0.errorCount } }

    /// The errors since the last time, at most the last twenty, and forgets them.
    func takeErrors() -> [String] {
        kept.withLock { kept in
            defer { kept.errors = [] }
            return kept.errors
        }
    }

    /// The warnings since the last time: wrappers of encoders only warn of settings they ignore.
    func takeWarnings() -> [String] {
        kept.withLock { kept in
            defer { kept.warnings = [] }
            return kept.warnings
        }
    }

    /// For what is only asked, not done: whoever listens does not get it.
    func unheard<Result>(_ body: () -> Result) -> Result {
        let before = kept.withLock { kept in
            defer { kept.isUnheard = true }
            return kept.isUnheard
        }
        defer { kept.withLock { $0.isUnheard = before } }
        return body()
    }

    /// Gets every warning and error as well.
    fileprivate static let listener = Mutex<(@Sendable (String) -> Void)?>(nil)

    fileprivate func add(level: Int32, _ text: String) {
        kept.withLock { kept in
            kept.partial += text
            guard kept.partial.last == "\n" || kept.partial.utf8.count > lineBytesMax else {
                return
            }
            let line = withoutAddress(kept.partial.split(separator: "\n").joined(separator: " "))
            kept.partial = ""
            if level <= AV_LOG_WARNING, !kept.isUnheard {
                LogCapture.listener.withLock(\.self)?(withoutAddresses(line))
            }
            if level == AV_LOG_WARNING, kept.warnings.count < linesMax, kept.warnings.last != line {
                kept.warnings.append(line)
            }
            guard level <= AV_LOG_ERROR else { return }
            kept.errorCount += 1
            if kept.errors.last == line { return }
            if kept.errors.count == linesMax { kept.errors.removeFirst() }
            kept.errors.append(line)
        }
    }

    /// Set once, by whoever captures first.
    private static let takenLog: Void = libav_log_take(keepLogLine)
}

/// What the libraries log, for a process that does one thing and tells all that is said of it.
public enum MediaLog {
    /// From now on every warning and every error goes to the listener, on whatever thread it
    /// comes.
    public static func listen(_ listener: @escaping @Sendable (String) -> Void) {
        LogCapture.listener.withLock { $0 = listener }
        _ = LogCapture.ofProcess()
    }
}

/// Libav begins a line with `[matroska @ 0x55b952d3b880] `; the address tells nobody anything, and
/// is another one every time.
private func withoutAddress(_ line: String) -> String {
    guard line.first == "[", let end = line.firstIndex(of: "]") else { return line }
    let head = line[line.index(after: line.startIndex)..<end]
    let words = head.split(separator: " ")
    guard words.count >= 3, words[words.count - 2] == "@", words[words.count - 1].hasPrefix("0x")
    else { return line }
    let rest = line[end...].dropFirst().drop { $0 == " " }
    return "\(words.dropLast(2).joined(separator: " ")): \(rest)"
}

/// Without `[Eval @ 0x7f49c23fa110] ` in the middle of a line, too.
func withoutAddresses(_ text: String) -> String {
    var words: [Substring] = []
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
        if word.hasPrefix("0x"), word.last == "]", words.last == "@" {
            words.removeLast(min(2, words.count))
        } else {
            words.append(word)
        }
    }
    return words.joined(separator: " ")
}

/// A hostile file can make a decoder complain of every block of every frame.
private let linesMax = 20
private let lineBytesMax = 400

private func keepLogLine(
    _ context: UnsafeMutableRawPointer?,
    _ level: Int32,
    _ text: UnsafePointer<CChar>?
) {
    guard let context, let text else { return }
    let capture = Unmanaged<LogCapture>.fromOpaque(context).takeUnretainedValue()
    capture.add(level: level, String(cString: text))
}
