internal import CFFmpeg
internal import Model

/// Proves a file of encoded sound: read back, it is what was written, all of it decodes, and it is
/// as long as what was encoded.
struct SoundProof {
    private let report: SoundReport
    private var hashes: [UnitHash]
    private var counts: [Int]
    private var samples: [Int64]
    private var isDecodable: [Bool] = []

    /// - Parameter samples: How many each track's encoder got.
    static func check(_ report: SoundReport, samples: [Int64]) throws(MediaFailure) {
        var proof = SoundProof(report)
        try proof.decodeAll()
        for (index, expected) in samples.enumerated() {
            try proof.check(track: index, samples: expected)
        }
    }

    private init(_ report: SoundReport) {
        self.report = report
        hashes = []
        counts = report.tracks.map { _ in 0 }
        samples = report.tracks.map { _ in 0 }
    }

    private mutating func decodeAll() throws(MediaFailure) {
        let demuxer = try Demuxer(report.path, findingStreams: false)
        guard demuxer.streamCount == report.tracks.count else {
            throw failure("it has \(demuxer.streamCount) streams, not \(report.tracks.count)")
        }
        hashes = (0..<demuxer.streamCount).map {
            UnitHash(demuxer.stream($0).pointee.codecpar.pointee)
        }
        var decoders: [Decoder?] = []
        for track in report.tracks { decoders.append(try decoder(for: track)) }
        isDecodable = decoders.map { $0 != nil }
        let (packet, frame) = (try Packet(), try Frame())
        while try demuxer.read(into: packet) {
            hashes[packet.stream].add(packet.bytes)
            counts[packet.stream] += 1
            guard let decoder = decoders[packet.stream] else { continue }
            try decode(packet, track: packet.stream, decoder, frame)
        }
        for (index, decoder) in decoders.enumerated() {
            if let decoder { try decode(nil, track: index, decoder, frame) }
        }
    }

    /// Nil where the libraries can encode what they cannot decode.
    private func decoder(for track: SoundReport.Track) throws(MediaFailure) -> Decoder? {
        var parameters = avcodec_parameters_alloc()
        defer { avcodec_parameters_free(&parameters) }
        let memory = try libavMemory(parameters, "describe a codec")
        try track.parameters.fill(memory)
        guard avcodec_find_decoder(memory.pointee.codec_id) != nil else { return nil }
        return try Decoder(memory, timeBase: track.timeBase, threads: 1, of: report.path)
    }

    private mutating func decode(
        _ packet: Packet?,
        track: Int,
        _ decoder: Decoder,
        _ frame: Frame
    ) throws(MediaFailure) {
        if case .broken(let code) = try decoder.send(packet) { throw broken(track, code) }
        while true {
            switch try decoder.receive(into: frame) {
            case .done: samples[track] += Int64(frame.handle.pointee.nb_samples)
            case .again, .end: return
            case .broken(let code): throw broken(track, code)
            }
        }
    }

    private func check(track index: Int, samples expected: Int64) throws(MediaFailure) {
        let track = report.tracks[index]
        guard counts[index] == track.packets, hashes[index].value == track.hash else {
            throw failure(
                "track \(index) was written as \(track.packets) packets and came back as "
                    + "\(counts[index]), or as other bytes"
            )
        }
        guard let sound = track.parameters.sound, isDecodable[index] else { return }
        // The decoder may drop the priming itself, or leave it to the container.
        let frame = Int64(max(sound.frameSize, sound.initialPadding, frameMin))
        let padding = Int64(sound.initialPadding) + Int64(sound.trailingPadding)
        guard samples[index] >= expected - frame, samples[index] <= expected + padding + frame
        else {
            throw failure(
                "track \(index) has \(Figures.grouped(samples[index])) samples, and "
                    + "\(Figures.grouped(expected)) were encoded"
            )
        }
    }

    private func broken(_ track: Int, _ code: Int32) -> MediaFailure {
        MediaFailure.libav(
            code,
            "decode packet \(counts[track]) of track \(track) of the encoded sound in",
            report.path,
            as: .mismatch
        )
    }

    private func failure(_ cause: String) -> MediaFailure {
        MediaFailure(.mismatch, "prove the encoded sound in", report.path, cause)
    }
}

/// Codecs with packets of many lengths, such as Vorbis, name none.
private let frameMin: Int32 = 2_048
