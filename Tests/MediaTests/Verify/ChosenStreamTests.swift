import Model
import TestKit
import Testing

@testable import Media

/// A verification is told nothing of a recipe: what was left out on purpose is no fault.
@Suite("What a verification makes of chosen streams")
struct ChosenStreamTests {
    private func verify(_ line: String, _ name: String) throws -> VerificationReport {
        let scratch = try Scratch()
        let source = try TestMedia.richMKV.file()
        let words = line.split(separator: " ").map { ToolWord($0) }
        try MediaTool.ffmpeg.run(
            ["-nostdin", "-v", "error", "-i", .file(source)] + words + [ToolWord(name)],
            in: scratch.path
        )
        return try FilmVerification.run(
            source: source,
            result: scratch.path / FileName(name)
        ) { _ in }
    }

    private func pairs(_ report: VerificationReport) -> [[Int]] {
        report.sounds.map { [$0.sourceStream, $0.resultStream] }.sorted { $0[0] < $1[0] }
    }

    @Test("A file of sound is good, and what it is without is named")
    func soundAlone() throws {
        let report = try verify("-vn -map 0:a:0 -c:a libopus", "result.opus")
        #expect(report.isGood)
        #expect(report.findings.map(\.text) == ["the result has no picture: it is sound alone"])
        #expect(report.missing.contains("stream 0 (video, h264, \"The picture\")"))
        #expect(pairs(report) == [[1, 0]])
    }

    /// Not in Matroska, where ffmpeg 5.1 moves Opus by 7 ms, which is a fault.
    @Test("Tracks in another order are known by their languages")
    func otherOrder() throws {
        let report = try verify("-map 0:v -map 0:a:1 -map 0:a:0 -c copy", "result.mp4")
        #expect(report.isGood)
        #expect(pairs(report) == [[1, 2], [2, 1]])
    }

    @Test("One track of two is known, even by another language")
    func oneOfTwo() throws {
        let lines = [
            "-map 0:v -map 0:a:1 -c copy",
            "-map 0:v -map 0:a:1 -c copy -metadata:s:a:0 language=eng -metadata:s:a:0 title=",
        ]
        for line in lines {
            let report = try verify(line, "result.mp4")
            #expect(report.isGood)
            #expect(pairs(report) == [[2, 1]])
            #expect(report.missing.contains("stream 1 (audio, aac, deu)"))
        }
    }
}
