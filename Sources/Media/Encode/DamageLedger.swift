internal import CFFmpeg
internal import Model

/// What the decoder says of broken bits, as far as it concerns the frames of a slice: at a slice's
/// start the decoder complains of leading pictures that belong to the slice before.
struct DamageLedger {
    private let start: Int64
    private let end: Int64
    private let timeBase: Rational
    private let log: LogCapture
    /// Whether the packet that was given last is one of the slice's own, or later.
    private var concernsUs = false
    private var packetTime: Int64?
    /// Whether the decoder hands out broken pictures without a mark on them, so that its words are
    /// all there is.
    private let isSilent: Bool
    /// Whether there is a reason why planned frames are missing.
    private(set) var hasEvidence = false
    private var brokenCount = 0
    private var concealed: Set<Int64> = []
    private(set) var report = DamageReport()

    /// Whether frames of the slice are not what they were: words in the log alone are no proof.
    var hasDamage: Bool { brokenCount > 0 || !report.isEmpty }

    /// - Parameters:
    ///   - start: What is before it may be undecodable, and is no damage.
    ///   - end: What is from there on is another slice's.
    init(from start: Int64, to end: Int64, timeBase: Rational, codec: String, log: LogCapture) {
        self.start = start
        self.end = end
        isSilent = codec == "hevc"
        self.timeBase = timeBase
        self.log = log
    }

    /// - Parameter time: Of the packet that is given now; nil is unknown.
    mutating func begin(packetAt time: Int64?) {
        _ = log.takeErrors()
        concernsUs = time.map { $0 >= start } ?? true
        packetTime = time
    }

    /// What others logged since is none of the decoder's.
    func forget() { _ = log.takeErrors() }

    /// What came of giving the packet or of taking a frame.
    mutating func note(_ outcome: Decoder.Outcome) {
        if case .broken(let code) = outcome, concernsUs {
            hasEvidence = true
            brokenCount += 1
            keep(libavText(code))
        }
        let lines = log.takeErrors()
        guard concernsUs, !lines.isEmpty else { return }
        hasEvidence = true
        lines.forEach { keep($0) }
        if isSilent, let time = packetTime, time < end { noteConcealed(at: time) }
    }

    /// A frame inside the slice that is not what was encoded.
    mutating func noteConcealed(at time: Int64) {
        guard time >= start, concealed.insert(time).inserted else { return }
        hasEvidence = true
        report.concealedCount += 1
        if report.concealed.count < timesMax { report.concealed.append(timeBase.seconds(time)) }
    }

    mutating func noteMissing(_ times: FrameRange.Times) {
        report.missingCount = times.count
        report.missing = times.first.map(timeBase.seconds)
    }

    func failure(_ attempt: String, _ path: Path) -> MediaFailure {
        let times = (report.concealed + report.missing).sorted()
        let count = report.concealedCount + report.missingCount
        let shown = times.prefix(5).map { "\(text($0)) s" }.joined(separator: ", ")
        let places = times.isEmpty ? "" : " at \(shown)\(count > 5 ? " …" : "")"
        let words = report.messages.first.map { " (\($0))" } ?? ""
        return MediaFailure(
            .damaged,
            attempt,
            path,
            "its bits are broken\(places)\(words)",
            remedy: "on_damage = conceal encodes it all the same"
        )
    }

    private func text(_ seconds: Double) -> String {
        Rational.microseconds.text(Int64((seconds * 1_000_000).rounded()))
    }

    private mutating func keep(_ message: String) {
        guard report.messages.count < messagesMax, !report.messages.contains(message) else {
            return
        }
        report.messages.append(message)
    }
}

private let timesMax = 100
private let messagesMax = 10
