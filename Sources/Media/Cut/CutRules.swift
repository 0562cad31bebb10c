internal import Model

/// What decides where a film is cut: a function of the source and the recipe alone.
struct CutRules: Hashable, Sendable {
    /// A slice goes on for at least so many ticks.
    var target: Int64
    /// By how much times of decoding may go back without the clock beginning anew.
    var slipMax: Int64
    /// Slices hold the group of pictures before their own, for filters that look back.
    var needsPreRoll = false
    /// Why the film is not cut at all; nil when it may be.
    var uncutReason: String?

    init(
        sliceMilliseconds: Int64,
        timeBase: Rational,
        needsPreRoll: Bool = false,
        uncutReason: String? = nil
    ) {
        target = timeBase.ticks(inMilliseconds: sliceMilliseconds)
        slipMax = timeBase.ticks(inMilliseconds: 1_000)
        self.needsPreRoll = needsPreRoll
        self.uncutReason = uncutReason
    }
}

/// One packet of the video stream as the planner sees it, in the order of decoding.
struct CutPacket: Hashable, Sendable {
    var presentation: Int64?
    var decoding: Int64?
    var duration: Int64 = 0
    /// Decoded for what refers to it, not shown.
    var isDiscarded = false
    /// Why a slice file cannot hold it; a text for a person.
    var obstacle: String?
    var facts = PacketFacts()
}

/// What is to be done about a packet; the planner itself touches no file.
enum CutAction: Hashable, Sendable {
    /// Start the file of this slice, over what was written of it so far.
    case open(slice: Int)
    case write(slice: Int)
    /// The file has all its packets.
    case close(slice: Int)
    /// The file is not needed.
    case remove(slice: Int)
    /// The slice is decided and its file closed: it may be published.
    case publish(CutSlice)
}

/// A slice as the planner decides it.
struct CutSlice: Hashable, Sendable {
    var index: Int
    var start: Int64
    var end: Int64
    var times: TimeRuns?
    var surelyWholeFrom: Int64?
    /// The number of the first packet that its decoder needs.
    var firstPacket: Int
    /// Nil when there is a slice file.
    var uncutReason: String?
}

extension FilterRule {
    var needsPreRoll: Bool {
        if case .deinterlace = self { return true }
        return false
    }

    var uncutReason: String? {
        if case .uncut(let reason) = self { return reason }
        return nil
    }

    /// Whether as many frames come out as go in, at the same times.
    var keepsFrames: Bool {
        switch self {
        case .sliceable, .deinterlace(fieldRate: false): true
        case .deinterlace, .uncut: false
        }
    }
}
