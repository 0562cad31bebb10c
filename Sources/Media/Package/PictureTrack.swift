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
        let muxer = try TrackMuxer(path, timeScale: timeScale) { stream throws(MediaFailure) in
            try EncodedPicture(order, isTurned: isTurned)
                .fill(stream, from: source, in: StreamMap.format("mp4"))
        }
        var waiting = try packets.next()?.copy()
        let (lead, delay) = (times.lead(timeScale), delay)
        for (index, count) in plan.counts.enumerated() {
            var fragment = PictureFragment()
            for _ in 0..<count {
                guard let packet = waiting else {
                    throw refuse("its parts end in segment \(index)")
                }
                try muxer.add(packet)
                if !writer.hasBegun {
                    let head = try TrackHead(path, timing, try muxer.head())
                    try writer.begin(head, lead: lead)
                }
                fragment.add(packet)
                taken(packet)
                waiting = try packets.next()?.copy()
            }
            let (start, end) = (times.start(index, timeScale), times.start(index + 1, timeScale))
            let made = try muxer.packets()
            guard
                let samples = fragment.samples(
                    made.bytes,
                    start: start,
                    end: end,
                    until: waiting?.decoding,
                    laterBy: lead - delay
                )
            else { throw refuse("segment \(index) does not begin with a key frame of its own") }
            let place = TrackWriter.Place(
                start: start,
                end: end,
                decoding: fragment.firstDecoding + delay
            )
            try writer.write(samples, made.data, at: place)
        }
        guard waiting == nil, let layout = try writer.finish() else {
            throw refuse("its parts have more frames than planned, or none")
        }
        return layout
    }

    private var timing: TrackHead.Timing {
        TrackHead.Timing(
            timeScale: timeScale,
            duration: times.start(times.count, timeScale),
            lead: times.lead(timeScale)
        )
    }

    /// How long before it is shown the first picture is decoded, in ticks.
    ///
    /// In the file that is the lead in every rendition, so that the first picture is decoded at the
    /// time at which the film shows it: players that take the first time of decoding for the
    /// beginning, and players that follow the edit list, have the picture at the same time.
    var delay: Int64 { times.start(0, timeScale) - firstDecoding }

    /// In ticks of the film's time: below zero where frames are reordered.
    private var firstDecoding: Int64 {
        guard let first = order.parts.first else { return 0 }
        var decoding = DecodingTimes(
            order.parts,
            delay: order.parts.map(\.reorderDelay).max() ?? 0,
            lastDuration: order.film.timeBase.rescale(order.lastDuration, to: first.timeBase)
        )
        let base = Rational(1, timeScale)
        return decoding.next().map { times.clock.time($0, first.timeBase, in: base) } ?? 0
    }

    private func refuse(_ cause: String) -> MediaFailure {
        MediaFailure(.mismatch, "package", order.result, cause)
    }
}

/// The packets of one segment of a picture.
private struct PictureFragment {
    private struct Entry {
        var shown: Int64
        var decoded: Int64
        var isKey: Bool
    }

    private var packets: [Entry] = []

    mutating func add(_ packet: Packet) {
        packets.append(
            Entry(
                shown: packet.presentation ?? 0,
                decoded: packet.decoding ?? 0,
                isKey: packet.isKey
            )
        )
    }

    var firstDecoding: Int64 { packets.first?.decoded ?? 0 }

    /// Nil when its first packet is no key frame, or frames of it are shown outside of it.
    ///
    /// - Parameters:
    ///   - bytes: Of each packet, as it is in the file.
    ///   - next: When the first packet of the next segment is decoded.
    ///   - rest: By how much more all of them are shown later than they are decoded.
    func samples(
        _ bytes: [Int],
        start: Int64,
        end: Int64,
        until next: Int64?,
        laterBy rest: Int64
    ) -> [FragmentSample]? {
        guard let first = packets.first, first.isKey, first.shown == start,
            bytes.count == packets.count,
            packets.allSatisfy({ $0.shown >= start && $0.shown < end })
        else { return nil }
        return packets.enumerated().map { place, packet in
            let following = place + 1 < packets.count ? packets[place + 1].decoded : next
            // The last one is as long as it is shown.
            let duration = following.map { $0 - packet.decoded } ?? end - lastShown
            return FragmentSample(
                duration: duration,
                bytes: bytes[place],
                isKey: packet.isKey,
                offset: packet.shown - packet.decoded + rest
            )
        }
    }

    private var lastShown: Int64 { packets.map(\.shown).max() ?? 0 }
}
