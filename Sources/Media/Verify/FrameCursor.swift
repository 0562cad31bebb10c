internal import CFFmpeg
internal import CLibav
internal import Model

/// The frames of a decoded film one by one, with their times counted from the film's start, in
/// nanoseconds. Frames at the time of the one before are one to a player and passed over.
final class FrameCursor {
    private let film: DecodedFilm
    private let start: Int64
    /// The one before, the one it is about, and the one after.
    private var frames: [Frame]
    private var times: [Int64?] = [nil, nil, nil]
    private var lastRead: Int64?
    private(set) var count = 0
    private(set) var repeated = 0
    /// The longest time that one frame is shown, and when.
    private(set) var largestStep: (nanoseconds: Int64, at: Int64) = (0, 0)
    private var firstTime: Int64?
    private var lastTime: Int64 = 0
    /// How long the last frame is shown: as long as the one before, where the film does not say.
    private(set) var lastDuration: Int64 = 0

    init(_ film: DecodedFilm) throws(MediaFailure) {
        self.film = film
        start = Nanoseconds.of(film.startMicroseconds, .microseconds)
        frames = [try Frame(), try Frame(), try Frame()]
        times[2] = read(into: frames[2])
        advance()
    }

    var before: Frame? { times[0].map { _ in frames[0] } }
    var current: Frame { frames[1] }
    var after: Frame? { times[2].map { _ in frames[2] } }
    /// Nil at the end.
    var time: Int64? { times[1] }

    /// How long the current frame is shown; at the end as long as the one before.
    var step: Int64 {
        if let time = times[1], let next = times[2] { return next - time }
        if let last = times[0], let time = times[1] { return time - last }
        return 0
    }

    func advance() {
        frames.append(frames.removeFirst())
        times.append(nil)
        times.removeFirst()
        if times[1] != nil { times[2] = read(into: frames[2]) }
        guard let time = times[1] else { return }
        count += 1
        firstTime = firstTime ?? time
        lastTime = time
        let duration = libav_frame_duration(current.handle)
        lastDuration = duration > 0 ? Nanoseconds.of(duration, film.timeBase) : step
        if let next = times[2], next - time > largestStep.nanoseconds {
            largestStep = (next - time, time)
        }
    }

    /// From the first frame to the end of the last.
    var span: Int64 { firstTime.map { lastTime - $0 + lastDuration } ?? 0 }

    var usualStep: Int64 {
        firstTime.map { count > 1 ? (lastTime - $0) / Int64(count - 1) : lastDuration } ?? 0
    }

    private func read(into frame: Frame) -> Int64? {
        while film.next(into: frame) {
            let time = time(of: frame)
            if let lastRead, time <= lastRead {
                repeated += 1
                continue
            }
            lastRead = time
            return time
        }
        frame.clear()
        return nil
    }

    private func time(of frame: Frame) -> Int64 {
        if let time = frame.time { return Nanoseconds.of(time, film.timeBase) - start }
        let duration = max(1, libav_frame_duration(frame.handle))
        return lastRead.map { $0 + Nanoseconds.of(duration, film.timeBase) } ?? 0
    }
}
