internal import CFFmpeg
internal import Model

/// How far the joining or its proof is, by the packets of one stream.
struct JoinMeter {
    private let stage: TaskProgress.Stage
    private let total: Int?
    /// The stream of the result that is counted; nil is the first that comes.
    private var stream: Int?
    private let begin = av_gettime_relative()
    private var lastReport: Int64 = 0
    private var frames = 0
    private var bytes: Int64 = 0
    private var time: Int64 = 0
    private var base = Rational.microseconds

    init(_ stage: TaskProgress.Stage, total: Int?, following stream: Int?) {
        self.stage = stage
        self.total = total
        self.stream = stream
    }

    mutating func take(_ packet: Packet, _ base: Rational) {
        bytes += Int64(packet.bytes.count)
        let stream = stream ?? packet.stream
        self.stream = stream
        guard packet.stream == stream else { return }
        frames += 1
        self.base = base
        time = max(time, packet.presentation ?? 0)
    }

    /// Four times a second at most.
    var isDue: Bool {
        mutating get {
            let now = av_gettime_relative()
            guard now - lastReport > 250_000 else { return false }
            lastReport = now
            return true
        }
    }

    var progress: TaskProgress {
        TaskProgress(
            stage: stage,
            frames: frames,
            framesTotal: total,
            outputMilliseconds: base.rescale(time, to: .milliseconds),
            bytes: bytes,
            elapsedMilliseconds: (av_gettime_relative() - begin) / 1_000
        )
    }
}
