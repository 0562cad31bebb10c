internal import CFFmpeg
internal import Model

/// One track of sound on its way into its file.
final class SoundTrackFile {
    let track: SoundReport.Track
    private let times: SegmentTimes
    private let writer: TrackWriter
    private let path: Path
    private let language: String?
    private let timeScale: Int64
    private let lead: Int64
    private var muxer: TrackMuxer?
    private var pending: [Int64] = []
    private var lastDuration: Int64 = 0
    private var segment = 0
    private(set) var ledger: StreamLedger?

    init(
        _ track: SoundReport.Track,
        _ times: SegmentTimes,
        to path: Path,
        _ file: FileName,
        language: String?
    ) throws(MediaFailure) {
        (self.track, self.times, self.path) = (track, times, path)
        self.language = language
        timeScale = SoundTrackFile.timeScale(of: track)
        lead = times.lead(timeScale)
        writer = try TrackWriter(path, file, timeScale: timeScale, segmentsMax: times.count)
    }

    static func channels(_ parameters: CodecParameters) -> Int {
        var layout = AVChannelLayout()
        defer { av_channel_layout_uninit(&layout) }
        guard let words = parameters.sound?.layout,
            av_channel_layout_from_string(&layout, words) >= 0
        else { return 2 }
        return Int(layout.nb_channels)
    }

    static func timeScale(of track: SoundReport.Track) -> Int64 {
        Int64(max(1, track.parameters.sound?.sampleRate ?? 48_000))
    }

    /// When the first packet of each track comes, in ticks of the film's time; below zero is what a
    /// decoder drops.
    static func firstTimes(
        _ report: SoundReport,
        _ clock: OutputClock
    ) throws(MediaFailure) -> [Int: Int64] {
        // Then there is no file, either.
        guard !report.tracks.isEmpty else { return [:] }
        let outputs = report.tracks.enumerated().map { index, track in
            OutputStream(
                index: index,
                timeBase: Rational(1, timeScale(of: track)),
                clock: clock
            )
        }
        let packets = try SoundPackets(report, outputs)
        var found: [Int: Int64] = [:]
        while found.count < report.tracks.count, let packet = try packets.next() {
            if found[packet.stream] == nil { found[packet.stream] = packet.presentation ?? 0 }
        }
        return found
    }

    func output(_ index: Int) -> OutputStream {
        OutputStream(index: index, timeBase: Rational(1, timeScale), clock: times.clock)
    }

    func take(_ packet: Packet) throws(MediaFailure) {
        let time = packet.presentation ?? 0
        if let last = pending.last, time < last { throw refuse("its times do not rise") }
        if segment + 1 < times.count, time >= times.start(segment + 1, timeScale) {
            try close(until: time)
            while segment + 1 < times.count, time >= times.start(segment + 1, timeScale) {
                segment += 1
            }
        }
        if muxer == nil { muxer = try begin(packet) }
        guard let muxer else { return }
        if let note = ledger?.note(packet, Rational(1, timeScale)) { ledger?.take(note) }
        pending.append(time)
        lastDuration = packet.duration
        try muxer.add(packet)
        guard !writer.hasBegun else { return }
        let timing = TrackHead.Timing(
            timeScale: timeScale,
            duration: times.start(times.count, timeScale),
            lead: lead
        )
        try writer.begin(try TrackHead(path, timing, try muxer.head()), lead: lead)
    }

    /// Nil when nothing came.
    func finish() throws(MediaFailure) -> TrackLayout? {
        if let last = pending.last { try close(until: last + max(1, lastDuration)) }
        return try writer.finish()
    }

    private func begin(_ packet: Packet) throws(MediaFailure) -> TrackMuxer {
        var hash: StreamHash?
        let muxer = try TrackMuxer(path, timeScale: timeScale) { stream throws(MediaFailure) in
            try track.parameters.fill(stream.pointee.codecpar)
            if let language { av_dict_set(&stream.pointee.metadata, "language", language, 0) }
            hash = StreamHash(stream.pointee.codecpar.pointee)
        }
        if let hash { ledger = StreamLedger([packet.stream: hash]) }
        return muxer
    }

    private func close(until end: Int64) throws(MediaFailure) {
        guard let first = pending.first, let muxer else { return }
        let made = try muxer.packets()
        guard made.bytes.count == pending.count else {
            throw refuse("\(pending.count) packets became \(made.bytes.count)")
        }
        let samples = pending.indices.map { place in
            let next = place + 1 < pending.count ? pending[place + 1] : end
            return FragmentSample(
                duration: next - pending[place],
                bytes: made.bytes[place],
                isKey: true,
                offset: 0
            )
        }
        let place = TrackWriter.Place(start: first, end: end, decoding: first + lead)
        try writer.write(samples, made.data, at: place)
        pending = []
    }

    private func refuse(_ cause: String) -> MediaFailure {
        MediaFailure(.mismatch, "package", path, cause)
    }
}
