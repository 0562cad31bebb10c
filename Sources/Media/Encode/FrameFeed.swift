internal import Model
private import Synchronization

/// On what clock the frames are that come out of the filters.
struct FrameClock: Hashable {
    var timeBase: Rational
    /// Nil is variable.
    var frameRate: Rational?
}

/// Takes the frames of a slice, on the thread that decodes.
protocol FrameSink: AnyObject, Sendable {
    /// The picture goes over and leaves the frame empty; false when no more are wanted.
    func take(_ frame: Frame, _ clock: FrameClock) throws(MediaFailure) -> Bool
    /// All there are were taken, unless it failed.
    func end(failed: Bool)
}

/// Frames on their way to one encoder, and the clock they are on.
final class FrameFeed: FrameSink {
    private let queue: FrameQueue
    private let known = Mutex<FrameClock?>(nil)

    init() throws(MediaFailure) { queue = try FrameQueue() }

    /// Known before the first frame is.
    var clock: FrameClock? { known.withLock(\.self) }

    func take(_ frame: Frame, _ clock: FrameClock) throws(MediaFailure) -> Bool {
        known.withLock { known in
            if known == nil { known = clock }
        }
        return try queue.send(frame)
    }

    func end(failed: Bool) { queue.endSending(failed: failed) }

    func receive(into frame: Frame) -> FrameQueue.Received { queue.receive(into: frame) }

    /// Lets go of what is on its way, and of whoever waits to hand over more.
    func stop() { queue.stopReceiving() }
}
