internal import CFFmpeg
public import Model

/// Encodes every chosen track of sound over the whole film, in one pass over the source. Sound is
/// never sliced: every cut would cost a gap or a click.
public enum SoundEncoding {
    public static func run(
        _ order: AudioOrder,
        progress: (TaskProgress) -> Void
    ) throws(MediaFailure) -> SoundReport {
        // The join takes from the source what is not encoded.
        guard case .encode(let encoder) = order.recipe.audio.mode else {
            return SoundReport(path: order.part, bytes: 0, tracks: [])
        }
        return try LogCapture.during { log throws(MediaFailure) in
            let run = try SoundRun(order, encoder: encoder, log)
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
    private let order: AudioOrder
    private let demuxer: Demuxer
    private let log: LogCapture
    private var tracks: [SoundTrack] = []
    /// By the index of the stream in the source.
    private var places: [Int: Int] = [:]
    private var pace = SoundPace()

    init(_ order: AudioOrder, encoder: String, _ log: LogCapture) throws(MediaFailure) {
        self.order = order
        self.log = log
        demuxer = try Demuxer(order.source)
        let selection = try StreamSelection(demuxer, order.recipe)
        for (place, index) in selection.encodedSounds.enumerated() { places[index] = place }
        demuxer.keepOnly { [places] index in places[index] != nil }
    }

    func run(_ progress: (TaskProgress) -> Void) throws(MediaFailure) -> SoundReport {
        guard !places.isEmpty, case .encode(let encoder) = order.recipe.audio.mode else {
            return SoundReport(path: order.part, bytes: 0, tracks: [])
        }
        let file = try SoundFile(order.part)
        let places = places
        for (index, _) in places.sorted(by: { $0.value < $1.value }) {
            tracks.append(
                try SoundTrack(
                    demuxer.stream(index),
                    of: demuxer,
                    encoder: encoder,
                    recipe: order.recipe.audio
                ) { track, packet throws(MediaFailure) in
                    try file.take(packet, of: places[track.sourceStream] ?? 0)
                }
            )
        }
        try readAll(into: file, progress)
        for track in tracks { try track.finish() }
        try file.begin(tracks)
        let report = try file.finish(tracks)
        progress(pace.progress(.proving, bytes: report.bytes))
        // What the source's decoders complained of is no fault of the result.
        _ = log.takeErrors()
        try SoundProof.check(report, samples: tracks.map(\.samples))
        return report
    }

    private func readAll(
        into file: SoundFile,
        _ progress: (TaskProgress) -> Void
    ) throws(MediaFailure) {
        let packet = try Packet()
        while try read(packet) {
            guard let place = places[packet.stream] else { continue }
            try tracks[place].take(packet)
            if file.earlyBytes > earlyBytesMax { for track in tracks { try track.open() } }
            if tracks.allSatisfy(\.isOpen) { try file.begin(tracks) }
            let stream = demuxer.stream(packet.stream)
            pace.reached(packet.decoding, Rational(stream.pointee.time_base))
            if let report = pace.due(bytes: file.bytes) { progress(report) }
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

/// Some minutes of encoded sound. A track that begins later is opened by what the head says of it.
private let earlyBytesMax = 16 << 20

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
