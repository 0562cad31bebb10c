internal import CFFmpeg
internal import Model

/// One rendition's picture, from its parts.
struct PictureTrack {
    let order: JoinOrder
    let times: SegmentTimes
    let timeScale: Int64
    let isTurned: Bool

    /// Where segments begin, and how many frames they have.
    private struct Plan {
        var starts: [Int64] = []
        var counts: [Int] = []

        init(_ parts: [PartReport]) throws(MediaFailure) {
            for part in parts {
                guard let places = part.segments, places.first == 0,
                    places.last ?? 0 < part.times.count,
                    zip(places, places.dropFirst()).allSatisfy({ $0 < $1 })
                else {
                    throw MediaFailure(
                        .mismatch,
                        "package",
                        part.path,
                        "it does not say where its segments begin"
                    )
                }
                var next = places[...]
                for (place, time) in part.times.enumerated() {
                    if place == next.first {
                        next.removeFirst()
                        starts.append(time)
                        counts.append(0)
                    }
                    counts[counts.count - 1] += 1
                }
            }
        }
    }

    /// The times at which segments begin, by the parts.
    static func starts(_ parts: [PartReport]) throws(MediaFailure) -> [Int64] {
        try Plan(parts).starts
    }

    func write(
        to path: Path,
        _ file: FileName,
        _ source: UnsafeMutablePointer<AVStream>,
        _ taken: (Packet) -> Void
    ) throws(MediaFailure) -> TrackLayout {
        let plan = try Plan(order.parts)
        let output = OutputStream(
            index: 0,
            timeBase: Rational(1, timeScale),
            clock: times.clock
        )
        let packets = try PartPackets(order, output)
        let writer = try TrackWriter(
            path,
            file,
            timeScale: timeScale,
            segmentsMax: plan.counts.count
        )
        for (index, count) in plan.counts.enumerated() {
            var fragment = PictureFragment()
            for _ in 0..<count {
                guard let packet = try packets.next() else {
                    throw refuse("its parts end in segment \(index)")
                }
                if !writer.hasBegun { try writer.begin(try head(packet, source, path), lead: 0) }
                fragment.add(packet)
                taken(packet)
            }
            let (start, end) = (times.start(index, timeScale), times.start(index + 1, timeScale))
            guard let samples = fragment.samples(start: start, end: end) else {
                throw refuse("segment \(index) does not begin with a key frame of its own")
            }
            try writer.write(samples, fragment.data, start: start)
        }
        guard try packets.next() == nil, let layout = try writer.finish() else {
            throw refuse("its parts have more frames than planned, or none")
        }
        return layout
    }

    private func head(
        _ first: Packet,
        _ source: UnsafeMutablePointer<AVStream>,
        _ path: Path
    ) throws(MediaFailure) -> TrackHead {
        let timing = TrackHead.Timing(
            timeScale: timeScale,
            duration: times.start(times.count, timeScale),
            lead: 0
        )
        return try TrackHead(path, timing, first: first.bytes) { stream throws(MediaFailure) in
            try EncodedPicture(order, isTurned: isTurned)
                .fill(stream, from: source, in: StreamMap.format("mp4"))
        }
    }

    private func refuse(_ cause: String) -> MediaFailure {
        MediaFailure(.mismatch, "package", order.result, cause)
    }
}

/// The packets of one segment of a picture.
private struct PictureFragment {
    private(set) var data: [UInt8] = []
    private var packets: [(time: Int64, bytes: Int, isKey: Bool)] = []

    mutating func add(_ packet: Packet) {
        data += packet.bytes
        packets.append((packet.presentation ?? 0, packet.bytes.count, packet.isKey))
    }

    /// Nil when its first packet is no key frame, or frames of it are shown outside of it.
    func samples(start: Int64, end: Int64) -> [FragmentSample]? {
        let shown = packets.map(\.time).sorted()
        guard let first = packets.first, first.isKey, first.time == start, shown.first == start,
            let last = shown.last, last < end
        else { return nil }
        return packets.enumerated().map { place, packet in
            let next = place + 1 < shown.count ? shown[place + 1] : end
            return FragmentSample(
                duration: next - shown[place],
                bytes: packet.bytes,
                isKey: packet.isKey,
                offset: packet.time - shown[place]
            )
        }
    }
}
