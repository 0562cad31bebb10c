internal import CFFmpeg
internal import Model

/// What libav says of an error, `Invalid data found when processing input`, without its context.
func libavText(_ code: Int32) -> String {
    var text = [CChar](repeating: 0, count: Int(AV_ERROR_MAX_STRING_SIZE))
    av_strerror(code, &text, text.count)
    return text.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { String(cString: $0) } ?? "error \(code)"
    }
}

/// Gives a libav call its context; what is not negative is its result.
@discardableResult
func libav(
    _ attempt: @autoclosure () -> String,
    _ path: Path?,
    as kind: MediaFailure.Kind = .unreadable,
    _ call: () -> Int32
) throws(MediaFailure) -> Int32 {
    let result = call()
    guard result < 0 else { return result }
    throw MediaFailure.libav(result, attempt(), path, as: kind)
}

/// Memory that libav did not get.
func libavMemory<Value>(_ value: Value?, _ attempt: String) throws(MediaFailure) -> Value {
    guard let value else {
        throw MediaFailure(.resources, attempt, nil, libavText(reelmill_error_no_memory))
    }
    return value
}

extension MediaFailure {
    /// - Parameter kind: What it is when the code does not say that it is the disk or memory.
    static func libav(
        _ code: Int32,
        _ attempt: String,
        _ path: Path?,
        as kind: MediaFailure.Kind = .unreadable
    ) -> MediaFailure {
        let lines = LogCapture.current?.takeErrors() ?? []
        let detail = lines.isEmpty ? "" : " (\(lines.suffix(3).joined(separator: "; ")))"
        return MediaFailure(
            storageCodes.contains(-code)
                ? .storage : code == reelmill_error_no_memory ? .resources : kind,
            attempt,
            path,
            libavText(code) + detail
        )
    }

    /// Numbers of errno that speak of a disk or a share, not of the film: EPERM is not among them,
    /// since libav uses it for what it refuses itself.
    private static let storageCodes: Set<Int32> = [
        2, 5, 6, 13, 19, 23, 24, 27, 28, 30, 107, 110, 112, 113, 116, 122,
    ]
}

extension Path {
    /// As libav wants a file: with its protocol in front, so that no other can be meant.
    func withLibavURL<Result>(
        _ body: (UnsafePointer<CChar>) throws(MediaFailure) -> Result
    ) throws(MediaFailure) -> Result {
        let url = Array("file:".utf8) + bytes + [0]
        // `withUnsafeBufferPointer` gained typed throws after Swift 6.0, hence the Result.
        let outcome = url.withUnsafeBytes { buffer -> Swift.Result<Result, MediaFailure> in
            guard let start = buffer.assumingMemoryBound(to: CChar.self).baseAddress else {
                return .failure(MediaFailure(.unreadable, "open", self, "the path is empty"))
            }
            do throws(MediaFailure) {
                return .success(try body(start))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}

extension Rational {
    init(_ rational: AVRational) {
        self.init(Int64(rational.num), Int64(rational.den))
    }

    /// Libav's own form; a value that does not fit is reduced to the nearest that does.
    var libav: AVRational {
        var result = AVRational()
        av_reduce(&result.num, &result.den, numerator, denominator, Int64(Int32.max))
        return result
    }
}
