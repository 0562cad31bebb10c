internal import CFFmpeg
public import Model

/// Joins parts, sound and the rest of the source to the result, and proves it by its packets.
///
/// Memory and open files do not grow with the number of parts: each is opened when it is its turn.
public enum FilmJoining {
    public static func run(
        _ order: JoinOrder,
        progress: (TaskProgress) -> Void
    ) throws(MediaFailure) -> JoinReport {
        try LogCapture.during { _ throws(MediaFailure) in
            var order = order
            order.parts = try partsWithFrames(order)
            try checkParts(order)
            let first = try attempt(order, corrections: [:], progress)
            if first.moved.isEmpty { return first.report }
            // Older versions of libavformat forget, for Matroska, that a decoder drops the first
            // samples of Opus, and move the sound by them (7 ms).
            let second = try attempt(order, corrections: first.moved.mapValues { -$0 }, progress)
            if let (stream, apart) = second.moved.first {
                throw MediaFailure(
                    .mismatch,
                    "prove",
                    order.result,
                    "the sound of stream \(stream) was moved by \(apart) microseconds"
                )
            }
            return second.report
        }
    }

    private struct Attempt {
        var report: JoinReport
        /// Sound that is not where it was, by the stream of the result, in microseconds.
        var moved: [Int: Int64]
    }

    private static func attempt(
        _ order: JoinOrder,
        corrections: [Int: Int64],
        _ progress: (TaskProgress) -> Void
    ) throws(MediaFailure) -> Attempt {
        let begin = av_gettime_relative()
        let source = try Demuxer(order.source)
        let result = try ResultFile(order, source, corrections: corrections)
        var ledger = StreamLedger()
        var broken = BrokenPackets()
        let frames = try write(result, order, &ledger, &broken, progress)
        let bytes = try result.muxer.finish()
        let joined = av_gettime_relative()
        ledger.uncorrect(corrections)
        let moved = try ResultProof(order, ledger, picture: result.picture).run()
        let losses = try ResultLosses(source, order.result, container: order.recipe.container)
        let report = JoinReport(
            path: order.result,
            bytes: bytes,
            frames: frames,
            durationMilliseconds: ledger.durationMilliseconds(result.picture),
            joinMilliseconds: (joined - begin) / 1_000,
            proofMilliseconds: (av_gettime_relative() - joined) / 1_000,
            dropped: result.dropped + losses.notes(result.indices) + broken.notes(result.muxer)
        )
        return Attempt(report: report, moved: moved)
    }

    /// Those of slices that are damaged as a whole have none.
    private static func partsWithFrames(_ order: JoinOrder) throws(MediaFailure) -> [PartReport] {
        for (index, part) in order.parts.enumerated() where part.slice != index {
            let cause = "it is of slice \(part.slice), and slice \(index) is next"
            throw MediaFailure(.mismatch, "join", part.path, cause)
        }
        let parts = order.parts.filter { !$0.times.isEmpty }
        guard parts.isEmpty, !order.parts.isEmpty else { return parts }
        let cause = "not one of its frames can be decoded"
        throw MediaFailure(.damaged, "transcode", order.source, cause)
    }

    /// Parts fit together when a decoder that begins with the first can go on with the others.
    private static func checkParts(_ order: JoinOrder) throws(MediaFailure) {
        guard let first = order.parts.first else {
            throw MediaFailure(.mismatch, "join", order.result, "there are no parts")
        }
        for (index, part) in order.parts.enumerated() {
            let path = part.path
            func refuse(_ cause: String) -> MediaFailure {
                MediaFailure(.mismatch, "join", path, cause)
            }
            guard part.parameters.extradata == first.parameters.extradata,
                part.parameters.codec == first.parameters.codec
            else {
                throw refuse(
                    "its encoder made other parameter sets than that of slice 0: the nodes have "
                        + "different encoder libraries"
                )
            }
            guard part.timeBase == first.timeBase else {
                throw refuse("its time base is \(part.timeBase), not \(first.timeBase)")
            }
            guard index == 0 || follows(part, order.parts[index - 1]) else {
                throw refuse("its first frame is not after the last one of the slice before")
            }
        }
    }

