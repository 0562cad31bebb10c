internal import CFFmpeg
public import Model

/// Says what a media file holds, by reading its packets once; nothing is decoded but the few
/// pictures that libavformat needs to know a stream.
public enum Probe {
    public static func run(_ path: Path) throws(MediaFailure) -> MediaDescription {
        try LogCapture.during { _ throws(MediaFailure) in
            let notes = try Completeness.check(path)
            let demuxer = try Demuxer(path)
            try Completeness.checkIndex(demuxer)
            var description = MediaDescription(demuxer)
            description.notes += notes
            try measure(demuxer, into: &description)
            try Completeness.checkReach(
                declared: declaredEnd(of: demuxer, description),
                reached: reachedEnd(description),
                of: path
            )
            return description
        }
    }

    private static func measure(
        _ demuxer: Demuxer,
        into description: inout MediaDescription
    ) throws(MediaFailure) {
        var surveys = description.streams.map { _ in PacketSurvey() }
        var access = description.mainVideo.map { AccessSurvey(demuxer.stream($0)) }
        let packet = try Packet()
        var latecomers = 0
        do throws(MediaFailure) {
            while try demuxer.read(into: packet) {
                // Some containers begin streams in their middle.
                guard packet.stream < surveys.count else {
                    latecomers += 1
                    continue
                }
                surveys[packet.stream].add(packet)
                if packet.stream == description.mainVideo { access?.add(packet) }
            }
        } catch {
            guard !error.isTransient else { throw error }
            description.notes.append("reading ended early: \(error.cause)")
        }
        if latecomers > 0 {
            description.notes.append("\(latecomers) packets are of streams that begin later")
        }
        for (index, survey) in surveys.enumerated() {
            description.streams[index].measured = survey.finished()
        }
        if let mainVideo = description.mainVideo {
            let measured = description.streams[mainVideo].measured
            description.randomAccess = access?.finished(measured)
        }
    }

    /// How long the film is by the head of the file, if that says it. What the reader worked out
    /// from the packets proves nothing, and of MP4 every packet's place is known already.
    ///
    /// No start is added: some count the duration from zero, others from the start, and the shorter
    /// of both is what is certain.
    private static func declaredEnd(
        of demuxer: Demuxer,
        _ description: MediaDescription
    ) -> Int64? {
        guard demuxer.durationIsFromHead, !demuxer.indexHasEveryPacket else { return nil }
        let ends = description.streams.compactMap { stream -> Int64? in
            guard stream.kind == .video || stream.kind == .audio, stream.measured.packets > 0,
                stream.video?.isCoverArt != true
            else { return nil }
            return stream.duration.flatMap { microseconds($0, stream.timeBase) }
        }
        // Matroska has one duration for all.
        return ends.max() ?? description.container.durationMicroseconds
    }

    private static func reachedEnd(_ description: MediaDescription) -> Int64 {
        let ends = description.streams.compactMap { stream in
            stream.measured.end.flatMap { microseconds($0, stream.timeBase) }
        }
        return ends.max() ?? 0
    }

    private static func microseconds(_ time: Int64, _ base: Rational) -> Int64? {
        known(av_rescale_q(time, base.libav, Rational.microseconds.libav))
    }
}

extension MediaDescription {
    fileprivate init(_ demuxer: Demuxer) {
        let context = demuxer.context.pointee
        let longName = context.iformat.pointee.long_name.map { String(cString: $0) }
        self.init(
            container: Container(
                name: demuxer.formatName,
                longName: longName ?? demuxer.formatName,
                startMicroseconds: known(context.start_time),
                durationMicroseconds: known(context.duration),
                bytes: demuxer.fileBytes,
                bitRate: context.bit_rate > 0 ? context.bit_rate : nil,
                tags: Options.tags(of: context.metadata)
            )
        )
        streams = (0..<demuxer.streamCount).map { Stream(demuxer.stream($0)) }
        mainVideo = StreamFacts.mainVideo(of: demuxer)
        chapters = (0..<Int(context.nb_chapters)).compactMap { index in
            guard let chapter = context.chapters[index]?.pointee else { return nil }
            let base = Rational(chapter.time_base)
            guard base.isPositive else { return nil }
            return Chapter(
                startMilliseconds: milliseconds(chapter.start, base),
                endMilliseconds: milliseconds(chapter.end, base),
                tags: Options.tags(of: chapter.metadata)
            )
        }
    }
}

/// Libav's own arithmetic, since hostile times may not fit.
private func milliseconds(_ time: Int64, _ base: Rational) -> Int64 {
    av_rescale_q(time, base.libav, Rational.milliseconds.libav)
}
