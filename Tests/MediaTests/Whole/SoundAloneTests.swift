import Model
import Platform
import TestKit
import Testing

@testable import Media

@Suite("A result that is sound alone")
struct SoundAloneTests {
    struct Target: Sendable, CustomTestStringConvertible {
        var container: String
        var encoder: String?
        var testDescription: String { "\(container) \(encoder ?? "copy")" }

        init(_ container: String, _ encoder: String?) {
            (self.container, self.encoder) = (container, encoder)
        }
    }

    static let targets = [
        Target("matroska", nil), Target("matroska", "libopus"), Target("matroska", "flac"),
        Target("ipod", nil), Target("ipod", "aac"), Target("mp4", "aac"),
        Target("mov", "pcm_s16le"),
        Target("flac", "flac"), Target("ogg", "libopus"), Target("ogg", "libvorbis"),
        Target("opus", "libopus"), Target("mp3", "libmp3lame"), Target("wav", "pcm_s16le"),
        Target("wav", "pcm_s24le"), Target("adts", "aac"), Target("mpegts", "aac"),
        Target("webm", "libopus"), Target("ac3", "ac3"), Target("aiff", "pcm_s16be"),
    ]
    static let sources: [TestMedia] = [
        .h264, .h264MKV, .h264TS, .soundLate, .soundEarly, .soundEarlyMKV, .startsAtTenTS,
        .manySounds, .richMKV, .richMP4, .coverMP4, .coverMKV, .soundOnly, .syncMKV, .mpeg2PS,
    ]

    /// Ours against what ffmpeg makes of the same tracks in the same container.
    @Test("holds the samples that ffmpeg makes", arguments: targets)
    func samples(_ target: Target) throws {
        var made = 0
        for media in SoundAloneTests.sources {
            let scratch = try Scratch()
            let source = try media.file()
            var lab = FilmLab(scratch.path, container: target.container, sliceMilliseconds: 400)
            lab.recipe.video.mode = .drop
            lab.recipe.audio.mode = target.encoder.map { .encode($0) } ?? .copy
            let result = scratch.path / "result"
            let outcome = Result { () throws(MediaFailure) in try lab.run(source, to: result) }
            let judged = scratch.path / "judged"
            switch outcome {
            case .failure(let failure):
                // Only what is copied may not fit, and that is seen before anything is written.
                #expect(target.encoder == nil, "\(media) in \(target): \(failure)")
                #expect(failure.attempt == "copy the sound of")
            case .success(let done):
                made += 1
                let tracks = try tracks(of: source, leftOut: done.join.dropped)
                // FFmpeg 5.1 refuses 5.1 channels of AC-3 for Opus.
                guard try judge(source, tracks, target, to: judged) else { continue }
                for track in tracks.indices {
                    try expect(result, judged, track, "\(media) in \(target), track \(track)")
                }
                try expectCover(media, target, result, named: done.join.dropped)
            }
        }
        print("alone: \(target): \(made) of \(SoundAloneTests.sources.count) sources")
        #expect(made > 10)
    }

    /// The streams of sound that the report does not name.
    private func tracks(of source: Path, leftOut: [String]) throws -> [Int] {
        let streams = try Judge.inventory(of: source).streams
        return streams.indices.filter { index in
            streams[index]["codec_type"] == "audio"
                && !leftOut.contains { $0.hasPrefix("stream \(index) (") }
        }
    }

    private func judge(
        _ source: Path,
        _ tracks: [Int],
        _ target: Target,
        to judged: Path
    ) throws -> Bool {
        var words: [ToolWord] = ["-nostdin", "-v", "error", "-i", .file(source)]
        for track in tracks { words += ["-map", "0:\(track)"] }
        words += ["-c:a", "\(target.encoder ?? "copy")", "-f", "\(target.container)"]
        return try MediaTool.ffmpeg.runToAnyEnd(words + [.file(judged)]).status.isSuccess
    }

    private func expect(
        _ result: Path,
        _ judged: Path,
        _ track: Int,
        _ what: String
    ) throws {
        let (ours, theirs) = (
            try Judge.sound(of: result, stream: "a:\(track)"),
            try Judge.sound(of: judged, stream: "a:\(track)")
        )
        #expect(ours.complaints.isEmpty, "\(what)")
        #expect(ours.sampleRate == theirs.sampleRate, "\(what)")
        #expect(ours.sampleCount == theirs.sampleCount, "\(what)")
        #expect(ours.hash == theirs.hash, "\(what)")
    }

    /// A cover is in the result, or it is named.
    private func expectCover(
        _ media: TestMedia,
        _ target: Target,
        _ result: Path,
        named: [String]
    ) throws {
        guard media == .coverMP4 || media == .coverMKV else { return }
        let streams = try Judge.inventory(of: result).streams
        let isThere = streams.contains { $0["codec_name"] == "png" }
        #expect(isThere != named.contains { $0.hasPrefix("stream 2 (png): ") })
        let takes = ["matroska", "ipod", "mp4", "flac", "mp3"].contains(target.container)
        #expect(isThere == takes, "\(media) in \(target)")
    }
}
