import Model
import TestKit
import Testing

@testable import Media

/// Films that begin anywhere, and films with wrong bits.
@Suite("Broken films on the whole way")
struct WholeBrokenTests {
    private func outcome(
        _ media: TestMedia,
        _ rule: EncodeRecipe.DamageRule,
        _ sliceMilliseconds: Int64,
        in directory: Path
    ) throws -> Result<FilmLab.Outcome, MediaFailure> {
        var lab = FilmLab(directory, container: "matroska", sliceMilliseconds: sliceMilliseconds)
        lab.recipe.onDamage = rule
        let source = try media.file()
        return Result { () throws(MediaFailure) in
            try lab.run(source, to: directory / "result.mkv")
        }
    }

    @Test(
        "a recording that begins inside a group gives ffmpeg's frames",
        arguments: TestMedia.allMidGOP
    )
    func midGOP(_ media: TestMedia) throws {
        let scratch = try Scratch()
        // That its first pictures cannot be decoded is no damage.
        let done = try outcome(media, .fail, 400, in: scratch.path).get()
        let (wanted, found) = try frames(media, in: scratch.path)
        #expect(found.hashes == wanted.hashes)
        #expect(largestShift(found, wanted) <= 1)
        let isUndamaged = done.parts.allSatisfy { $0.damage.isEmpty }
        #expect(isUndamaged)
        let count = "\(found.count) frames, \(done.slices.count) slices"
        print("broken: \(media): \(count), notes \(done.notes)")
    }

    /// In one slice the pictures are ffmpeg's, concealed ones as well. A cut changes how a damaged
    /// group is concealed, for the decoder has no pictures from before it: then those that lie in
    /// slices without damage are the same. The decoder of HEVC conceals nothing: it takes most
    /// wrong bits for other pictures without a word, and what it leaves out of a picture is what
    /// was in memory before, which is another thing each time.
    @Test(
        "wrong bits are concealed as ffmpeg does, and told",
        arguments: TestMedia.allDamaged,
        [400, 60_000]
    )
    func damaged(_ media: TestMedia, sliceMilliseconds: Int64) throws {
        let scratch = try Scratch()
        let done = try outcome(media, .conceal, sliceMilliseconds, in: scratch.path).get()
        let (wanted, found) = try frames(media, in: scratch.path)
        #expect(found.count == wanted.count)
        #expect(largestShift(found, wanted) <= 1)
        var begin = 0
        var different = 0
        for part in done.parts {
            let range = begin..<min(begin + part.times.count, found.count, wanted.count)
            begin += part.times.count
            let isSame = found.hashes[range] == wanted.hashes[range]
            if !isSame { different += 1 }
            let isWhole = part.damage.isEmpty && part.damage.messages.isEmpty
            let mustBeSame = (isWhole || done.parts.count == 1) && media != .damagedHEVC
            #expect(isSame || !mustBeSame, "slice \(part.slice)")
            let times = Set(part.times.map(part.timeBase.seconds))
            #expect(part.damage.concealed.allSatisfy(times.contains))
        }
        let count = done.parts.reduce(0) { $0 + $1.damage.concealedCount }
        #expect(count > 0)
        print(
            "broken: \(media): \(found.count) frames, \(count) concealed; of "
                + "\(done.slices.count) slices \(different) have other pictures than ffmpeg's"
        )
    }

    @Test("wrong bits fail a film that may have none", arguments: TestMedia.allDamaged)
    func refused(_ media: TestMedia) throws {
        let scratch = try Scratch()
        guard case .failure(let failure) = try outcome(media, .fail, 400, in: scratch.path) else {
            Issue.record("\(media) was encoded")
            return
        }
        #expect(failure.kind == .damaged)
        #expect(failure.remedy == "on_damage = conceal encodes it all the same")
    }

    /// What ffmpeg decodes of the film, and what is in our result.
    private func frames(
        _ media: TestMedia,
        in directory: Path
    ) throws -> (wanted: Judge.Frames, found: Judge.Frames) {
        let found = try Judge.frames(of: directory / "result.mkv")
        let wanted = try Judge.frames(of: try media.file())
        return (wanted.from(theFirstOf: found.count, in: media), found)
    }

    /// In ticks of the result, each counted from its first frame.
    private func largestShift(_ found: Judge.Frames, _ wanted: Judge.Frames) -> Int64 {
        let start = (found.times.first ?? 0, wanted.times.first ?? 0)
        return zip(found.times, wanted.times).map { one, other in
            let expected = wanted.timeBase.rescale(other - start.1, to: found.timeBase)
            return abs(one - start.0 - expected)
        }.max() ?? 0
    }
}
