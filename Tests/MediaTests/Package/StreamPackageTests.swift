import Model
import Platform
import TestKit
import Testing

@testable import Media

@Suite("Packages for players that adapt")
struct StreamPackageTests {
    @Test("every track has its frames at the source's times")
    func tracks() throws {
        let scratch = try Scratch()
        let source = try TestMedia.h264.file()
        let lab = PackageLab(scratch.path, .streams([(160, 120), (80, 60)]))
        let made = try lab.run(source)
        let names = try Directory.entries(of: made.directory).map { "\($0.name)" }.sorted()
        #expect(
            names == [
                "film-120p-iframes.m3u8", "film-120p.m3u8", "film-120p.mp4",
                "film-60p-iframes.m3u8",
                "film-60p.m3u8", "film-60p.mp4", "film-stereo.m3u8", "film-stereo.mp4",
                "manifest.mpd", "master.m3u8",
            ]
        )
        let wanted = try Judge.frames(of: source)
        for name in ["film-120p.mp4", "film-60p.mp4"] {
            let found = try Judge.frames(of: made.directory / FileName(name))
            #expect(found.complaints.isEmpty)
            #expect(found.nanoseconds(from: .zero) == wanted.nanoseconds(from: .firstFrame))
        }
    }
}