    private static func follows(_ part: PartReport, _ before: PartReport) -> Bool {
        guard let first = part.times.first, let last = before.times.last else { return true }
        return first > last
    }

    private static func write(
        _ result: ResultFile,
        _ order: JoinOrder,
        _ ledger: inout StreamLedger,
        _ broken: inout BrokenPackets,
        _ progress: (TaskProgress) -> Void
    ) throws(MediaFailure) -> Int {
        let picture = try PartPackets(order, result.picture)
        var sources: [any PacketSource] = [picture]
        if let sound = order.sound { sources.append(try SoundPackets(sound, result.sound)) }
        if !result.copies.isEmpty || !result.conversions.isEmpty {
            sources.append(try CopiedPackets(order.source, result))
        }
        let total = order.parts.reduce(0) { $0 + $1.times.count }
        var meter = JoinMeter(total: total, result.picture)
        var heads = try sources.map { source throws(MediaFailure) in try source.next() }
        while let index = earliest(of: heads, result.muxer) {
            guard let packet = heads[index] else { break }
            if index == 0 { meter.take(packet) }
            if sources[index] is CopiedPackets {
                try copy(packet, to: result.muxer, order, &ledger, &broken)
            } else {
                ledger.take(packet, result.muxer.timeBase(packet.stream))
                try result.muxer.writeInterleaved(packet)
            }
            heads[index] = try sources[index].next()
            if meter.isDue { progress(meter.progress) }
        }
        guard picture.frames == total else {
            throw MediaFailure(
                .mismatch,
                "join",
                order.result,
                "the parts hold \(picture.frames) frames, and \(total) are planned"
            )
        }
        return picture.frames
    }

    /// What is taken from the source as it is may be broken, most often where a recording ends.
    private static func copy(
        _ packet: Packet,
        to muxer: Muxer,
        _ order: JoinOrder,
        _ ledger: inout StreamLedger,
        _ broken: inout BrokenPackets
    ) throws(MediaFailure) {
        let base = muxer.timeBase(packet.stream)
        let (stream, time) = (packet.stream, base.seconds(packet.presentation ?? 0))
        var taken = ledger
        taken.take(packet, base)
        do throws(MediaFailure) {
            try muxer.writeInterleaved(packet)
            ledger = taken
        } catch {
            guard error.kind == .unreadable else { throw error }
            if order.recipe.onDamage == .fail {
                throw MediaFailure(.damaged, error.attempt, error.path, error.cause)
            }
            broken.note(stream, at: time)
        }
    }

    /// The source whose next packet is decoded first.
    private static func earliest(of heads: [Packet?], _ muxer: Muxer) -> Int? {
        var best: (index: Int, time: Int64, base: AVRational)?
        for (index, head) in heads.enumerated() {
            guard let head else { continue }
            let base = muxer.stream(head.stream).pointee.time_base
            let time = head.decoding ?? 0
            if let found = best, av_compare_ts(time, base, found.time, found.base) >= 0 { continue }
            best = (index, time, base)
        }
        return best?.index
    }
}

/// How far the joining is.
private struct JoinMeter {
    private let total: Int
    private let output: OutputStream
    private let begin = av_gettime_relative()
    private var lastReport: Int64 = 0
    private var frames = 0
    private var bytes: Int64 = 0
    private var time: Int64 = 0

    init(total: Int, _ output: OutputStream) {
        self.total = total
        self.output = output
    }

    mutating func take(_ packet: Packet) {
        frames += 1
        bytes += Int64(packet.bytes.count)
        time = max(time, packet.presentation ?? 0)
    }

    /// Four times a second at most.
    var isDue: Bool {
        mutating get {
            let now = av_gettime_relative()
            guard now - lastReport > 250_000 else { return false }
            lastReport = now
            return true
        }
    }

    var progress: TaskProgress {
        TaskProgress(
            stage: .joining,
            frames: frames,
            framesTotal: total,
            outputMilliseconds: output.timeBase.rescale(time, to: Rational(1, 1_000)),
            bytes: bytes,
            elapsedMilliseconds: (av_gettime_relative() - begin) / 1_000
        )
    }
}
