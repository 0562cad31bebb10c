internal import CFFmpeg
internal import Model

/// Packets of the source that no container takes, since their bits are broken.
struct BrokenPackets {
    private var found: [Int: (count: Int, first: Double)] = [:]

    mutating func note(_ stream: Int, at seconds: Double) {
        found[stream] = ((found[stream]?.count ?? 0) + 1, found[stream]?.first ?? seconds)
    }

    func notes(_ muxer: Muxer) -> [String] {
        found.sorted { $0.key < $1.key }.map { index, broken in
            let codec = muxer.stream(index).pointee.codecpar.pointee.codec_id
            let name = String(cString: avcodec_get_name(codec))
            let time = Rational.microseconds.text(Int64((broken.first * 1_000_000).rounded()))
            let what = broken.count == 1 ? "1 packet" : "\(broken.count) packets"
            return "\(what) of \(name), from \(time) s on: the bits are broken"
        }
    }
}

/// What was given to the muxer, to be held against what is in the file.
struct StreamLedger {
    struct Entry {
        var packets = 0
        var firstTime: Int64?
        var end: Int64 = .min
    }

    /// By the stream of the result.
    private(set) var entries: [Int: Entry] = [:]
    /// The time base that each was given in.
    private(set) var bases: [Int: Rational] = [:]

    mutating func take(_ packet: Packet, _ base: Rational) {
        bases[packet.stream] = base
        var entry = entries[packet.stream] ?? Entry()
        entry.packets += 1
        if let time = packet.presentation {
            entry.firstTime = min(entry.firstTime ?? time, time)
            entry.end = max(entry.end, time + packet.duration)
        }
        entries[packet.stream] = entry
    }

    /// Takes corrections away again, which were added to what is true.
    mutating func uncorrect(_ corrections: [Int: Int64]) {
        for (index, microseconds) in corrections {
            guard let base = bases[index], let time = entries[index]?.firstTime else { continue }
            entries[index]?.firstTime =
                time - Rational.microseconds.rescale(microseconds, to: base)
        }
    }

    func durationMilliseconds(_ picture: OutputStream) -> Int64 {
        guard let entry = entries[picture.index], let first = entry.firstTime else { return 0 }
        return picture.timeBase.rescale(entry.end - first, to: Rational(1, 1_000))
    }
}
