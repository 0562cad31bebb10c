public import Model
internal import Platform

extension Judge {
    /// Decodes every picture and sound and gives what the decoders and the demuxer complain about.
    public static func decodeErrors(of file: Path) throws -> [String] {
        let ended = try MediaTool.ffmpeg.runToAnyEnd(
            [
                "-nostdin", "-hide_banner", "-nostats", "-v", "repeat+error", "-threads", "1", "-i",
                .file(file),
                "-map", "0:v?", "-map", "0:a?", "-fps_mode", "passthrough", "-f", "null", "-",
            ]
        )
        // What the muxer says of the order of times is not about decoding.
        let order = "non monotonically increasing dts to muxer"
        let complaints = ended.errorLines.filter { !$0.contains(order) }
        if ended.status.isSuccess || !complaints.isEmpty { return complaints }
        return ["ffmpeg \(ended.status)"]
    }

    /// How near a picture is to another, 1 being the same.
    public struct Likeness: Hashable, Sendable {
        /// The structural similarity of every frame, all planes together.
        public var frames: [Double]

        public var mean: Double { frames.reduce(0, +) / Double(max(1, frames.count)) }
        public var worst: Double { frames.min() ?? 0 }
    }

    /// Compares two videos frame by frame, the first with the first, whatever their times are.
    /// Both are brought to the size of the second and to 4:2:0.
    public static func likeness(
        of result: Path,
        to original: Path,
        stream: String = "v:0"
    ) throws -> Likeness {
        let counted = "settb=1/1000,setpts=N"
        let graph =
            "[0:\(stream)]\(counted)[a];[1:\(stream)]\(counted),format=yuv420p[b];"
            + "[a][b]scale2ref[c][d];[c]format=yuv420p[e];[e][d]ssim=stats_file=-:shortest=1"
        let ended = try MediaTool.ffmpeg.run(
            quietly + [
                "-noautorotate", "-i", .file(result), "-noautorotate", "-i", .file(original),
                "-lavfi", "\(graph)", "-fps_mode", "passthrough", "-f", "null", "/dev/null",
            ]
        )
        // Lines such as `n:1 Y:0.99 U:0.98 V:0.98 All:0.99 (19.8)`.
        let frames = ended.lines.compactMap { line in
            line.split(separator: " ").first { $0.hasPrefix("All:") }
                .flatMap { Double($0.dropFirst(4)) }
        }
        guard !frames.isEmpty else { throw Unreadable("ssim compared no frame") }
        return Likeness(frames: frames)
    }
}
