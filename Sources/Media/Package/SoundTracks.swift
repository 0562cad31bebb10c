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
    private var pending: [(time: Int64, bytes: Int)] = []
    private var data: [UInt8] = []
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
        timeScale = Int64(track.parameters.sound?.sampleRate ?? 48_000)
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

    func output(_ index: Int) -> OutputStream {
        OutputStream(index: index, timeBase: Rational(1, timeScale), clock: times.clock)
    }

    func take(_ packet: Packet) throws(MediaFailure) {
        let time = packet.presentation ?? 0
        if !writer.hasBegun { try begin(packet, lead: max(0, -time)) }
        if let last = pending.last, time < last.time { throw refuse("its times do not rise") }
        if segment + 1 < times.count, time >= times.start(segment + 1, timeScale) {
            try close(until: time)
            while segment + 1 < times.count, time >= times.start(segment + 1, timeScale) {
                segment += 1
            }
        }
        if let note = ledger?.note(packet, Rational(1, timeScale)) { ledger?.take(note) }
        pending.append((time, packet.bytes.count))
        data += packet.bytes
        lastDuration = packet.duration
    }

    /// Nil when nothing came.
    func finish() throws(MediaFailure) -> TrackLayout? {
        if let last = pending.last { try close(until: last.time + max(1, lastDuration)) }
        return try writer.finish()
    }

    private func begin(_ packet: Packet, lead: Int64) throws(MediaFailure) {
        let timing = TrackHead.Timing(
            timeScale: timeScale,
            duration: times.start(times.count, timeScale) + lead,
            lead: lead
        )
        var hash: StreamHash?
        let head = try TrackHead(path, timing, first: packet.bytes) { stream throws(MediaFailure) in
            try track.parameters.fill(stream.pointee.codecpar)
            if let language { av_dict_set(&stream.pointee.metadata, "language", language, 0) }
            hash = StreamHash(stream.pointee.codecpar.pointee)
        }
        if let hash { ledger = StreamLedger([packet.stream: hash]) }
        try writer.begin(head, lead: lead)
    }

    private func close(until end: Int64) throws(MediaFailure) {
        guard let first = pending.first else { return }
        let samples = pending.indices.map { place in
            let next = place + 1 < pending.count ? pending[place + 1].time : end
            return FragmentSample(
                duration: next - pending[place].time,
                bytes: pending[place].bytes,
                isKey: true,
                offset: 0
            )
        }
        try writer.write(samples, data, start: first.time)
        pending = []
        data.removeAll(keepingCapacity: true)
    }

    private func refuse(_ cause: String) -> MediaFailure {
        MediaFailure(.mismatch, "package", path, cause)
    }
}
