/// What the runs of one encoder came to, on both sides.
struct EncoderResult {
    let name: String
    var ffmpeg: [MeasuredRun] = []
    var reelmill: [MeasuredRun] = []
    /// Of ffmpeg's and of reelmill's last result.
    var bytes = (0.0, 0.0)
    var likeness = (0.0, 0.0)

    init(name: String) { self.name = name }

    var ffmpegWall: Double { EncoderResult.median(ffmpeg.map(\.wallSeconds)) }
    var reelmillWall: Double { EncoderResult.median(reelmill.map(\.wallSeconds)) }
    var wallRatio: Double { reelmillWall / ffmpegWall }
    var ffmpegProcessor: Double { EncoderResult.median(ffmpeg.map(\.processorSeconds)) }
    var reelmillProcessor: Double { EncoderResult.median(reelmill.map(\.processorSeconds)) }
    var processorRatio: Double { reelmillProcessor / ffmpegProcessor }
    var sizeRatio: Double { bytes.1 / bytes.0 }

    /// A number of the document that `reelmill transcode --json` ends with.
    func figure(_ key: String) -> Double {
        EncoderResult.median(reelmill.compactMap { EncoderResult.number(key, in: $0.output) })
    }

    func share(_ key: String) -> Double { figure(key) / figure("encode") }

    /// What cutting costs beside encoding and the proof of the parts.
    var overhead: Double { share("split") + share("join") + share("join_proof") }

    static func median(_ figures: [Double]) -> Double {
        guard !figures.isEmpty else { return .nan }
        let sorted = figures.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// The document is our own and its keys are unlike each other: no parser is needed.
    private static func number(_ key: String, in document: [UInt8]) -> Double? {
        let text = String(decoding: document, as: UTF8.self)
        let quoted = "\"\(key)\":"
        var rest = text[...]
        while let first = rest.first {
            if first == "\"", rest.hasPrefix(quoted) {
                return Double(
                    rest.dropFirst(quoted.count).prefix { "-+.eE0123456789".contains($0) }
                )
            }
            rest = rest.dropFirst()
        }
        return nil
    }
}
