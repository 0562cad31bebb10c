internal import CFFmpeg
internal import CLibav
internal import Model

/// Takes frames from the queue, encodes them and writes the part.
final class EncodingStage {
    struct Result {
        let writer: PartWriter
        let bytes: Int64
        let parameters: CodecParameters
        let frameRate: Rational?
        let dropped: [String]
    }

    private let order: VideoOrder
    private let rule: FilterRule
    private let decoding: SliceDecoding
    private let queue: FrameQueue
    private var side = SideData()

    init(
        _ order: VideoOrder,
        _ rule: FilterRule,
        _ decoding: SliceDecoding,
        _ queue: FrameQueue
    ) {
        self.order = order
        self.rule = rule
        self.decoding = decoding
        self.queue = queue
    }

    /// Nil when no frame came.
    func run(_ events: (TaskEvent) -> Void) throws(MediaFailure) -> Result? {
        let frame = try Frame()
        let packet = try Packet()
        guard queue.receive(into: frame) == .frame, let clock = decoding.clock else { return nil }
        let setup = try EncoderSetup(order, clock, first: frame, isDeinterlaced: isDeinterlaced)
        let writer = try PartWriter(
            order.part,
            setup.encoder,
            clock: clock.timeBase,
            shift: (order.film.shift, order.film.timeBase),
            countsFrames: setup.countsFrames
        )
        var pace = Pace(.encoding, writer.timeBase, order.slice.times.map { $0.count })
        func tell() {
            let count = writer.times.count
            let done = writer.times[count - 1] - writer.times[0]
            pace.tell(events, frames: count, time: done, bytes: writer.bytes)
        }
        repeat {
            prepare(frame, setup, writer)
            try give(frame, setup.encoder, writer, packet, tell)
        } while try receiveNext(into: frame)
        // What a slow encoder still looks ahead at may take it many minutes.
        try give(nil, setup.encoder, writer, packet, tell)
        return Result(
            writer: writer,
            bytes: try writer.finish(),
            parameters: try setup.encoder.parameters(),
            frameRate: clock.frameRate,
            dropped: setup.dropped + side.dropped(by: setup.encoder)
        )
    }

    private var isDeinterlaced: Bool {
        if case .deinterlace = rule { return true }
        return FilterChain.deinterlaces(order.recipe.video.filters)
    }

    private func receiveNext(into frame: Frame) throws(MediaFailure) -> Bool {
        switch queue.receive(into: frame) {
        case .frame: return true
        case .end: return false
        // The decoding's own failure is told by whoever joins it.
        case .failed:
            throw MediaFailure(.mismatch, "encode slice \(order.slice.index)", nil, "no frames")
        }
    }

    private func prepare(_ frame: Frame, _ setup: EncoderSetup, _ writer: PartWriter) {
        side.take(from: frame, for: setup.encoder)
        frame.presentation = writer.admit(frame.presentation ?? 0)
        // Otherwise the encoder would repeat the source's choice of key frames.
        libav_frame_set_key(frame.handle, writer.times.count == 1 ? 1 : 0)
        frame.handle.pointee.quality = setup.encoder.context.pointee.global_quality
        libav_frame_set_duration(frame.handle, setup.frameDuration)
    }

    private func give(
        _ frame: Frame?,
        _ encoder: Encoder,
        _ writer: PartWriter,
        _ packet: Packet,
        _ tell: () -> Void
    ) throws(MediaFailure) {
        while try encoder.send(frame) == .again {
            try takePackets(encoder, writer, packet, tell)
        }
        tell()
        try takePackets(encoder, writer, packet, tell)
    }

    private func takePackets(
        _ encoder: Encoder,
        _ writer: PartWriter,
        _ packet: Packet,
        _ tell: () -> Void
    ) throws(MediaFailure) {
        while try encoder.receive(into: packet) == .done {
            try writer.write(packet)
            tell()
        }
    }
}
