import Model
import Platform
import TestKit

/// Media that only these tests need, in a directory that is gone with the test.
struct ProbeFixtures: ~Copyable {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Runs ffmpeg; `line` is split at spaces and ends before the output.
    func make(_ name: String, _ line: String) throws -> Path {
        let words = line.split(separator: " ").map { ToolWord($0) }
        try MediaTool.ffmpeg.run(
            ["-nostdin", "-v", "error", "-y"] + words + ["\(name)"],
            in: scratch.path
        )
        return scratch.path / FileName(name)
    }

    func write(_ name: String, _ bytes: [UInt8]) throws -> Path {
        let path = scratch.path / FileName(name)
        let file = try OpenFile.create(path)
        try file.write(bytes)
        try file.close()
        return path
    }

    func bytes(of path: Path) throws -> [UInt8] {
        try OpenFile(path, for: .read).readAll(limit: 64 << 20)
    }

    /// A picture of two seconds and its sound, which other lines build on.
    static let picture = "-f lavfi -i testsrc2=s=160x120:r=25:d=2 -f lavfi -i sine=d=2"
    static let coding =
        "-c:v libx264 -preset ultrafast -threads 1 -g 10 -bf 2 -c:a aac -b:a 32k -shortest"
}
