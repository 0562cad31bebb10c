import Media
import Model
import TestKit
import Testing

/// One way to encode sound, ours and ffmpeg's.
struct SoundCase: Sendable, CustomTestStringConvertible {
    var encoder: String
    /// For ffmpeg, behind `-c:a`.
    var line = ""
    var options: [CodecOption] = []
    var filters: String?

    var testDescription: String { "\(encoder) \(line)" }

    var recipe: EncodeRecipe {
        var recipe = EncodeRecipe(container: "matroska")
        recipe.audio.mode = .encode(encoder)
        recipe.audio.options = options
        recipe.audio.filters = filters
        return recipe
    }
}

/// Encoded packets with their times, in samples.
struct EncodedSound: Hashable {
    var times: [Int64] = []
    var hashes: [String] = []
    var rate: Int64 = 0

    /// What plain ffmpeg makes of a track; its times begin at the start of the file.
    init(byFFmpeg source: Path, track: Int, _ what: SoundCase) throws {
        var words: [ToolWord] = ["-nostdin", "-v", "error", "-i", .file(source)]
        words += ["-map", "0:a:\(track)", "-c:a", "\(what.encoder)"]
        words += what.line.split(separator: " ").map { ToolWord($0) }
        words += ["-avoid_negative_ts", "disabled", "-f", "framemd5", "-"]
        try self.init(lines: try MediaTool.ffmpeg.run(words).lines)
    }

    /// What our file holds.
    init(in file: Path, track: Int) throws {
        let words: [ToolWord] = [
            "-nostdin", "-v", "error", "-copyts", "-i", .file(file), "-map", "0:a:\(track)", "-c",
            "copy", "-avoid_negative_ts", "disabled", "-f", "framemd5", "-",
        ]
        try self.init(lines: try MediaTool.ffmpeg.run(words).lines)
    }

    private init(lines: [String]) throws {
        for line in lines {
            if line.hasPrefix("#tb 0: 1/") { rate = try #require(Int64(line.dropFirst(9))) }
            guard !line.hasPrefix("#") else { continue }
            let fields = line.split(separator: ",").map { $0.drop { $0 == " " } }
            // A packet without bytes carries a new head, and no sound.
            guard fields[4] != "0" else { continue }
            times.append(try #require(Int64(fields[2])))
            hashes.append(String(fields[5]))
        }
    }
}

func encodeSound(
    _ source: Path,
    _ what: SoundCase,
    to part: Path
) throws(MediaFailure) -> SoundReport {
    // Some sources have no picture, and none of it matters here.
    var recipe = what.recipe
    recipe.video.mode = .drop
    return try SoundEncoding.run(AudioOrder(source: source, recipe: recipe, part: part)) { _ in }
}

/// Expects our packets to be ffmpeg's, byte by byte, and their times to be within a sample.
func expectAsFFmpeg(_ source: Path, _ what: SoundCase, in fixtures: borrowing ProbeFixtures) throws
{
    let part = fixtures.scratch.path / "sound.nut"
    let report = try encodeSound(source, what, to: part)
    let start = try Judge.inventory(of: source).startTime ?? 0
    for (index, track) in report.tracks.enumerated() {
        let judge = try EncodedSound(byFFmpeg: source, track: index, what)
        let ours = try EncodedSound(in: part, track: index)
        #expect(ours.hashes == judge.hashes, "\(what.testDescription), track \(index)")
        #expect(ours.rate == judge.rate)
        #expect(track.packets == judge.hashes.count)
        let zero = track.shift + Int64((start * Double(ours.rate)).rounded())
        // Where the source rounds its times, ffmpeg rounds them again when it subtracts the start.
        let base = try Judge.clockBase(of: source, track: index)
        let tolerance = 1 + Int64(base * Double(ours.rate) / 2)
        let worst = zip(ours.times, judge.times).map { abs($0 - zero - $1) }.max()
        #expect(worst ?? 0 <= tolerance, "\(what.testDescription), track \(index)")
    }
    #expect(!report.tracks.isEmpty)
}

extension Judge {
    /// How many seconds a tick of a track of sound takes.
    static func clockBase(of file: Path, track: Int) throws -> Double {
        let stream = try inventory(of: file).sounds[track]
        let base = try #require(stream["time_base"]).split(separator: "/").compactMap(Double.init)
        return base[0] / base[1]
    }
}
