internal import CFFmpeg
internal import Model

/// Writes one track as fragments: a head, where the segments are, and the segments.
final class TrackWriter {
    private let path: Path
    private let file: FileName
    private let timeScale: Int64
    private let room: Int
    private let output: OutputBytes
    private var head: TrackHead?
    private var lead: Int64 = 0
    private var segments: [TrackLayout.Segment] = []

    /// - Parameter segmentsMax: The index in front has room for so many.
    init(
        _ path: Path,
        _ file: FileName,
        timeScale: Int64,
        segmentsMax: Int
    ) throws(MediaFailure) {
        (self.path, self.file) = (path, file)
        (self.timeScale, room) = (timeScale, segmentsMax)
        guard segmentsMax <= Int(UInt16.max) else {
            throw MediaFailure(
                .recipe,
                "write the index of",
                path,
                "it would have \(segmentsMax) segments, and an index has room for 65535",
                remedy: "make segments longer"
            )
        }
        output = try OutputBytes(path)
    }

    var hasBegun: Bool { head != nil }

    func begin(_ head: TrackHead, lead: Int64) throws(MediaFailure) {
        self.head = head
        self.lead = lead
        try output.write(head.bytes)
        // Written once more when it is known.
        try output.write([UInt8](repeating: 0, count: SegmentIndex.bytes(forRoom: room)))
    }

    /// When a segment is shown, in ticks of the film's time, and decoded, in the file's.
    struct Place {
        var start: Int64
        var end: Int64
        var decoding: Int64
    }

    func write(
        _ samples: [FragmentSample],
        _ data: ArraySlice<UInt8>,
        at place: Place
    ) throws(MediaFailure) {
        guard data.count < bytesMax, place.decoding >= 0, segments.count < room,
            samples.allSatisfy({
                0...Int64(Int32.max) ~= $0.duration && $0.offset.magnitude < 1 << 31
            })
        else {
            throw MediaFailure(
                .recipe,
                "write a segment of",
                path,
                "it has \(Figures.grouped(Int64(data.count))) bytes, or times that no fragment "
                    + "holds",
                remedy: "make segments shorter"
            )
        }
        let fragment = FragmentHead(
            sequence: UInt32(segments.count + 1),
            start: place.decoding,
            samples: samples
        )
        let offset = output.count
        let front = fragment.bytes
        try output.write(front)
        try output.write(Array(data))
        segments.append(
            TrackLayout.Segment(
                offset: offset,
                bytes: front.count + data.count,
                start: place.start,
                duration: place.end - place.start,
                decoding: place.decoding,
                keyBytes: front.count + (samples.first?.bytes ?? 0)
            )
        )
    }

    func finish() throws(MediaFailure) -> TrackLayout? {
        guard let head else { return nil }
        // The index counts in the film's time, which begins at zero.
        let index = SegmentIndex(
            timeScale: timeScale,
            start: max(0, segments.first?.start ?? 0),
            entries: segments.map {
                SegmentIndex.Entry(bytes: $0.bytes, duration: $0.duration + min(0, $0.start))
            },
            room: room
        )
        try output.rewrite(index.bytes, at: head.bytes.count)
        let bytes = output.count
        try output.finish()
        return TrackLayout(
            file: file,
            codec: head.codec,
            timeScale: timeScale,
            lead: lead,
            headBytes: head.bytes.count,
            index: head.bytes.count..<head.bytes.count + 40 + 12 * segments.count,
            segments: segments,
            bytes: bytes
        )
    }
}

/// A fragment is built in memory, and its box of packets counts with 32 bits.
private let bytesMax = 1 << 30
