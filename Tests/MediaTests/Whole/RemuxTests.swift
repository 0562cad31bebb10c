import Model
import Platform
import TestKit
import Testing

@testable import Media

@Suite("A picture that is copied")
struct RemuxTests {
    /// The containers that people change to, and some that make trouble.
    private static let containers = ["matroska", "mp4", "mov", "mpegts"]
    private static let others: [(TestMedia, String)] = [
        (.vp8, "webm"), (.vp9, "webm"), (.av1AOM, "webm"), (.mpeg4AVI, "avi"), (.mjpeg, "avi"),
        (.dvMOV, "avi"), (.h264IntraRefresh, "avi"), (.h264, "nut"), (.hevcMKV, "nut"),
        (.cutOffHead, "nut"), (.flv, "flv"), (.h264NoKeyTable, "flv"), (.theora, "ogg"),
    ]
    static let films = TestMedia.all + TestMedia.allMidGOP

    /// The promise: what is copied is what ffmpeg decodes of the source, every frame at its time,
    /// and the packets are those that ffmpeg copies, where it can.
    @Test("has every frame of the source at its time", arguments: films)
    func everyFrame(_ media: TestMedia) throws {
        let source = try media.file()
        let containers =
            RemuxTests.containers + RemuxTests.others.filter { $0.0 == media }.map(\.1)
        var wanted: Judge.Frames?
        for container in containers {
            let scratch = try Scratch()
            let result = scratch.path / "result"
            let outcome = copy(source, container, to: result, in: scratch.path)
            let judged = try judgedPackets(source, container, in: scratch.path)
            switch outcome {
            case .failure(let failure):
                expect(failure, media, container, hasJudged: judged != nil)
            case .success(let done):
                let stream = "\(done.batches[0].film.videoStream ?? 0)"
                let frames = try wanted ?? Judge.frames(of: source, stream: stream)
                wanted = frames
                try expect(done, media, container, frames, judged)
            }
        }
    }

    private func copy(
        _ source: Path,
        _ container: String,
        to result: Path,
        in directory: Path
    ) -> Result<FilmLab.Outcome, MediaFailure> {
        var lab = FilmLab(directory, container: container, sliceMilliseconds: 400)
        lab.recipe.video.mode = .copy
        // What is about the picture shall not fail by the sound.
        lab.recipe.audio.mode = .drop
        return Result { () throws(MediaFailure) in try lab.run(source, to: result) }
    }

    /// Nil where ffmpeg cannot.
    private func judgedPackets(
        _ source: Path,
        _ container: String,
        in directory: Path
    ) throws -> [Judge.Packet]? {
        let judged = directory / "judged"
        let ended = try MediaTool.ffmpeg.runToAnyEnd([
            "-nostdin", "-v", "error", "-i", .file(source), "-map", "0:v:0", "-c", "copy",
            "-copyinkf", "-f", "\(container)", .file(judged),
        ])
        return ended.status.isSuccess ? try Judge.packets(of: judged) : nil
    }

    private func expect(
        _ done: FilmLab.Outcome,
        _ media: TestMedia,
        _ container: String,
        _ wanted: Judge.Frames,
        _ judged: [Judge.Packet]?
    ) throws {
        let result = done.join.path
        let found = try Judge.frames(of: result)
        // One rounding to the container's ticks: whatever a frame is shown too late or too early,
        // another is by no more than a tick less.
        let apart = zip(found.nanoseconds(), wanted.nanoseconds()).map { $0 - $1 }
        let spread = (apart.max() ?? 0) - (apart.min() ?? 0)
        let tick = found.timeBase.rescale(1, to: Rational(1, 1_000_000_000), .up)
        let packets = try Judge.packets(of: result)
        if media == .cutOffHead, container != "mp4", container != "mov" {
            #expect(done.join.dropped.contains { $0.hasPrefix("the edit list of stream 0: ") })
        } else {
            #expect(found.hashes == wanted.hashes, "\(media) in \(container)")
            #expect(spread <= tick + 1, "\(media) in \(container): \(spread) ns")
        }
        #expect(done.join.frames == packets.count)
        // The head of MPEG-4 is in the packets of MPEG-TS, and start codes are in those of AVI.
        let isOurs = media.facts.codec == "mpeg4" && container == "mpegts" || container == "avi"
        if let judged, !isOurs {
            #expect(packets.map(\.hash) == judged.map(\.hash), "\(media) in \(container)")
        }
        let who = judged == nil ? "ffmpeg cannot" : "ffmpeg's packets"
        print("remux: \(media) in \(container): \(found.count) frames, \(spread) ns, \(who)")
    }

    private func expect(
        _ failure: MediaFailure,
        _ media: TestMedia,
        _ container: String,
        hasJudged: Bool
    ) {
        print("remux: \(media) in \(container): refused: \(failure.cause)")
        if media == .timesJumpBack {
            #expect(failure.cause.hasPrefix("the time goes back"))
            return
        }
        #expect(failure.kind == .recipe, "\(media) in \(container): \(failure)")
        // Before anything was written.
        #expect(failure.attempt == "copy the picture of")
        let isUnreadable = ["libavformat has no name for it", "palette", "it keeps no times"]
            .contains {
                failure.cause.contains($0)
            }
        #expect(!hasJudged || isUnreadable, "\(media) in \(container): \(failure)")
    }
}
