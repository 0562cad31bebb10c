internal import CFFmpeg
internal import Model

/// Subtitles of text as WebVTT, all tracks in one reading of the source.
struct TextTracks {
    /// The index of a stream in the source, and where its text goes.
    struct Wanted {
        var stream: Int
        var path: Path
    }

    let source: Path
    let clock: OutputClock

    private struct Cue {
        var start: Int64
        var end: Int64
        var text: [UInt8]
    }

    static func isText(_ stream: UnsafeMutablePointer<AVStream>) -> Bool {
        let id = stream.pointee.codecpar.pointee.codec_id
        let properties = avcodec_descriptor_get(id)?.pointee.props ?? 0
        return properties & AV_CODEC_PROP_TEXT_SUB != 0 && avcodec_find_decoder(id) != nil
    }

    func write(_ wanted: [Wanted], end: Int64) throws(MediaFailure) {
        guard !wanted.isEmpty else { return }
        let demuxer = try Demuxer(source)
        let output = OutputStream(
            index: 0,
            timeBase: .milliseconds,
            clock: clock,
            isRising: false
        )
        var conversions: [Int: TextConversion] = [:]
        var cues: [Int: [Cue]] = [:]
        for track in wanted {
            conversions[track.stream] = try TextConversion(
                demuxer.stream(track.stream),
                encoder: "webvtt",
                source
            )
        }
        demuxer.keepOnly { conversions[$0] != nil }
        let packet = try Packet()
        while try demuxer.read(into: packet) {
            guard let conversion = conversions[packet.stream] else { continue }
            let base = Rational(demuxer.stream(packet.stream).pointee.time_base)
            guard let text = try conversion.convert(packet, base, to: output) else { continue }
            let start = text.presentation ?? 0
            // What has no end is shown until the film has one.
            let until = text.duration > 0 ? start + text.duration : end
            guard until > max(0, start) else { continue }
            cues[packet.stream, default: []].append(
                Cue(start: max(0, start), end: until, text: Array(text.bytes))
            )
        }
        for track in wanted {
            try OutputBytes.write(file(cues[track.stream] ?? []), to: track.path)
        }
    }

    private func file(_ cues: [Cue]) -> [UInt8] {
        var bytes = Array("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n".utf8)
        let ordered = cues.enumerated().sorted {
            ($0.element.start, $0.offset) < ($1.element.start, $1.offset)
        }
        for (_, cue) in ordered {
            bytes += Array("\n\(TextTracks.time(cue.start)) --> \(TextTracks.time(cue.end))\n".utf8)
            bytes += TextTracks.lines(of: cue.text)
        }
        return bytes
    }

    /// An empty line would end the cue, and an arrow would begin the next.
    static func lines(of text: [UInt8]) -> [UInt8] {
        let lines = text.filter { $0 != 0 && $0 != UInt8(ascii: "\r") }
            .split(separator: UInt8(ascii: "\n"))
        return lines.flatMap { line in
            Array(String(decoding: line, as: UTF8.self).replacing("-->", with: "--&gt;").utf8) + [
                0x0a
            ]
        }
    }

    private static func time(_ milliseconds: Int64) -> String {
        func padded(_ number: Int64, _ count: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, count - digits.count)) + digits
        }
        let seconds = milliseconds / 1_000
        return padded(seconds / 3_600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":"
            + padded(seconds % 60, 2) + "." + padded(milliseconds % 1_000, 3)
    }
}
