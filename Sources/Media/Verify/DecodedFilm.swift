internal import CFFmpeg
internal import CLibav
internal import Model

/// Decodes a whole film on a thread of its own: its picture goes into a queue, of its sound only
/// the times and the number of samples are kept.
///
/// Each stream has one decoder thread, which is this one: HEVC's decoder says of missing references
/// only in the log, and lines of other threads could not be told from those of the other film.
// Safety: what changes is touched by the thread alone until `join`.
final class DecodedFilm: @unchecked Sendable {
    let path: Path
    private let demuxer: Demuxer
    private let picture: Int?
    private let queue: FrameQueue
    private var decoders: [Int: Decoder] = [:]
    private var thread: UInt64 = 0
    private var failure: MediaFailure?
    /// Of the picture's stream.
    let timeBase: Rational
    /// Valid after `join`.
    private(set) var sounds: [Int: SoundLedger] = [:]
    private(set) var damage: [Int: PictureReport.Damage] = [:]
    private(set) var captionedFrames = 0
    /// Frames since the decoder of the picture complained; nil is never, or all is well again.
    private var framesSinceDamage: Int?

    /// - Parameters:
    ///   - picture: The stream whose frames are wanted; nil is none.
    ///   - sounds: The streams that are measured.
    init(_ path: Path, picture: Int?, sounds: [Int]) throws(MediaFailure) {
        self.path = path
        self.picture = picture
        demuxer = try Demuxer(path)
        queue = try FrameQueue()
        let wanted = sounds + [picture].compactMap { $0 }
        guard let last = wanted.max(), last < demuxer.streamCount else {
            throw MediaFailure(.changed, "decode", path, "it has other streams than a moment ago")
        }
        timeBase = Rational(demuxer.stream(picture ?? last).pointee.time_base)
        for index in sounds {
            self.sounds[index] = SoundLedger(Rational(demuxer.stream(index).pointee.time_base))
        }
        for index in wanted {
            let stream = demuxer.stream(index)
            decoders[index] = try Decoder(
                stream.pointee.codecpar,
                timeBase: Rational(stream.pointee.time_base),
                threads: 1,
                of: path
            )
        }
        let decoders = decoders
        demuxer.keepOnly { decoders[$0] != nil }
    }

    /// The start of the file, which players show as zero.
    var startMicroseconds: Int64 { known(demuxer.context.pointee.start_time) ?? 0 }

    /// The next frame of the picture; false at the end, or when decoding failed.
    func next(into frame: Frame) -> Bool { queue.receive(into: frame) == .frame }

    func start() throws(MediaFailure) {
        let context = Unmanaged.passRetained(self)
        let code = libav_thread_start(&thread, runDecodedFilm, context.toOpaque())
        guard code != 0 else { return }
        context.release()
        throw MediaFailure(.resources, "start a thread", nil, libavText(-code))
    }

    /// Lets go of what is not decoded yet and waits for the thread; to be called once, and always.
    func join() throws(MediaFailure) {
        queue.stopReceiving()
        _ = libav_thread_join(thread)
        if let failure { throw failure }
    }

    fileprivate func run() {
        let outcome = LogCapture.during { log -> MediaFailure? in
            do throws(MediaFailure) {
                try decode(log)
                return nil
            } catch {
                return error
            }
        }
        failure = outcome
        queue.endSending(failed: outcome != nil)
    }

    private func decode(_ log: LogCapture) throws(MediaFailure) {
        let packet = try Packet()
        let frame = try Frame()
        while try read(into: packet) {
            let stream = packet.stream
            guard let decoder = decoders[stream] else { continue }
            guard try give(packet, to: decoder, stream, frame, log) else { return }
        }
        for (stream, decoder) in decoders.sorted(by: { $0.key < $1.key }) {
            guard try give(nil, to: decoder, stream, frame, log) else { return }
        }
    }

    /// A file that cannot be read to its end is damaged, unless it is the disk's fault.
    private func read(into packet: Packet) throws(MediaFailure) -> Bool {
        do throws(MediaFailure) {
            return try demuxer.read(into: packet)
        } catch {
            guard !error.isTransient, let stream = picture ?? decoders.keys.min() else {
                throw error
            }
            addDamage(stream, "reading ends early: \(error.cause)")
            return false
        }
    }

    /// False when nobody wants frames any more.
    private func give(
        _ packet: Packet?,
        to decoder: Decoder,
        _ stream: Int,
        _ frame: Frame,
        _ log: LogCapture
    ) throws(MediaFailure) -> Bool {
        var outcome = try decoder.send(packet)
        if outcome == .again {
            guard try takeFrames(decoder, stream, frame, log) else { return false }
            outcome = try decoder.send(packet)
        }
        note(outcome, stream, log)
        return try takeFrames(decoder, stream, frame, log)
    }

    private func takeFrames(
        _ decoder: Decoder,
        _ stream: Int,
        _ frame: Frame,
        _ log: LogCapture
    ) throws(MediaFailure) -> Bool {
        while true {
            frame.clear()
            let outcome = try decoder.receive(into: frame)
            note(outcome, stream, log)
            switch outcome {
            case .done: guard try accept(frame, stream) else { return false }
            case .broken: continue
            case .again, .end: return true
            }
        }
    }

    private func accept(_ frame: Frame, _ stream: Int) throws(MediaFailure) -> Bool {
        if frame.isDamaged { addDamage(stream, "a frame that is not what was encoded") }
        guard stream == picture else {
            sounds[stream]?.take(frame)
            return true
        }
        if av_frame_get_side_data(frame.handle, AV_FRAME_DATA_A53_CC) != nil {
            captionedFrames += 1
        }
        markDamage(frame)
        return try queue.send(frame)
    }

    /// What refers to a damaged frame is damaged too, up to a key frame that was decoded later.
    private func markDamage(_ frame: Frame) {
        guard let frames = framesSinceDamage, let picture, let decoder = decoders[picture] else {
            return
        }
        let isReordered = frames <= Int(decoder.context.pointee.has_b_frames)
        if libav_frame_is_key(frame.handle) != 0, !isReordered, !frame.isDamaged {
            framesSinceDamage = nil
        } else {
            framesSinceDamage = frames + 1
            frame.handle.pointee.flags |= AV_FRAME_FLAG_CORRUPT
        }
    }

    private func note(_ outcome: Decoder.Outcome, _ stream: Int, _ log: LogCapture) {
        let lines = log.takeErrors()
        lines.forEach { addDamage(stream, $0) }
        if case .broken(let code) = outcome, lines.isEmpty { addDamage(stream, libavText(code)) }
    }

    private func addDamage(_ stream: Int, _ message: String) {
        var damage = damage[stream] ?? PictureReport.Damage()
        damage.count += 1
        if stream == picture { framesSinceDamage = 0 }
        if damage.messages.count < messagesMax, !damage.messages.contains(message) {
            damage.messages.append(message)
        }
        self.damage[stream] = damage
    }
}

private let messagesMax = 10

private func runDecodedFilm(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<DecodedFilm>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
