internal import CFFmpeg
public import Model

/// Encodes every chosen track of sound over the whole film, in one pass over the source. Sound is
/// never sliced: every cut would cost a gap or a click.
public enum SoundEncoding {
    public static func run(
        _ order: AudioOrder,
        progress: (TaskProgress) -> Void
    ) throws(MediaFailure) -> SoundReport {
        var order = order
        order.sounds = nil
        return try runAll(order, progress: progress)[0]
    }

    /// In each way that the order has, in its order; where it names none, by its recipe.
    public static func runAll(
        _ order: AudioOrder,
        progress: (TaskProgress) -> Void
    ) throws(MediaFailure) -> [SoundReport] {
        let usual = AudioOrder.SoundWork(recipe: order.recipe.audio, part: order.part)
        let wanted = order.sounds ?? [usual]
        let isEncoded = wanted.contains { if case .encode = $0.recipe.mode { true } else { false } }
        // The join takes from the source what is not encoded.
        guard isEncoded else {
            return wanted.map { SoundReport(path: $0.part, bytes: 0, tracks: []) }
        }
        return try LogCapture.during { log throws(MediaFailure) in
            let run = try SoundRun(order, wanted, log)
            return try run.run(progress)
        }
    }

    /// Finds what is wrong with a recipe before there is a film: the encoder's name, its options
    /// and their values, and the grammar of the filters.
    public static func check(_ recipe: AudioRecipe) throws(MediaFailure) {
        let complaints = LogCapture.during { _ in SoundTrial(recipe).complaints }
        if let failure = MediaFailure(complaints) { throw failure }
    }
}

/// One pass over a source.
private final class SoundRun {
    private let demuxer: Demuxer
    private let log: LogCapture
    private let outputs: [SoundOutput]
    private var pace = SoundPace()

    init(
        _ order: AudioOrder,
        _ wanted: [AudioOrder.SoundWork],
        _ log: LogCapture
    ) throws(MediaFailure) {
        self.log = log
        let demuxer = try Demuxer(order.source)
        let outputs = try wanted.map { work throws(MediaFailure) in
            var recipe = order.recipe
            recipe.audio = work.recipe
            return SoundOutput(work, try StreamSelection(demuxer, recipe).encodedSounds)
        }
        demuxer.keepOnly { index in outputs.contains { $0.places[index] != nil } }
        (self.demuxer, self.outputs) = (demuxer, outputs)
    }

    func run(_ progress: (TaskProgress) -> Void) throws(MediaFailure) -> [SoundReport] {
        guard outputs.contains(where: { !$0.places.isEmpty }) else {
            return outputs.map(\.nothing)
        }
        for output in outputs { try output.open(demuxer) }
        try readAll(progress)
        let reports = try outputs.map { output throws(MediaFailure) in try output.finish() }
        progress(pace.progress(.proving, bytes: reports.reduce(0) { $0 + $1.bytes }))
        // What the source's decoders complained of is no fault of the result.
        _ = log.takeErrors()
        for (output, report) in zip(outputs, reports) { try output.prove(report) }
        return reports
    }

    private func readAll(_ progress: (TaskProgress) -> Void) throws(MediaFailure) {
        let packet = try Packet()
        while try read(packet) {
            for output in outputs { try output.take(packet) }
            let stream = demuxer.stream(packet.stream)
            pace.reached(packet.decoding, Rational(stream.pointee.time_base))
            let bytes = outputs.reduce(0) { $0 + $1.bytes }
            if let report = pace.due(bytes: bytes) { progress(report) }
        }
    }

    /// Broken bytes that the reader cannot get over are the end, as to ffmpeg; a disk that fails is
    /// not.
    private func read(_ packet: Packet) throws(MediaFailure) -> Bool {
        do throws(MediaFailure) {
            return try demuxer.read(into: packet)
        } catch {
            guard !error.isTransient else { throw error }
            return false
        }
    }
}

/// How far the pass is.
private struct SoundPace {
    private let clock = ContinuousClock()
    private let began = ContinuousClock.now
    private var lastReport = ContinuousClock.now
    private var packets = 0
    private var first: Double?
    private var last = 0.0

    mutating func reached(_ time: Int64?, _ base: Rational) {
        packets += 1
        guard let seconds = time.map(base.seconds), abs(seconds) < 1e9 else { return }
        first = first ?? seconds
        last = max(last, seconds)
    }

    /// Every second.
    mutating func due(bytes: Int64) -> TaskProgress? {
        guard packets % 64 == 0, clock.now - lastReport >= .seconds(1) else { return nil }
        lastReport = clock.now
        return progress(.encoding, bytes: bytes)
    }

    func progress(_ stage: TaskProgress.Stage, bytes: Int64) -> TaskProgress {
        let elapsed = (clock.now - began).components
        return TaskProgress(
            stage: stage,
            frames: packets,
            framesTotal: nil,
            outputMilliseconds: Int64(max(0, last - (first ?? last)) * 1_000),
            bytes: bytes,
            elapsedMilliseconds: elapsed.seconds * 1_000
                + elapsed.attoseconds / 1_000_000_000_000_000
        )
    }
}
