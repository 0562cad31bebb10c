import Model
import TestKit
import Testing

@testable import Media

@Suite("What a verification finds")
struct VerificationTests {
    private static let x264 = "-c:v libx264 -preset veryfast -threads 1 -crf 26"

    /// What ffmpeg makes of the plain film by this line, held against the film.
    private func verify(
        _ line: String,
        _ name: String = "result.mkv",
        of media: TestMedia = .h264
    ) throws -> VerificationReport {
        let scratch = try Scratch()
        let source = try media.file()
        let words = words(line).map { $0 == "IN" ? ToolWord.file(source) : $0 }
        try MediaTool.ffmpeg.run(
            ["-nostdin", "-v", "error"] + words + [ToolWord(name)],
            in: scratch.path
        )
        return try FilmVerification.run(
            source: source,
            result: scratch.path / FileName(name)
        ) { _ in }
    }

    /// Words in double quotes may hold spaces.
    private func words(_ line: String) -> [ToolWord] {
        line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .flatMap { index, part in
                index % 2 == 1
                    ? [ToolWord(part)] : part.split(separator: " ").map { ToolWord($0) }
            }
    }

    private func faults(_ report: VerificationReport) -> [String] {
        report.findings.filter { $0.severity == .fault }.map(\.text)
    }

    /// The filter that puts frames into this order.
    private func order(_ change: (inout [Int]) -> Void) -> String {
        var frames = Array(0..<144)
        change(&frames)
        return "-vf \"shuffleframes=\(frames.map(String.init).joined(separator: " "))\""
    }

    // MARK: Good

    @Test("A film that was only encoded anew is good, however bad its picture")
    func encoded() throws {
        let report = try verify("-i IN -c:v libx264 -threads 1 -crf 45 -c:a aac", "result.mp4")
        #expect(faults(report) == [])
    }

    @Test("Another size and pixel format are no fault")
    func scaled() throws {
        let report = try verify(
            "-i IN -vf scale=96:72 -pix_fmt yuv444p \(VerificationTests.x264) -c:a copy",
            "result.mp4"
        )
        #expect(faults(report) == [])
        #expect(report.picture?.likeness.map { $0.mean > 0.8 } == true)
        #expect(report.picture?.resultFrames == 144)
        #expect(report.sounds.map(\.resultSamples) == report.sounds.map(\.sourceSamples))
    }

