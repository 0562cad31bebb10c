public import Model

extension Judge {
    /// A sound track as it is decoded: without priming, in blocks of 1024 samples that do not
    /// depend on how it is cut into packets.
    public struct Sound: Hashable, Sendable {
        public var sampleRate: Int64
        public var channelLayout: String
        /// Blocks with their times in samples, as the file has them; the last one may be shorter.
        public var blocks: [Frame]
        public var complaints: [String]

        public var sampleCount: Int64 { blocks.reduce(0) { $0 + $1.duration } }
        public var hashes: [String] { blocks.map(\.hash) }
        /// The time of the first sample, in samples.
        public var start: Int64? { blocks.first?.time }
        public var end: Int64? { blocks.last.map { $0.time + $0.duration } }
        public var startSeconds: Double? { start.map { Double($0) / Double(sampleRate) } }

        /// One hash of all samples, without their times.
        public var hash: String {
            var sum = Hash64()
            for block in blocks { sum.add(block.hash) }
            return sum.text
        }
    }

    static let samplesPerBlock = 1_024

    /// Decodes a sound track completely.
    ///
    /// - Parameter codec: What samples are stored as before they are hashed: `pcm_f32le` tells any
    ///   two decodings apart, `pcm_s16le` those that can be heard.
    public static func sound(
        of file: Path,
        stream: String = "a:0",
        codec: String = "pcm_f32le"
    ) throws -> Sound {
        let ended = try MediaTool.ffmpeg.run(
            quietly + [
                "-threads", "1", "-copyts", "-i", .file(file), "-map", "0:\(stream)",
                "-af", "asetnsamples=n=\(samplesPerBlock):p=0", "-c:a", "\(codec)",
                "-avoid_negative_ts", "disabled", "-f", "framemd5", "-",
            ]
        )
        let base = try timeBase(ofHashes: ended)
        guard base.numerator == 1 else {
            throw Unreadable("sound is not counted in samples but in \(base)")
        }
        let layout = "#channel_layout_name 0: "
        let named = ended.lines.first { $0.hasPrefix(layout) }?.dropFirst(layout.count)
        return Sound(
            sampleRate: base.denominator,
            channelLayout: named.map(String.init) ?? "",
            blocks: try hashedFrames(ended),
            complaints: ended.errorLines
        )
    }
}

/// FNV-1a, for keys and for sums of sums: nobody attacks tests.
struct Hash64: Hashable, Sendable {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    }

    /// With its end marked, so that two texts are not one.
    mutating func add(_ text: String) {
        add(text.utf8)
        add(CollectionOfOne(0))
    }

    /// Sixteen hexadecimal digits.
    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
