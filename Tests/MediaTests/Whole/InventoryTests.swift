import Model
import TestKit
import Testing

@testable import Media

/// Whatever a film has beside the picture and the sound is in the result as well, or it is named as
/// left out.
@Suite("What a film has besides")
struct WholeInventoryTests {
    static let films: [TestMedia] = [
        .richMKV, .richMP4, .coverMP4, .coverMKV, .twoVideos, .bitmapSubtitles, .dvbSubtitles,
        .manySounds, .timecode, .captionsH264, .rotated, .hdr10, .bt709, .webVTT,
    ]

    @Test("is kept or named, where the picture is encoded", arguments: films, ["matroska", "mp4"])
    func encoded(_ media: TestMedia, container: String) throws {
        try keep(media, container, .encode)
    }

    @Test("is kept or named, where the picture is copied", arguments: films, ["matroska", "mp4"])
    func copied(_ media: TestMedia, container: String) throws { try keep(media, container, .copy) }

    private func keep(
        _ media: TestMedia,
        _ container: String,
        _ mode: VideoRecipe.Mode
    ) throws {
        let scratch = try Scratch()
        let source = try media.file()
        var lab = FilmLab(scratch.path, container: container, sliceMilliseconds: 2_000)
        lab.recipe.video.mode = mode
        lab.recipe.video.encoder = media == .hdr10 ? "libx265" : "libx264"
        lab.recipe.video.options = [CodecOption("preset", "ultrafast")]
        // MP4 takes no PCM.
        if media == .manySounds, container == "mp4" { lab.recipe.audio.mode = .encode("aac") }
        let result = scratch.path / FileName(container == "mp4" ? "result.mp4" : "result.mkv")
        let done = try lab.run(source, to: result)
        let comparison = InventoryComparison(
            before: try Judge.inventory(of: source),
            after: try Judge.inventory(of: result),
            named: done.join.dropped
        )
        let lost = comparison.silentlyLost
        #expect(lost.isEmpty, "\(media) in \(container): \(lost); named: \(done.join.dropped)")
        print("inventory: \(media) in \(container): \(comparison.summary)")
        for note in done.join.dropped { print("inventory:     named: \(note)") }
        if media == .captionsH264 {
            let texts = try [source, result].map { file in
                // Their times are rounded to what the container counts in.
                try Judge.captions(of: file).split(separator: "\n").filter { !$0.contains("-->") }
            }
            #expect(texts[0].count > 3)
            #expect(texts[0] == texts[1])
        }
        if media == .hdr10 {
            let frames = try Judge.frameSideData(of: result)
            #expect(frames.first?.contains("Mastering display metadata") == true)
            #expect(frames.first?.contains("Content light level metadata") == true)
        }
        try expectSameTimes(of: comparison.subtitles, source, result)
    }

    /// Texts and pictures of text are shown and hidden at their times.
    private func expectSameTimes(
        of streams: [(before: Int, after: Int)],
        _ source: Path,
        _ result: Path
    ) throws {
        // Where sound begins before zero, Matroska moves all streams together.
        let starts = try [source, result].map { file in
            try Judge.spans(of: file).first?.startSeconds ?? 0
        }
        let moved = Int64((starts[1] - starts[0]) * 1_000_000)
        for (before, after) in streams {
            let wanted = try Judge.subtitles(of: source, stream: "\(before)").filter {
                $0.count > 0
            }
            let found = try Judge.subtitles(of: result, stream: "\(after)").filter { $0.count > 0 }
            #expect(found.map(\.count) == wanted.map(\.count))
            let apart = zip(found, wanted).map { abs($0.time - $1.time - moved) }
            #expect((apart.max() ?? 0) <= 2_000, "stream \(before): \(apart)")
        }
    }
}
