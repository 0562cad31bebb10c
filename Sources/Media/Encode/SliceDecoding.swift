internal import CFFmpeg
internal import CLibav
internal import Model

/// Decodes and filters a slice on a thread of its own, and hands the frames on.
// Safety: what changes is touched by the thread alone until `join`.
final class SliceDecoding: @unchecked Sendable {
    struct Outcome {
        var damage = DamageReport()
        var notes: [String] = []
        /// Whether every frame that was planned came.
        var isWhole = true
    }

    private let order: VideoOrder
    private let rule: FilterRule
    private let formats: [AVPixelFormat]
    private let sink: any FrameSink
    private var thread: UInt64 = 0
    private var outcome: Result<Outcome, MediaFailure>?

    /// - Parameter formats: What the frames must be in; empty is anything.
    init(
        _ order: VideoOrder,
        _ rule: FilterRule,
        formats: [AVPixelFormat],
        into sink: any FrameSink
    ) {
        self.order = order
        self.rule = rule
        self.formats = formats
        self.sink = sink
    }

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
                        let clock = FrameClock(
                            timeBase: graph.timeBase,
                            frameRate: graph.frameRate
                        )
                        return try sink.take(frame, clock)
                    }
                )
            } catch {
                return .failure(error)
            }
        }
        outcome = result
        if case .failure = result {
            sink.end(failed: true)
        } else {
            sink.end(failed: false)
        }
    }
}

private func runSliceDecoding(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<SliceDecoding>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
