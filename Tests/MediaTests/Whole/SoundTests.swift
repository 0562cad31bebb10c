import Model
import Platform
import TestKit
import Testing

@testable import Media

/// Pictures are sliced and sound is not: this is where the two could come apart.
@Suite("Sound beside sliced pictures")
struct WholeSoundTests {
    static let sources = [TestMedia.syncMP4, .syncMKV, .syncTS]
    static let encoders = ["aac", "libopus", "flac", "ac3", "libmp3lame", "copy"]

    /// The flash and the beep of the source are as far apart in the result, near its start and near
    /// its end. They are not held against ffmpeg's result, for FFmpeg 5.1 itself moves Opus by 7 ms
    /// in Matroska, which our joining sets right; the samples are.
    @Test("is where it was, and what ffmpeg makes", arguments: sources)
    func sound(_ media: TestMedia) throws {
        let scratch = try Scratch()
        let source = try media.file()
        var lab = FilmLab(scratch.path, container: "matroska", sliceMilliseconds: 2_000)
        lab.recipe.video.encoder = "libx264"
        lab.recipe.video.options = [CodecOption("preset", "ultrafast"), CodecOption("crf", "35")]
        let film = try lab.run(source, to: scratch.path / "pictures.mkv")
        #expect(film.slices.count > 3)
        let marks = try Judge.syncMarks(of: source)
        #expect(marks.offsets.count == 2)
        for encoder in WholeSoundTests.encoders {
            lab.recipe.audio.mode = encoder == "copy" ? .copy : .encode(encoder)
            let sound = try lab.sound(source)
            for container in ["matroska", "mp4"] {
                let judged = try judgedSound(source, encoder, container, in: scratch.path)
                var order = try #require(film.order)
                order.recipe.container = container
                order.recipe.audio.mode = lab.recipe.audio.mode
                order.sound = sound
                order.result = scratch.path / FileName("\(encoder).\(container)")
                // FFmpeg 5.1 calls FLAC in MP4 experimental.
                guard let judged else {
                    #expect(throws: MediaFailure.self) { try FilmJoining.run(order) { _ in } }
                    continue
                }
                _ = try FilmJoining.run(order) { _ in }
                try expect(order.result, judged, marks, "\(media) \(encoder) \(container)")
            }
        }
    }

    /// What plain ffmpeg makes of the sound; nil where it refuses.
    private func judgedSound(
        _ source: Path,
        _ encoder: String,
        _ container: String,
        in directory: Path
    ) throws -> Judge.Sound? {
        let file = directory / FileName("judge-\(encoder).\(container)")
        let words: [ToolWord] = ["-nostdin", "-v", "error", "-i", .file(source), "-map", "0:a"]
        let output: [ToolWord] = ["-f", "\(container)", .file(file)]
        let ended = try MediaTool.ffmpeg.runToAnyEnd(words + ["-c:a", "\(encoder)"] + output)
        return ended.status.isSuccess ? try Judge.sound(of: file) : nil
    }

    private func expect(
        _ result: Path,
        _ judged: Judge.Sound,
        _ wanted: Judge.SyncMarks,
        _ what: String
    ) throws {
        let sound = try Judge.sound(of: result)
        #expect(sound.sampleRate == judged.sampleRate, "\(what)")
        #expect(sound.complaints.isEmpty, "\(what)")
        #expect(sound.sampleCount == judged.sampleCount, "\(what)")
        #expect(sound.hash == judged.hash, "\(what)")
        let marks = try Judge.syncMarks(of: result)
        #expect(marks.flashes.count == 2 && marks.beeps.count == 2, "\(what)")
        for (found, expected) in zip(marks.offsets, wanted.offsets) {
            let apart = found - expected
            #expect(abs(apart) < 0.001, "\(what): \(apart * 1_000) ms")
        }
        let moved = zip(marks.offsets, wanted.offsets).map { ($0 - $1) * 1_000 }
        print("sound: \(what): offsets \(moved) ms, \(sound.sampleCount) samples equal")
    }
}
