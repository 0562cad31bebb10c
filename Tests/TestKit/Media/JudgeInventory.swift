public import Model

extension Judge {
    /// Everything that ffprobe says of a file without decoding, by ffprobe's names.
    public struct Inventory: Hashable, Sendable {
        /// For example `["format_name": "mov,mp4,m4a,3gp,3g2,mj2", "tags.title": "…"]`.
        public var format: [String: String] = [:]
        /// For example `["codec_name": "h264", "tags.language": "deu", "disposition.default": "1",
        /// "side_data_list.side_data.0.rotation": "-90"]`.
        public var streams: [[String: String]] = []
        /// For example `["start_time": "0.000000", "tags.title": "…"]`.
        public var chapters: [[String: String]] = []

        /// The streams of a kind, for example `video`.
        public func streams(ofType type: String) -> [[String: String]] {
            streams.filter { $0["codec_type"] == type }
        }

        public var videos: [[String: String]] { streams(ofType: "video") }
        public var sounds: [[String: String]] { streams(ofType: "audio") }
        public var subtitles: [[String: String]] { streams(ofType: "subtitle") }

        /// In seconds.
        public var duration: Double? { format["duration"].flatMap(Double.init) }
        /// In seconds.
        public var startTime: Double? { format["start_time"].flatMap(Double.init) }
    }

    public static func inventory(of file: Path) throws -> Inventory {
        let ended = try MediaTool.ffprobe.run([
            "-v", "error", "-show_format", "-show_streams", "-show_chapters", "-of", "flat",
            .file(file),
        ])
        var inventory = Inventory()
        for (key, value) in FlatText.values(ended.lines) {
            let words = key.split(separator: ".", maxSplits: 3).map(String.init)
            if words[0] == "format" {
                inventory.format[words.dropFirst().joined(separator: ".")] = value
            } else if words.count == 4, let index = Int(words[2]) {
                switch words[0] {
                case "streams": set(words[3], value, in: &inventory.streams, at: index)
                case "chapters": set(words[3], value, in: &inventory.chapters, at: index)
                default: break
                }
            }
        }
        return inventory
    }

    private static func set(
        _ key: String,
        _ value: String,
        in list: inout [[String: String]],
        at index: Int
    ) {
        while list.count <= index { list.append([:]) }
        list[index][key] = value
    }
}

extension Judge.Inventory {
    /// The values of one key in every stream, nil where a stream has none.
    public func values(_ key: String) -> [String?] { streams.map { $0[key] } }

    /// What a stream's first side data of this type holds, by ffprobe's names; nil for none.
    public func sideData(_ type: String, ofStream index: Int) -> [String: String]? {
        guard streams.indices.contains(index) else { return nil }
        let stream = streams[index]
        let list = "side_data_list.side_data."
        guard
            let head = stream.first(where: {
                $0.key.hasPrefix(list) && $0.key.hasSuffix(".side_data_type") && $0.value == type
            })?.key.dropLast("side_data_type".count)
        else { return nil }
        var data: [String: String] = [:]
        for (key, value) in stream where key.hasPrefix(head) {
            data[String(key.dropFirst(head.count))] = value
        }
        return data
    }
}
