internal import Model

/// What is said of a transcode that is done.
enum TranscodeReport {
    /// For example `b.mkv: 1,440 frames, 1m 00s, 12.4 MB (31.2% of the source), made in 45s (31.4
    /// fps, 1.31x)`.
    static func line(_ summary: TranscodeSummary, _ result: Path) -> String {
        let frames = Figures.grouped(Int64(summary.frames))
        let film = Amount.time(seconds: Double(summary.filmMilliseconds) / 1_000)
        var size = Amount.size(summary.bytes)
        if summary.sourceBytes > 0 {
            let share = Double(summary.bytes) / Double(summary.sourceBytes) * 100
            size += " (\(Figures.decimal(share, digits: 1))% of the source)"
        }
        let elapsed = Double(summary.elapsedMilliseconds) / 1_000
        var made = "made in \(Amount.time(seconds: elapsed))"
        if elapsed > 0 {
            let rate = Figures.decimal(Double(summary.frames) / elapsed, digits: 1)
            let speed = Amount.speed(Double(summary.filmMilliseconds) / 1_000 / elapsed)
            made += " (\(rate) fps, \(speed))"
        }
        let noun = summary.frames == 1 ? "frame" : "frames"
        return "\(Quoted.path(result)): \(frames) \(noun), \(film), \(size), \(made)"
    }

    /// What a person should know besides.
    static func notes(_ summary: TranscodeSummary) -> [String] {
        let damage = summary.damage
        var notes = summary.notes
        if damage.concealedCount > 0 {
            let what = "damaged in the source and were concealed"
            notes.append(times(damage.concealedCount, what, damage.concealed))
        }
        if damage.missingCount > 0 {
            let what = "too damaged in the source to be decoded and are missing"
            notes.append(times(damage.missingCount, what, damage.missing))
        }
        return notes
    }

    /// More would not be read.
    private static let timesShownMax = 5

    private static func times(_ count: Int, _ what: String, _ times: [Double]) -> String {
        let noun = count == 1 ? "1 frame was" : "\(Figures.grouped(Int64(count))) frames were"
        var shown = times.prefix(timesShownMax).map { Figures.clock(seconds: $0) }
        if count > shown.count { shown.append("…") }
        return "\(noun) \(what), at \(shown.joined(separator: ", "))"
    }
}

/// What `--json` prints: any number of lines of progress, and one when it is done.
enum TranscodeDocument {
    static let schema = "\(Product.name).transcode/1"

    struct Progress: Encodable {
        let type = "progress"
        /// From 0 to 1.
        let progress: Double?
        let fps: Double
        let speed: Double
        let seconds_left: Double?
        let stage: String
        let slices_done: Int
        let slices_total: Int?
        let bytes: Int64
        /// Nil is one size.
        let renditions: [RenditionProgress]?
    }

    struct RenditionProgress: Encodable {
        let name: String
        let slices_done: Int
        let frames: Int
        let bytes: Int64
    }

    struct Done: Encodable {
        let type = "done"
        let path: String
        let path_b64: String?
        let frames: Int
        let seconds: Double
        let bytes: Int64
        let source_bytes: Int64
        let elapsed_seconds: Double
        let notes: [String]
        let concealed: Int
        let concealed_at: [Double]
        let missing: Int
        let missing_at: [Double]
        let slices: Int
        let timing: Timing
        /// Nil is one size.
        let renditions: [Rendition]?
    }

    struct Rendition: Encodable {
        let name: String
        let width: Int
        let height: Int
        let frames: Int
        let bytes: Int64
        let average_bit_rate: Int64
        let peak_bit_rate: Int64

        init(_ rendition: PackageReport.Rendition) {
            name = rendition.name
            (width, height) = (rendition.width, rendition.height)
            (frames, bytes) = (rendition.frames, rendition.bytes)
            average_bit_rate = rendition.averageBitRate
            peak_bit_rate = rendition.peakBitRate
        }
    }

    /// Seconds, each summed over all tasks of a kind.
    struct Timing: Encodable {
        let split: Double
        let encode: Double
        let part_proof: Double
        let join: Double
        let join_proof: Double

        init(_ timing: TranscodeTiming) {
            split = Double(timing.splitMilliseconds) / 1_000
            encode = Double(timing.encodeMilliseconds) / 1_000
            part_proof = Double(timing.partProofMilliseconds) / 1_000
            join = Double(timing.joinMilliseconds) / 1_000
            join_proof = Double(timing.joinProofMilliseconds) / 1_000
        }
    }

    static func progress(_ progress: TranscodeProgress) -> Document<Progress> {
        Document(
            schema: schema,
            body: Progress(
                progress: progress.percent.flatMap(finite).map { ($0 * 100).rounded() / 10_000 },
                fps: finite(progress.framesPerSecond) ?? 0,
                speed: finite(progress.speed) ?? 0,
                seconds_left: progress.secondsLeft.flatMap(finite),
                stage: progress.stage,
                slices_done: progress.slicesDone,
                slices_total: progress.slicesTotal,
                bytes: progress.bytes,
                renditions: progress.renditions.isEmpty
                    ? nil
                    : progress.renditions.map {
                        RenditionProgress(
                            name: $0.name,
                            slices_done: $0.slicesDone,
                            frames: $0.frames,
                            bytes: $0.bytes
                        )
                    }
            )
        )
    }

    static func done(_ summary: TranscodeSummary, _ result: Path) -> Document<Done> {
        let path = JSONBytes(result.bytes)
        return Document(
            schema: schema,
            body: Done(
                path: path.text,
                path_b64: path.base64,
                frames: summary.frames,
                seconds: Double(summary.filmMilliseconds) / 1_000,
                bytes: summary.bytes,
                source_bytes: summary.sourceBytes,
                elapsed_seconds: Double(summary.elapsedMilliseconds) / 1_000,
                notes: summary.notes,
                concealed: summary.damage.concealedCount,
                concealed_at: summary.damage.concealed,
                missing: summary.damage.missingCount,
                missing_at: summary.damage.missing,
                slices: summary.timing.slices,
                timing: Timing(summary.timing),
                renditions: summary.renditions.isEmpty
                    ? nil : summary.renditions.map(Rendition.init)
            )
        )
    }

    /// JSON has no other numbers.
    private static func finite(_ number: Double) -> Double? { number.isFinite ? number : nil }
}
