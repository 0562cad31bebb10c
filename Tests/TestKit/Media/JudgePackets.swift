public import Model

extension Judge {
    /// A packet as the demuxer gives it.
    public struct Packet: Hashable, Sendable {
        /// Of its stream in the file.
        public var stream: Int
        public var pts: Int64?
        public var dts: Int64?
        public var duration: Int64?
        public var size: Int
        public var position: Int64?
        public var hash: String
        public var isKey: Bool
        /// Is decoded but not shown, by an edit list.
        public var isDiscarded: Bool
        public var isCorrupt: Bool
    }

    /// The packets of one stream in the order of the file; of all streams where none is named.
    public static func packets(of file: Path, stream: String? = "v:0") throws -> [Packet] {
        let selection: [ToolWord] = stream.map { ["-select_streams", "\($0)"] } ?? []
        let ended = try MediaTool.ffprobe.run(
            ["-v", "error", "-show_packets", "-show_data_hash", "md5"] + selection + [
                "-show_entries",
                "packet=stream_index,pts,dts,duration,size,pos,flags,data_hash",
                "-of", "compact=p=0", .file(file),
            ]
        )
        return try ended.lines.compactMap { line in
            // Side data has lines of its own in some releases.
            guard line.hasPrefix("stream_index=") else { return nil }
            let fields = FlatText.fields(line)
            guard let stream = fields["stream_index"].flatMap({ Int($0) }),
                let size = fields["size"].flatMap({ Int($0) }), let flags = fields["flags"]
            else { throw Unreadable("ffprobe wrote the packet \(line)") }
            return Packet(
                stream: stream,
                pts: fields["pts"].flatMap { Int64($0) },
                dts: fields["dts"].flatMap { Int64($0) },
                duration: fields["duration"].flatMap { Int64($0) },
                size: size,
                position: fields["pos"].flatMap { Int64($0) },
                hash: String(fields["data_hash"] ?? ""),
                isKey: flags.contains("K"),
                isDiscarded: flags.contains("D"),
                isCorrupt: flags.contains("C")
            )
        }
    }

    /// From where to where a stream goes, by its packets.
    public struct Span: Hashable, Sendable {
        public var stream: Int
        public var timeBase: Rational
        /// The earliest time and the latest end, in ticks; nil for a stream without times.
        public var start: Int64?
        public var end: Int64?

        public var startSeconds: Double? { start.map(timeBase.seconds) }
        public var endSeconds: Double? { end.map(timeBase.seconds) }
    }

    /// The spans of all streams, in their order.
    public static func spans(of file: Path) throws -> [Span] {
        let inventory = try inventory(of: file)
        var spans = try inventory.streams.indices.map { index in
            let fraction = inventory.streams[index]["time_base"]
            guard let base = fraction.flatMap({ Rational(fraction: $0) }) else {
                throw Unreadable("stream \(index) has no time base")
            }
            return Span(stream: index, timeBase: base)
        }
        for packet in try packets(of: file, stream: nil) where !packet.isDiscarded {
            guard let pts = packet.pts, spans.indices.contains(packet.stream) else { continue }
            let end = pts + (packet.duration ?? 0)
            let span = spans[packet.stream]
            spans[packet.stream].start = min(span.start ?? pts, pts)
            spans[packet.stream].end = max(span.end ?? end, end)
        }
        return spans
    }
}
