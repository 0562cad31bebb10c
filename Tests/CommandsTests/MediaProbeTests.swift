import CommandLine
@testable import Commands
import Model
import Platform
import TestKit
import Testing

@Suite("What media probe says")
struct MediaProbeTests {
    @Test("People get a line for the file, two for each stream, and where it can be cut")
    func text() throws {
        let file = try TestMedia.h264.file()
        let run = Run("media probe \(file)")
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(run.code == .done)
        #expect(lines.count == 6)
        #expect(lines[0].hasPrefix("\(file): QuickTime / MOV, 0:06.0"))
        #expect(lines[1].hasPrefix("  0  video  h264 (High), 160x120, "))
        #expect(lines[1].contains(", 24 fps, "))
        #expect(
            lines[2]
                == "            144 packets, from 0:00.000 to 0:06.000, 6 key at most 1.0 s apart"
        )
        #expect(lines[3].hasPrefix("  1  audio  aac (LC), 48,000 Hz, mono, fltp, "))
        #expect(lines[5] == "can be cut: 6 clean places, largest gap 1.0 s")
    }

    @Test("Programs get a document that names its form")
    func json() throws {
        let run = Run("media probe --json \(try TestMedia.h264.file())")
        #expect(run.output.contains(#""schema":"reelmill.media/1""#))
        #expect(run.output.contains(#""mainVideo":0"#))
        #expect(run.output.contains(#""codec":"h264""#))
        #expect(run.output.filter { $0 == "\n" }.count == 1)
    }

    @Test("What is no media file is refused by what it is")
    func kinds() throws {
        let scratch = try Scratch()
        let missing = Run("media probe \(scratch.path)/a.mkv")
        #expect(missing.code == .notFound)
        #expect(
            missing.errors == "reelmill: cannot examine \(scratch.path)/a.mkv: "
                + "No such file or directory (ENOENT)\n"
        )
        let directory = Run("media probe \(scratch.path)")
        #expect(directory.code == .failed)
        #expect(directory.errors == "reelmill: \(scratch.path) is a directory, not a media file\n")
        let device = Run("media probe /dev/null")
        #expect(device.errors == "reelmill: /dev/null is a device, not a media file\n")
        let empty = try scratch.file("empty.mkv")
        let run = Run("media probe \(empty)")
        #expect(run.code == .failed)
        #expect(
            run.errors == "reelmill: cannot read \(empty): it is empty (0 bytes); "
                + "wait until it is whole, or copy it again\n"
        )
    }

    @Test("Nothing that a file says acts on a terminal")
    func hostile() throws {
        let scratch = try Scratch()
        try MediaTool.ffmpeg.run(
            [
                "-nostdin", "-v", "error", "-f", "lavfi", "-i", "sine=d=1", "-metadata",
                "title=a\u{1b}[31m\nb", "-metadata:s:a:0", "language=x\u{202e}y", "a.mkv",
            ],
            in: scratch.path
        )
        let run = Run("media probe \(scratch.path)/a.mkv")
        #expect(run.output.contains(#""a\x1b[31m\nb""#))
        #expect(run.output.contains(#"x\u{202e}y"#))
        #expect(!run.output.contains("\u{1b}"))
        #expect(run.output.hasSuffix("cannot be cut: there is no film in it\n"))
    }
}
