internal import Model

/// Every chosen track of sound, encoded in one way to a file of its own.
final class SoundOutput {
    /// By the index of the stream in the source.
    let places: [Int: Int]
    private let work: AudioOrder.SoundWork
    private var file: SoundFile?
    private var tracks: [SoundTrack] = []

    /// - Parameter streams: Of the source, in the file's order.
    init(_ work: AudioOrder.SoundWork, _ streams: [Int]) {
        self.work = work
        places = Dictionary(
            streams.enumerated().map { ($1, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// What is said where there is no sound: there is no file.
    var nothing: SoundReport { SoundReport(path: work.part, bytes: 0, tracks: []) }

    var bytes: Int64 { file?.bytes ?? 0 }

    func open(_ demuxer: Demuxer) throws(MediaFailure) {
        guard !places.isEmpty, case .encode(let encoder) = work.recipe.mode else { return }
        let file = try SoundFile(work.part)
        self.file = file
        let places = places
        for (index, _) in places.sorted(by: { $0.value < $1.value }) {
            tracks.append(
                try SoundTrack(
                    demuxer.stream(index),
                    of: demuxer,
                    encoder: encoder,
                    recipe: work.recipe
                ) { track, packet throws(MediaFailure) in
                    try file.take(packet, of: places[track.sourceStream] ?? 0)
                }
            )
        }
    }

    func take(_ packet: Packet) throws(MediaFailure) {
        guard let file, let place = places[packet.stream] else { return }
        try tracks[place].take(packet)
        if file.earlyBytes > earlyBytesMax { for track in tracks { try track.open() } }
        if tracks.allSatisfy(\.isOpen) { try file.begin(tracks) }
    }

    func finish() throws(MediaFailure) -> SoundReport {
        guard let file else { return nothing }
        for track in tracks { try track.finish() }
        try file.begin(tracks)
        return try file.finish(tracks)
    }

    func prove(_ report: SoundReport) throws(MediaFailure) {
        guard file != nil else { return }
        try SoundProof.check(report, samples: tracks.map(\.samples))
    }
}

/// Some minutes of encoded sound. A track that begins later is opened by what the head says of it.
private let earlyBytesMax = 16 << 20
