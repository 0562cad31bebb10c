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
        try run(order, JoinManner(), progress: progress)
    }

    static func run(
        _ order: JoinOrder,
        _ manner: JoinManner,
        progress: (TaskProgress) -> Void
    ) throws(MediaFailure) -> JoinReport {
        try LogCapture.during { _ throws(MediaFailure) in
            var order = order
            order.parts = try partsWithFrames(order)
            if isEncoded(order) { try checkParts(order) }
            let first = try attempt(order, manner, corrections: [:], progress)
            if first.moved.isEmpty { return first.report }
            // Older versions of libavformat forget, for Matroska, that a decoder drops the first
            // samples of Opus, and move the sound by them (7 ms).
            let second = try attempt(
                order,
                manner,
                corrections: first.moved.mapValues { -$0 },
                progress
            )
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

    /// Whether the picture comes from parts.
    static func isEncoded(_ order: JoinOrder) -> Bool {
        order.film.videoStream != nil && order.recipe.video.mode == .encode
    }

    private struct Attempt {
        var report: JoinReport
        /// Sound that is not where it was, by the stream of the result, in microseconds.
        var moved: [Int: Int64]
    }

    private static func attempt(
        _ order: JoinOrder,
        _ manner: JoinManner,
        corrections: [Int: Int64],
        _ progress: (TaskProgress) -> Void
    ) throws(MediaFailure) -> Attempt {
        let begin = av_gettime_relative()
        let source = try Demuxer(order.source)
        let result = try ResultFile(order, manner, source, corrections: corrections)
        var ledger = StreamLedger(result.hashes(source))
        var broken = BrokenPackets()
        let frames = try write(result, order, &ledger, &broken, progress)
        let bytes = try result.muxer.finish()
        let joined = av_gettime_relative()
        ledger.uncorrect(corrections)
        try checkCopies(order, result, ledger, broken)
        let moved = try ResultProof(order, ledger, result).run(progress)
        let losses = try ResultLosses(
            source,
            order.result,
            result.wishes,
            container: order.recipe.container
        )
        let report = JoinReport(
            path: order.result,
            bytes: bytes,
            frames: frames,
            durationMilliseconds: ledger.durationMilliseconds(result.picture?.index),
            joinMilliseconds: (joined - begin) / 1_000,
            proofMilliseconds: (av_gettime_relative() - joined) / 1_000,
            dropped: result.dropped + losses.notes(result.map.kept) + broken.notes(result.muxer)
        )
        return Attempt(report: report, moved: moved)
    }

    /// Those of slices that are damaged as a whole have none.
    static func partsWithFrames(_ order: JoinOrder) throws(MediaFailure) -> [PartReport] {
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
    static func checkParts(_ order: JoinOrder) throws(MediaFailure) {
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

    /// What was copied of a picture is what was planned: the source was read twice by now.
    private static func checkCopies(
        _ order: JoinOrder,
        _ result: ResultFile,
        _ ledger: StreamLedger,
        _ broken: BrokenPackets
    ) throws(MediaFailure) {
        for (index, output) in result.copies {
            guard let picture = result.copiedPictures[index], result.keepsBytes(index),
                broken.count(output.index) == 0
            else { continue }
            let entry = ledger.entries[output.index]
            guard entry?.packets == picture.packets, entry?.hash.value == picture.hash else {
                let found = Figures.grouped(Int64(entry?.packets ?? 0))
                throw MediaFailure(
                    .changed,
                    "copy stream \(index) of",
                    order.source,
                    "it has \(found) packets where \(Figures.grouped(Int64(picture.packets))) were "
                        + "planned, or other bytes"
                )
            }
        }
    }

    /// Gives how many frames the result's picture has.
    private static func write(
        _ result: ResultFile,
        _ order: JoinOrder,
        _ ledger: inout StreamLedger,
        _ broken: inout BrokenPackets,
        _ progress: (TaskProgress) -> Void
    ) throws(MediaFailure) -> Int {
        var sources: [any PacketSource] = []
        let picture = result.picture
        if let picture, isEncoded(order) { sources.append(try PartPackets(order, picture)) }
        for (way, sound) in result.soundReports.enumerated() {
            sources.append(try SoundPackets(sound, result.sound(way)))
        }
        if !result.copies.isEmpty || !result.conversions.isEmpty {
            sources.append(try CopiedPackets(order.source, result))
        }
        let total = plannedFrames(order, result)
        var meter = JoinMeter(.joining, total: total, following: picture?.index)
        var heads = try sources.map { source throws(MediaFailure) in try source.next() }
        while let index = earliest(of: heads, result.muxer) {
            guard let packet = heads[index] else { break }
            meter.take(packet, result.muxer.timeBase(packet.stream))
            if sources[index] is CopiedPackets {
                try copy(packet, to: result.muxer, order, &ledger, &broken)
            } else {
                let note = ledger.note(packet, result.muxer.timeBase(packet.stream))
                try result.muxer.writeInterleaved(packet)
                ledger.take(note)
            }
            heads[index] = try sources[index].next()
            if meter.isDue { progress(meter.progress) }
        }
        let frames = picture.map { ledger.entries[$0.index]?.packets ?? 0 } ?? 0
        guard !isEncoded(order) || frames == total else {
            throw MediaFailure(
                .mismatch,
                "join",
                order.result,
                "the parts hold \(frames) frames, and \(total ?? 0) are planned"
            )
        }
        return frames
    }

    /// Nil where only the joining will tell.
    private static func plannedFrames(_ order: JoinOrder, _ result: ResultFile) -> Int? {
        if isEncoded(order) { return order.parts.reduce(0) { $0 + $1.times.count } }
        return order.film.videoStream.flatMap { result.copiedPictures[$0]?.packets }
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
        let note = ledger.note(packet, base)
        do throws(MediaFailure) {
            try muxer.writeInterleaved(packet)
            ledger.take(note)
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
