internal import CFFmpeg
internal import CLibav
internal import Model
private import Synchronization

/// Decodes and filters a slice on a thread of its own, up to a queue of frames.
// Safety: what changes is touched by the thread alone until `join`; the clock has a lock.
final class SliceDecoding: @unchecked Sendable {
    /// On what clock the frames of the queue are; known before the first of them.
    struct Clock {
        var timeBase: Rational
        var frameRate: Rational?
    }

    struct Outcome {
        var damage = DamageReport()
        var notes: [String] = []
    }

    private let order: VideoOrder
    private let rule: FilterRule
    private let formats: [AVPixelFormat]
    private let queue: FrameQueue
    private let sharedClock = Mutex<Clock?>(nil)
    private var thread: UInt64 = 0
    private var outcome: Result<Outcome, MediaFailure>?

    init(_ order: VideoOrder, _ rule: FilterRule, formats: [AVPixelFormat], into queue: FrameQueue)
    {
        self.order = order
        self.rule = rule
        self.formats = formats
        self.queue = queue
    }

    var clock: Clock? { sharedClock.withLock(\.self) }

    func start() throws(MediaFailure) {
        let context = Unmanaged.passRetained(self)
        let code = libav_thread_start(&thread, runSliceDecoding, context.toOpaque())
        guard code != 0 else { return }
        context.release()
        throw MediaFailure(.resources, "start a thread", nil, libavText(-code))
    }

    /// Waits for the thread; to be called once, and always.
    func join() throws(MediaFailure) -> Outcome {
        _ = libav_thread_join(thread)
        guard let outcome else { preconditionFailure("our bug: the decoding has no outcome") }
        return try outcome.get()
    }

    fileprivate func run() {
        let result = LogCapture.during { log -> Result<Outcome, MediaFailure> in
            do throws(MediaFailure) {
                let run = try DecodingRun(order, rule, formats, log)
                return .success(
                    try run.decode { frame, graph throws(MediaFailure) in
                        try hand(over: frame, of: graph)
                    }
                )
            } catch {
                return .failure(error)
            }
        }
        outcome = result
        if case .failure = result {
            queue.endSending(failed: true)
        } else {
            queue.endSending(failed: false)
        }
    }

    private func hand(over frame: Frame, of graph: VideoGraph) throws(MediaFailure) -> Bool {
        sharedClock.withLock { clock in
            if clock == nil { clock = Clock(timeBase: graph.timeBase, frameRate: graph.frameRate) }
        }
        return try queue.send(frame)
    }
}

private func runSliceDecoding(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<SliceDecoding>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
