internal import CFFmpeg
internal import Model

/// One packet, used again for the next.
final class Packet {
    let handle: UnsafeMutablePointer<AVPacket>

    init() throws(MediaFailure) {
        handle = try libavMemory(av_packet_alloc(), "make a packet")
    }

    deinit {
        var handle: UnsafeMutablePointer<AVPacket>? = handle
        av_packet_free(&handle)
    }

    /// Nil when the container does not say.
    var presentation: Int64? {
        get { handle.pointee.pts == reelmill_no_time ? nil : handle.pointee.pts }
        set { handle.pointee.pts = newValue ?? reelmill_no_time }
    }

    var decoding: Int64? {
        get { handle.pointee.dts == reelmill_no_time ? nil : handle.pointee.dts }
        set { handle.pointee.dts = newValue ?? reelmill_no_time }
    }

    var stream: Int { Int(handle.pointee.stream_index) }
    var duration: Int64 { handle.pointee.duration }
    var isKey: Bool { handle.pointee.flags & AV_PKT_FLAG_KEY != 0 }
    /// Decoded for what refers to it, and not shown: cut off by an edit list.
    var isDiscarded: Bool { handle.pointee.flags & AV_PKT_FLAG_DISCARD != 0 }
    var isCorrupt: Bool { handle.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 }

    /// Valid until the packet is used again.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: handle.pointee.data, count: Int(handle.pointee.size))
    }

    func hasSideData(_ type: AVPacketSideDataType) -> Bool {
        av_packet_get_side_data(handle, type, nil) != nil
    }

    /// A hostile file has times at the ends of 64 bits, with which one cannot reckon: they are as
    /// good as none. With the others every sum, and every time in another base, fits.
    func dropImpossibleTimes(_ base: AVRational) {
        if let time = presentation, !isPossible(time, base) { presentation = nil }
        if let time = decoding, !isPossible(time, base) { decoding = nil }
        if !isPossible(duration, base) { handle.pointee.duration = 0 }
    }

    func clear() { av_packet_unref(handle) }

    /// A second owner of the same bytes.
    func copy() throws(MediaFailure) -> Packet {
        let copy = try Packet()
        try libav("copy a packet", nil) { av_packet_ref(copy.handle, handle) }
        return copy
    }
}

/// Whether a film can have this time.
func isPossible(_ time: Int64, _ base: AVRational) -> Bool {
    let seconds = Double(time) * Double(base.num) / Double(base.den)
    return abs(seconds) < secondsMax && time.magnitude < 1 << 60
}

/// 68 years: recordings may count from 1970, and a base has 31 bits on either side.
private let secondsMax = Double(1 << 31)

/// One decoded picture or piece of sound, used again for the next.
final class Frame {
    let handle: UnsafeMutablePointer<AVFrame>

    init() throws(MediaFailure) {
        handle = try libavMemory(av_frame_alloc(), "make a frame")
    }

    deinit {
        var handle: UnsafeMutablePointer<AVFrame>? = handle
        av_frame_free(&handle)
    }

    /// The time by the container, and where it has none the one the decoder worked out.
    var time: Int64? {
        let time = handle.pointee.best_effort_timestamp
        return time == reelmill_no_time ? nil : time
    }

    var presentation: Int64? {
        get { handle.pointee.pts == reelmill_no_time ? nil : handle.pointee.pts }
        set { handle.pointee.pts = newValue ?? reelmill_no_time }
    }

    /// Whether the decoder says that it is not what was encoded.
    var isDamaged: Bool {
        handle.pointee.decode_error_flags != 0 || handle.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0
    }

    func clear() { av_frame_unref(handle) }

    /// A second owner of the same picture.
    func copy() throws(MediaFailure) -> Frame {
        let copy = try Frame()
        try libav("copy a frame", nil) { av_frame_ref(copy.handle, handle) }
        return copy
    }
}
