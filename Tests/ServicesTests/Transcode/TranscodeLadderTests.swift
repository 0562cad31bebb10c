import Model
import Platform
import TestKit
import Testing

@testable import Services

/// Through the program as people run it.
@Suite("Ladders by reelmill transcode")
struct TranscodeLadderTests {
    /// Without loss, so that frames can be held against the source's.
    private let profile = """
        slice = 5s
        [video]
        -c:v libx264 -preset ultrafast -qp 0
        [audio]
        -c:a aac
        [rendition 120p]
        height = 120
        [rendition 60p]
        height = 60
        [rendition 720p]
        height = 720

        """

    private func transcode(_ words: [String]) throws -> BuiltProgram.Ended {
        try BuiltProgram.run((["transcode"] + words).map { Array($0.utf8) })
    }

    private func write(_ text: String, to path: Path) throws {
        let file = try OpenFile.create(path)
        try file.write(Array(text.utf8))
        try file.close()
    }

    private func names(_ directory: Path) throws -> [String] {
        try Directory.entries(of: directory).map { "\($0.name)" }.sorted()
    }

    /// What ffmpeg makes of the source's frames for the smaller size.
    private func small(_ source: Path, in directory: Path) throws -> [String] {
        let ladder = FilmLadder.test([(160, 120), (80, 60)])
        let file = directory / "small.nut"
        try MediaTool.ffmpeg.run([
            "-v", "error", "-i", .file(source), "-map", "0:v:0", "-vf", "\(ladder.filters(of: 1))",
            "-fps_mode", "passthrough", "-c:v", "ffv1", .file(file),
        ])
        return try Judge.frames(of: file).hashes
    }

    private func expectFrames(_ source: Path, _ results: [Path], in scratch: Path) throws {
        let frames = try Judge.frames(of: source)
        let wanted = [frames.hashes, try small(source, in: scratch)]
        #expect(frames.count == 144)
        for (result, hashes) in zip(results, wanted) {
            let found = try Judge.frames(of: result)
            #expect(found.complaints == [])
            #expect(found.hashes == hashes, "\(result)")
            let times = zip(
                found.nanoseconds(from: .firstFrame),
                frames.nanoseconds(from: .firstFrame)
            )
            for (one, other) in times { #expect(abs(one - other) <= 1_000_000) }
        }
    }

    @Test("A film for each size lies in a directory, with every frame, and the report shows them")
    func films() throws {
        let scratch = try Scratch()
        let source = try TestMedia.h264.file()
        try write("container = mkv\n" + profile, to: scratch.path / "p.conf")
        let place = scratch.path / "out"
        try Directory.create(place)
        let ended = try transcode(
            ["\(source)", "\(place)/", "--profile", "\(scratch.path)/p.conf", "--slots", "2"]
        )
        try #require(ended.code == 0, "\(ended.errors)")
        #expect(try names(place) == ["h264.ladder"])
        let result = place / "h264.ladder"
        #expect(try names(result) == ["h264-120p.mkv", "h264-60p.mkv"])
        try expectFrames(
            source,
            [result / "h264-120p.mkv", result / "h264-60p.mkv"],
            in: scratch.path
        )
        let lines = ended.output.split(separator: "\n")
        #expect(lines.first?.hasPrefix("\(result): 144 frames, 6s, ") == true, "\(ended.output)")
        #expect(lines.count == 4)
        #expect(lines.dropFirst(2).first?.hasPrefix("  120p       160x120     144 ") == true)
        #expect(lines.last?.hasPrefix("  60p          80x60     144 ") == true)
        #expect(
            ended.errors.contains("note: rendition 720p is left out: "),
            "\(ended.errors)"
        )
    }

    @Test("A package for players has all frames, and is replaced only when that is asked for")
    func streams() throws {
        let scratch = try Scratch()
        let source = try TestMedia.h264.file()
        let hls = "container = hls\n" + profile + "[hls]\nsegment = 1s\n"
        try write(hls, to: scratch.path / "p.conf")
        let result = scratch.path / "film.hls"
        let words = ["\(source)", "\(result)", "--profile", "\(scratch.path)/p.conf", "--json"]
        let ended = try transcode(words + ["--slots", "2"])
        try #require(ended.code == 0, "\(ended.errors)")
        let streams = ["film-120p.mp4", "film-60p.mp4"]
        try expectFrames(source, streams.map { result / FileName($0) }, in: scratch.path)
        let last = ended.output.split(separator: "\n").last ?? ""
        #expect(last.contains(#""height":120,"name":"120p","#), "\(last)")
        #expect(last.contains(#""height":60,"name":"60p","#), "\(last)")
        let made = try contents(of: result / "master.m3u8")
        let again = try transcode(words)
        #expect(again.code == 1)
        #expect(again.errors.contains("\(result) is there already; -y replaces it"))
        try write("old", to: result / "film-480p.mp4")
        let replaced = try transcode(words + ["-y"])
        #expect(replaced.code == 0, "\(replaced.errors)")
        #expect(try !names(result).contains("film-480p.mp4"))
        #expect(try contents(of: result / "master.m3u8") == made)
        try write("mine", to: result / "notes.txt")
        let refused = try transcode(words + ["-y"])
        #expect(refused.code == 1)
        #expect(refused.errors.contains("notes.txt"), "\(refused.errors)")
        #expect(refused.errors.contains("in it, which no ladder of its name has; name another"))
        #expect(try contents(of: result / "notes.txt") == Array("mine".utf8))
        #expect(try scratch.names() == ["film.hls", "p.conf", "small.nut"])
    }

    @Test("Ctrl-C leaves nothing behind")
    func stopped() throws {
        let scratch = try Scratch()
        try write("container = hls\n" + profile, to: scratch.path / "p.conf")
        var request = SpawnRequest(
            try BuiltProgram.path(),
            [
                "transcode", "\(try TestMedia.h264.file())", "\(scratch.path)/film.hls",
                "--profile", "\(scratch.path)/p.conf", "--slots", "1",
            ]
        )
        request.environment = ProcessInput.environment
        let child = try ChildProcess.spawn(request)
        let deadline = Deadline(after: .seconds(60))
        // It has begun to make something.
        while try scratch.names().count < 2, !deadline.isOver {
            Bell().wait(after: 0, upTo: .milliseconds(5))
        }
        try child.signal(.interrupt)
        let status = try #require(try child.wait(upTo: .seconds(60)))
        #expect(status.outcome == .exited(code: 130))
        #expect(try scratch.names() == ["p.conf"])
    }
}
