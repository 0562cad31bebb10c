internal import CFFmpeg
internal import CLibav
internal import Model

/// Takes frames from a feed, encodes them and writes the part.
final class EncodingStage {
    struct Result {
        let writer: PartWriter
        let bytes: Int64
        let parameters: CodecParameters
        let frameRate: Rational?
        let dropped: [String]
    }

    private let work: PartWork
    private let feed: FrameFeed
    private let packet: Packet
    private var side = SideData()
    /// Whether the frames ended too early, for reasons that whoever sent them knows.
    private(set) var isCutOff = false

    init(_ work: PartWork, _ feed: FrameFeed) throws(MediaFailure) {
        self.work = work
        self.feed = feed
        packet = try Packet()
    }

    /// Nil when no frame came.
    func run(_ events: (TaskEvent) -> Void) throws(MediaFailure) -> Result? {
        let frame = try Frame()
        guard try receiveNext(into: frame), let clock = feed.clock else { return nil }
        var setup = try EncoderSetup(work, clock, first: frame)
        let writer = try PartWriter(
            work.part,
            setup.encoder,
            clock: clock.timeBase,
            shift: (work.film.shift, work.film.timeBase),
            countsFrames: setup.countsFrames
        )
        var pace = Pace(.encoding, writer.timeBase, work.frameCount)
        func tell() {
            let count = writer.times.count
            let done = writer.times[count - 1] - writer.times[0]
            pace.tell(events, frames: count, time: done, bytes: writer.bytes)
        }
        repeat {
            let begins = beginsSegment(frame, writer)
            if begins, !writer.times.isEmpty, setup.needsNewEncoder {
                setup = try renewed(setup, clock, frame, writer, tell)
            }
            prepare(frame, setup, writer, beginsSegment: begins)
            try give(frame, setup.encoder, writer, tell)
        } while try receiveNext(into: frame)
        // What a slow encoder still looks ahead at may take it many minutes.
        try give(nil, setup.encoder, writer, tell)
        return Result(
            writer: writer,
            bytes: try writer.finish(),
            parameters: try setup.encoder.parameters(),
            frameRate: work.rate(of: clock.frameRate),
            dropped: setup.dropped + side.dropped(by: setup.encoder)
        )
    }

    /// Of a ladder the frames say so themselves; the film in one size is one segment.
    private func beginsSegment(_ frame: Frame, _ writer: PartWriter) -> Bool {
        writer.times.isEmpty || work.rung != nil && libav_frame_is_key(frame.handle) != 0
    }

    private func receiveNext(into frame: Frame) throws(MediaFailure) -> Bool {
        switch feed.receive(into: frame) {
        case .frame: return true
        case .end: return false
        // Whoever sent the frames has the failure's reason.
        case .failed:
            isCutOff = true
            throw MediaFailure(.mismatch, "encode slice \(work.slice.index)", nil, "no frames")
        }
    }

    /// Ends one encoder and begins another, for encoders that make no key frame when asked.
    private func renewed(
        _ setup: EncoderSetup,
        _ clock: FrameClock,
        _ frame: Frame,
        _ writer: PartWriter,
        _ tell: () -> Void
    ) throws(MediaFailure) -> EncoderSetup {
        try give(nil, setup.encoder, writer, tell)
        let next = try EncoderSetup(work, clock, first: frame)
        let heads = (try setup.encoder.parameters(), try next.encoder.parameters())
        guard heads.0.extradata == heads.1.extradata else {
            throw MediaFailure(
                .mismatch,
                "encode slice \(work.slice.index)",
                nil,
                "\(next.encoder.name) gives segments other headers than the one before has"
            )
        }
        return next
    }

    private func prepare(
        _ frame: Frame,
        _ setup: EncoderSetup,
        _ writer: PartWriter,
        beginsSegment: Bool
    ) {
        side.take(from: frame, for: setup.encoder)
        let time = frame.presentation ?? 0
        let isSegment = beginsSegment && work.rung != nil
        frame.presentation = writer.admit(time, beginsSegment: isSegment)
        // Otherwise the encoder would repeat the source's choice of key frames.
        libav_frame_set_key(frame.handle, beginsSegment ? 1 : 0)
        frame.handle.pointee.quality = setup.encoder.context.pointee.global_quality
        libav_frame_set_duration(frame.handle, setup.frameDuration)
    }

    private func give(
        _ frame: Frame?,
        _ encoder: Encoder,
        _ writer: PartWriter,
        _ tell: () -> Void
    ) throws(MediaFailure) {
        while try encoder.send(frame) == .again {
            try takePackets(encoder, writer, tell)
        }
        tell()
        try takePackets(encoder, writer, tell)
    }

    private func takePackets(
        _ encoder: Encoder,
        _ writer: PartWriter,
        _ tell: () -> Void
    ) throws(MediaFailure) {
        while try encoder.receive(into: packet) == .done {
            try writer.write(packet)
            tell()
        }
    }
}
