public import Model

/// What the ffmpeg and ffprobe programs say of a file: a second opinion that shares no code of ours
/// and no call of libav with the engine. Every function blocks while the program runs.
public enum Judge {
    /// A frame as the decoder gives it, or a block of sound.
    public struct Frame: Hashable, Sendable {
        /// In ticks of its stream, as the file has it: no start time is subtracted.
        public var time: Int64
        public var duration: Int64
        /// Of the picture's or the sound's bytes, without padding.
        public var hash: String

        public init(time: Int64, duration: Int64, hash: String) {
            self.time = time
            self.duration = duration
            self.hash = hash
        }
    }

    /// All frames of one stream, in the order in which they are shown.
    public struct Frames: Hashable, Sendable {
        public var timeBase: Rational
        /// The start of the whole file in microseconds, which players show as zero.
        public var fileStart: Int64
        public var frames: [Frame]
        /// What the decoder complained about, one line each.
        public var complaints: [String]

        public init(timeBase: Rational, fileStart: Int64, frames: [Frame], complaints: [String]) {
            self.timeBase = timeBase
            self.fileStart = fileStart
            self.frames = frames
            self.complaints = complaints
        }

        public var count: Int { frames.count }
        public var times: [Int64] { frames.map(\.time) }
        public var hashes: [String] { frames.map(\.hash) }

        /// What is known of a recording that begins inside a group: from FFmpeg 7 on the decoder of
        /// HEVC shows up to three pictures from before the first that 5.1 shows, though all that
        /// they refer to is missing. Nobody misses them.
        public func from(theFirstOf planned: Int, in media: TestMedia) -> Frames {
            guard media == .midGOPHEVC, (1...3).contains(count - planned) else { return self }
            var rest = self
            rest.frames = Array(frames.suffix(planned))
            return rest
        }

        /// Times in nanoseconds from the given zero.
        public func nanoseconds(from origin: Origin = .fileStart) -> [Int64] {
            let zero =
                switch origin {
                case .zero: Int64(0)
                case .fileStart: fileStart * 1_000
                case .firstFrame: frames.first.map { nanoseconds($0.time) } ?? 0
                }
            return frames.map { nanoseconds($0.time) - zero }
        }

        private func nanoseconds(_ time: Int64) -> Int64 {
            timeBase.rescale(time, to: Judge.nanoseconds)
        }
    }

    /// Where times are counted from.
    public enum Origin: Sendable {
        /// As they are written in the file.
        case zero
        /// From what the file as a whole begins at, its earliest stream.
        case fileStart
        case firstFrame
    }

    static let nanoseconds = Rational(1, 1_000_000_000)

    /// Decodes a video stream and gives every frame that comes out, with its exact time.
    ///
    /// - Parameters:
    ///   - stream: As ffmpeg names it, for example `v:0`.
    ///   - pixelFormat: What the frames are converted to before they are hashed; nil leaves them.
    ///
    /// Discarded frames of edit lists do not come out; the display matrix is not applied.
    public static func frames(
        of file: Path,
        stream: String = "v:0",
        pixelFormat: String? = nil
    ) throws -> Frames {
        let clock = try clock(of: file, stream: stream)
        // `-copyts` keeps the demuxer's times exactly; without it the start in microseconds is
        // subtracted, which is not always a whole number of ticks. The encoder's time base must be
        // named, for the default is one tick per frame of the guessed rate.
        var words: [ToolWord] = [
            "-noautorotate", "-threads", "1", "-copyts", "-i", .file(file), "-map", "0:\(stream)",
            "-fps_mode", "passthrough", "-enc_time_base", "\(clock.timeBase)",
        ]
        if let pixelFormat { words += ["-pix_fmt", "\(pixelFormat)"] }
        words += ["-avoid_negative_ts", "disabled", "-f", "framemd5", "-"]
        let ended = try MediaTool.ffmpeg.run(quietly + words)
        return Frames(
            timeBase: try timeBase(ofHashes: ended),
            fileStart: clock.fileStart,
            frames: try hashedFrames(ended),
            complaints: ended.errorLines
        )
    }

    static let quietly: [ToolWord] = ["-nostdin", "-hide_banner", "-nostats", "-v", "error"]

    /// The time base of a stream, and the start of the whole file in microseconds.
    static func clock(of file: Path, stream: String) throws -> (
        timeBase: Rational, fileStart: Int64
    ) {
        let ended = try MediaTool.ffprobe.run([
            "-v", "error", "-select_streams", "\(stream)", "-show_entries",
            "stream=time_base:format=start_time", "-of", "flat", .file(file),
        ])
        let values = FlatText.values(ended.lines)
        guard let base = values["streams.stream.0.time_base"].flatMap(Rational.init(fraction:))
        else { throw Unreadable("\(file) has no stream \(stream)") }
        let start = values["format.start_time"].flatMap(FlatText.microseconds)
        return (base, start ?? 0)
    }

    /// The lines that the framemd5 muxer writes.
    static func hashedFrames(_ ended: MediaTool.Ended) throws -> [Frame] {
        try ended.lines.compactMap { line in
            if line.hasPrefix("#") { return nil }
            let fields = line.split(separator: ",").map { $0.drop { $0 == " " } }
            guard fields.count >= 6, let time = Int64(fields[2]), let duration = Int64(fields[3])
            else { throw Unreadable("framemd5 wrote the line \(line)") }
            return Frame(time: time, duration: duration, hash: String(fields[5]))
        }
    }

    static func timeBase(ofHashes ended: MediaTool.Ended) throws -> Rational {
        let mark = "#tb 0: "
        let line = ended.lines.first { $0.hasPrefix(mark) }
        guard let base = line.flatMap({ Rational(fraction: $0.dropFirst(mark.count)) }) else {
            throw Unreadable("framemd5 named no time base")
        }
        return base
    }

    /// A program of FFmpeg wrote what we cannot read.
    public struct Unreadable: Error, CustomStringConvertible {
        public let description: String

        init(_ description: String) { self.description = description }
    }
}
