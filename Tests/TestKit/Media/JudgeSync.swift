public import Model

extension Judge {
    /// When the flashes are seen and the beeps are heard in a film made for that, in seconds as the
    /// file has them.
    public struct SyncMarks: Hashable, Sendable {
        public var flashes: [Double]
        public var beeps: [Double]

        /// How much later each beep is than its flash, in seconds.
        public var offsets: [Double] { zip(flashes, beeps).map { $1 - $0 } }
    }

    /// Measures `TestMedia.sync…`, or what became of it, from decoded pictures and samples.
    public static func syncMarks(
        of file: Path,
        video: String = "v:0",
        sound: String = "a:0"
    ) throws -> SyncMarks {
        SyncMarks(
            flashes: try flashes(in: file, stream: video),
            beeps: try beeps(in: file, stream: sound)
        )
    }

    /// The first bright picture of each row of them.
    private static func flashes(in file: Path, stream: String) throws -> [Double] {
        let base = try clock(of: file, stream: stream).timeBase
        let ended = try MediaTool.ffmpeg.run(
            quietly + [
                "-noautorotate", "-copyts", "-i", .file(file), "-map", "0:\(stream)",
                "-vf", "signalstats,metadata=print:file=-", "-fps_mode", "passthrough",
                "-f", "null", "/dev/null",
            ]
        )
        var flashes: [Double] = []
        var time: Int64?
        var wasBright = false
        for line in ended.lines {
            // Lines such as `frame:0    pts:1026000 pts_time:11.4`, then the values.
            if line.hasPrefix("frame:") {
                let word = line.split(separator: " ").first { $0.hasPrefix("pts:") }
                time = word.flatMap { Int64($0.dropFirst(4)) }
            } else if line.hasPrefix("lavfi.signalstats.YAVG=") {
                let mean = line.split(separator: "=").last.flatMap { Double($0) } ?? 0
                let isBright = mean > 125
                if isBright, !wasBright, let time { flashes.append(base.seconds(time)) }
                wasBright = isBright
            }
        }
        return flashes
    }

    /// The first loud sample after a fifth of a second without any.
    private static func beeps(in file: Path, stream: String) throws -> [Double] {
        let sound = try sound(of: file, stream: stream)
        let samples = try MediaTool.ffmpeg.run(
            quietly + [
                "-threads", "1", "-i", .file(file), "-map", "0:\(stream)", "-ac", "1",
                "-c:a", "pcm_s16le", "-f", "s16le", "-",
            ]
        ).output
        let rate = Int(sound.sampleRate)
        let loud = Int(0.4 * 32_768)
        var beeps: [Double] = []
        var lastLoud = -rate
        for index in 0..<samples.count / 2 {
            let bits = UInt16(samples[2 * index]) | UInt16(samples[2 * index + 1]) << 8
            guard abs(Int(Int16(bitPattern: bits))) > loud else { continue }
            if index - lastLoud > rate / 5 {
                let (block, rest) = index.quotientAndRemainder(dividingBy: samplesPerBlock)
                guard sound.blocks.indices.contains(block) else { break }
                beeps.append(Double(sound.blocks[block].time + Int64(rest)) / Double(rate))
            }
            lastLoud = index
        }
        return beeps
    }
}
