import Model
import TestKit
import Testing

@testable import Media

@Suite("The verification of whole films")
struct VerifiedFilmTests {
    /// No fault is found where the judge finds none: in films that went the whole way.
    @Test(
        "Films that were cut, encoded and joined are good",
        arguments: [
            TestMedia.h264OpenGOP, .h264Interlaced, .hevcTS, .mpeg2PS, .vp9, .mpeg4AVI, .palMKV,
            .h264RGB, .hevc10, .variableRateMKV, .film2997, .startsAtTenTS, .sizeChanges,
            .cutOffHead,
            .soundLate, .soundEarlyMKV, .richMKV, .midGOPHEVC, .damagedTS,
        ]
    )
    func good(_ media: TestMedia) throws {
        let scratch = try Scratch()
        let source = try media.file()
        let lab = FilmLab(scratch.path, container: "matroska", sliceMilliseconds: 1_000)
        let result = scratch.path / "result.mkv"
        _ = try lab.run(source, to: result)
        let report = try FilmVerification.run(source: source, result: result) { _ in }
        #expect(report.isGood, "\(report.findings.map(\.text))")
        let likeness = try #require(report.picture?.likeness)
        // Bringing a size to another and back again is not free of loss.
        let least = media == .sizeChanges ? 0.8 : 0.999
        #expect(likeness.worst > least || likeness.damagedFrames > 0)
    }
}
