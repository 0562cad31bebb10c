internal import CFFmpeg
internal import Model

/// When a track of sound begins and ends, and how much of it there is, as it is decoded.
struct SoundLedger: Hashable, Sendable {
    private let timeBase: Rational
    private(set) var samples: Int64 = 0
    private(set) var rate: Int64 = 0
    private(set) var startNanoseconds: Int64?
    private(set) var endNanoseconds: Int64 = 0
    /// Of the largest piece that came out of the decoder.
    private(set) var pieceNanoseconds: Int64 = 0

    init(_ timeBase: Rational) { self.timeBase = timeBase }

    mutating func take(_ frame: Frame) {
        take(
            time: frame.time,
            samples: Int64(frame.handle.pointee.nb_samples),
            rate: Int64(frame.handle.pointee.sample_rate)
        )
    }

    mutating func take(time: Int64?, samples count: Int64, rate: Int64) {
        guard count > 0, rate > 0 else { return }
        let length = Nanoseconds.of(count, Rational(1, rate))
        samples += count
        self.rate = rate
        pieceNanoseconds = max(pieceNanoseconds, length)
        // A piece without a time follows the one before.
        let begin = time.map { Nanoseconds.of($0, timeBase) } ?? endNanoseconds
        startNanoseconds = startNanoseconds ?? begin
        endNanoseconds = samples == count ? begin + length : max(endNanoseconds, begin + length)
    }

    var tickNanoseconds: Int64 { Nanoseconds.of(1, timeBase) }
    var spanNanoseconds: Int64 { startNanoseconds.map { endNanoseconds - $0 } ?? 0 }
}

/// A clock that all times of two files can be brought to.
enum Nanoseconds {
    static let base = Rational(1, 1_000_000_000)

    /// Times of hostile files may not fit: those are kept within a hundred years.
    static func of(_ time: Int64, _ timeBase: Rational) -> Int64 {
        guard timeBase.isPositive, abs(timeBase.seconds(time)) < 3.2e9 else {
            return time < 0 ? -century : century
        }
        return timeBase.rescale(time, to: base)
    }

    static func milliseconds(_ nanoseconds: Int64) -> Double {
        // Whole microseconds, so that two runs print the same.
        (Double(nanoseconds) / 1_000).rounded() / 1_000
    }

    static func seconds(_ nanoseconds: Int64) -> Double {
        (Double(nanoseconds) / 1_000).rounded() / 1_000_000
    }

    private static let century: Int64 = 3_200_000_000 * 1_000_000_000
}