    @Test("A filter on the whole picture is told, and no fault")
    func filtered() throws {
        let report = try verify(
            "-i IN -vf eq=brightness=0.2:saturation=0.4,vignette \(VerificationTests.x264) "
                + "-c:a copy"
        )
        #expect(faults(report) == [])
        #expect(
            report.findings.contains { $0.text.hasPrefix("filters changed all of the picture") }
        )
    }

    @Test("Of another rate only the length is compared, and the report says so")
    func rate() throws {
        let report = try verify("-i IN -vf fps=30 \(VerificationTests.x264) -c:a copy")
        #expect(faults(report) == [])
        #expect(
            report.picture?.notCompared
                == "the rate was changed from 24.000 frames a second to 30.000"
        )
        #expect(report.picture?.resultFrames == 180)
    }

    // MARK: Pictures

    @Test("A frame that is missing is named by its time")
    func missing() throws {
        let report = try verify(
            "-i IN -vf select=not(eq(n\\,70)) -fps_mode passthrough \(VerificationTests.x264) "
                + "-c:a copy"
        )
        #expect(faults(report) == ["1 frame of the source is missing, at 2.917 s"])
    }

    @Test("Frames that are missing at the beginning are no offset of all others")
    func missingHead() throws {
        let report = try verify(
            "-i IN -vf select=gte(n\\,3) -fps_mode passthrough \(VerificationTests.x264) -c:a copy"
        )
        #expect(faults(report).first == "3 frames of the source are missing, from 0.000 s on")
        #expect(report.picture?.missing.count == 3)
        #expect(report.picture?.likeness?.wrong.count == 0)
    }

    @Test("Two slices in each other's place are seen from the first frame to the last")
    func swapped() throws {
        let swap = order { frames in for index in 24..<48 { frames.swapAt(index, index + 24) } }
        let report = try verify("-i IN \(swap) \(VerificationTests.x264) -c:a copy")
        #expect(
            faults(report)
                == ["48 frames from 1.000 s to 2.958 s are other pictures than the source's"]
        )
    }

    @Test("The halves of a film in each other's place are another film")
    func halves() throws {
        let swap = order { frames in for index in 0..<72 { frames.swapAt(index, index + 72) } }
        let report = try verify("-i IN \(swap) \(VerificationTests.x264) -c:a copy")
        #expect(faults(report).first?.hasPrefix("the result shows something else") == true)
    }

    @Test("A frame that is shown twice instead of the next one is seen")
    func repeated() throws {
        let order = order { $0[70] = 69 }
        let report = try verify("-i IN \(order) \(VerificationTests.x264) -c:a copy")
        #expect(faults(report) == ["the frame at 2.917 s is another picture than the source's"])
    }

    @Test("A frame at a wrong time is seen")
    func moved() throws {
        let report = try verify(
            "-i IN -vf settb=1/90000,setpts=PTS+if(eq(N\\,70)\\,900\\,0) -fps_mode passthrough "
                + "-enc_time_base 1/90000 \(VerificationTests.x264) -video_track_timescale 90000 "
                + "-c:a copy",
            "result.mp4"
        )
        #expect(faults(report) == ["1 frame is not at its time, at 2.917 s"])
        #expect(report.picture?.largestMoveMilliseconds == 10)
    }

    @Test("Another film is seen, though it has as many frames at the same times")
    func other() throws {
        let report = try verify(
            "-f lavfi -i mandelbrot=s=160x120:r=24 -i IN -map 0:v -map 1:a -t 6 "
                + "\(VerificationTests.x264) -c:a copy"
        )
        #expect(faults(report).count == 1)
        #expect(faults(report)[0].hasPrefix("the result shows something else than the source"))
    }

    // MARK: Sound

    @Test("Sound that was moved against the picture is told by how much")
    func shifted() throws {
        let report = try verify(
            "-i IN -itsoffset 0.1 -i IN -map 0:v -map 1:a \(VerificationTests.x264) -c:a aac",
            "result.mp4"
        )
        try #require(faults(report).count == 1)
        #expect(faults(report)[0].hasSuffix("ms later than it should be beside the picture"))
        let sound = try #require(report.sounds.first)
        #expect(abs(sound.offsetAtEndMilliseconds - 100) < 2)
    }

    @Test("Sound that runs away from the picture is seen at its end")
    func drifting() throws {
        let report = try verify(
            "-i IN -af atempo=1.02 \(VerificationTests.x264) -c:a aac",
            "result.mp4"
        )
        try #require(faults(report).count == 1)
        #expect(faults(report)[0].hasPrefix("the sound of stream 1 is "))
        #expect(faults(report)[0].hasSuffix(" ms shorter"))
        let sound = try #require(report.sounds.first)
        #expect(abs(sound.offsetAtStartMilliseconds) < 2)
        #expect(sound.offsetAtEndMilliseconds < -60)
    }

    // MARK: Files

    @Test("A result that ends early lacks frames, length and sound")
    func short() throws {
        let report = try verify("-i IN -t 4 \(VerificationTests.x264) -c:a copy")
        #expect(report.picture?.missing.count == 48)
        #expect(faults(report).first == "48 frames of the source are missing, from 4.000 s on")
        #expect(faults(report).contains { $0.hasSuffix("ms shorter") })
    }

    @Test("A result that is cut off is not good, and that is no error")
    func cutOff() throws {
        let report = try FilmVerification.run(
            source: TestMedia.h264.file(),
            result: TestMedia.truncatedMKV.file()
        ) { _ in }
        try #require(faults(report).count == 1)
        #expect(faults(report)[0].hasPrefix("the result cannot be read: it ends after "))
    }

    @Test("Broken bits in the result are a fault, in the source they are not")
    func damaged() throws {
        let (whole, broken) = (try TestMedia.h264TS.file(), try TestMedia.damagedTS.file())
        let bad = try FilmVerification.run(source: whole, result: broken) { _ in }
        #expect(
            faults(bad).contains {
                $0.hasPrefix("the picture of the result does not decode cleanly")
            }
        )
        let same = try FilmVerification.run(source: whole, result: whole) { _ in }
        #expect(faults(same) == [])
        #expect(same.picture?.likeness?.mean == 1)
    }

    @Test("What the container cannot hold is named")
    func inventory() throws {
        let report = try verify(
            "-i IN -map 0:v -map 0:a:0 -map_chapters -1 -map_metadata -1 "
                + "-c copy",
            of: .richMKV
        )
        #expect(faults(report) == [])
        let named = report.missing
        #expect(named.contains { $0.hasPrefix("stream 3 (subtitle") })
        #expect(named.contains { $0.contains("font.ttf") })
        #expect(named.contains { $0.hasSuffix(" chapters") })
        #expect(named.contains("the language deu of stream 1"))
        #expect(named.contains("stream 2 (audio, opus, jpn, \"Kommentar\")"))
    }
}
