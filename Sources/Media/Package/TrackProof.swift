internal import CFFmpeg
internal import Model

/// Reads the file of a track again: by libavformat, packet by packet against what was planned, and
/// box by box against where manifests will say that segments are.
struct TrackProof {
    let path: Path
    let layout: TrackLayout

    func picture(
        _ order: JoinOrder,
        _ taken: (Packet, Rational) -> Void
    ) throws(MediaFailure) {
        try checkBoxes()
        let demuxer = try Demuxer(path, findingStreams: false)
        guard demuxer.streamCount == 1 else { throw refuse("it has not one track") }
        let stream = demuxer.stream(0)
        guard stream.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_VIDEO else {
            throw refuse("it is read again as no picture")
        }
        var check = PartsCheck(order, stream)
        let packet = try Packet()
        var starts = layout.segments.map(\.start)[...]
        while try demuxer.read(into: packet) {
            try check.take(packet)
            if packet.isKey, packet.presentation == starts.first { starts.removeFirst() }
            taken(packet, Rational(stream.pointee.time_base))
        }
        try check.finish()
        if let moved = check.moved, moved != 0 { throw refuse("it is moved by \(moved) ticks") }
        guard starts.isEmpty else { throw refuse("a segment does not begin with a key frame") }
    }

    func sound(_ ledger: StreamLedger, stream index: Int) throws(MediaFailure) {
        try checkBoxes()
        let demuxer = try Demuxer(path, findingStreams: false)
        guard demuxer.streamCount == 1, let entry = ledger.entries[index] else {
            throw refuse("it has not one track")
        }
        let stream = demuxer.stream(0)
        let base = ledger.bases[index] ?? .microseconds
        var check = StreamCheck(entry, base, stream, isTimeless: false, isOfPages: false)
        let packet = try Packet()
        var first: Int64?
        while try demuxer.read(into: packet) {
            if let cause = check.take(packet) { throw refuse(cause) }
            first = first ?? packet.presentation
        }
        if let cause = check.finish() { throw refuse(cause) }
        guard first == entry.firstTime else {
            throw refuse("it begins at \(first ?? 0), and \(entry.firstTime ?? 0) was written")
        }
    }

    /// Every segment is one `moof` and one `mdat`, where the manifests have it and at its time.
    private func checkBoxes() throws(MediaFailure) {
        let file = try FileBytes(path)
        guard file.size == Int64(layout.bytes) else { throw refuse("it has another size") }
        let index = try file.read(at: Int64(layout.index.lowerBound), count: layout.index.count)
        guard BoxTree(index).boxes.map(\.type) == ["sidx"] else {
            throw refuse("its index is not where it was written")
        }
        for (number, segment) in layout.segments.enumerated() {
            // With the head of the box of packets behind it.
            let head = try file.read(at: Int64(segment.offset), count: 8)
            guard let bytes = BoxTree(head).number(at: 0, bytes: 4), bytes < headBytesMax else {
                throw refuse("segment \(number) is not where it was written")
            }
            let tree = BoxTree(try file.read(at: Int64(segment.offset), count: Int(bytes) + 8))
            let time = tree.first(["moof", "traf", "tfdt"])
                .flatMap { tree.number(at: $0.content.lowerBound + 4, bytes: 8) }
            let packets = tree.number(at: Int(bytes), bytes: 4)
            guard let time, let packets, Int64(clamping: time) == segment.decoding,
                Int(bytes) + Int(packets) == segment.bytes
            else { throw refuse("segment \(number) is not as it was written") }
        }
        let end = layout.segments.last.map { $0.offset + $0.bytes }
        guard end == nil || end == layout.bytes else { throw refuse("more follows its segments") }
    }

    private func refuse(_ cause: String) -> MediaFailure {
        MediaFailure(.mismatch, "prove", path, cause)
    }
}

/// 16 bytes for each frame of a segment.
private let headBytesMax: UInt64 = 1 << 26
