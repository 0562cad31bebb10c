public import Model

extension Judge {
    /// What is carried with each decoded frame, by ffprobe's names, for example
    /// `ATSC A53 Part 4 Closed Captions`.
    public static func frameSideData(
        of file: Path,
        stream: String = "v:0"
    ) throws -> [Set<String>] {
        let ended = try MediaTool.ffprobe.run([
            "-v", "error", "-select_streams", "\(stream)", "-show_entries",
            "frame=media_type:frame_side_data=side_data_type", "-of", "flat", .file(file),
        ])
        var frames: [Set<String>] = []
        for (key, value) in FlatText.values(ended.lines) {
            let words = key.split(separator: ".")
            guard words.count > 3, words[0] == "frames", let index = Int(words[2]) else { continue }
            while frames.count <= index { frames.append([]) }
            if words.last == "side_data_type" { frames[index].insert(value) }
        }
        return frames
    }

    /// When subtitles are shown, in microseconds, with how many texts or pictures; 0 hides them.
    public static func subtitles(
        of file: Path,
        stream: String = "s:0"
    ) throws -> [(time: Int64, count: Int)] {
        let ended = try MediaTool.ffprobe.run([
            "-v", "error", "-select_streams", "\(stream)", "-show_entries",
            "subtitle=pts,num_rects", "-of", "compact=p=0", .file(file),
        ])
        return ended.lines.compactMap { line in
            let fields = FlatText.fields(line)
            guard let time = fields["pts"].flatMap({ Int64($0) }),
                let count = fields["num_rects"].flatMap({ Int($0) })
            else { return nil }
            return (time, count)
        }
    }

    /// The text of the closed captions in the pictures of the first video, as SubRip with
    /// presentation times.
    public static func captions(of file: Path) throws -> String {
        let isPlain = file.bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "/._-".utf8.contains(byte)
            }
        }
        guard isPlain else { throw Unreadable("a filter cannot open \(file): rename it") }
        let name = String(decoding: file.bytes, as: UTF8.self)
        return try MediaTool.ffmpeg.run(
            quietly + [
                "-f", "lavfi", "-i", "movie=\(name)[out+subcc]", "-map", "0:s", "-f", "srt", "-",
            ]
        ).text
    }

    /// The types of all units (NAL) of an H.264 or HEVC stream in the order of the file. In H.264 5
    /// is an IDR picture and 1 any other; in HEVC 19 and 20 are IDR, 21 is CRA, 8 and 9 are RASL, 6
    /// and 7 are RADL.
    public static func unitTypes(of file: Path, stream: String = "v:0") throws -> [Int] {
        let selected: [ToolWord] = ["-i", .file(file), "-map", "0:\(stream)", "-c", "copy"]
        let codec = try inventory(of: file).videos.first?["codec_name"] ?? ""
        guard ["h264", "hevc"].contains(codec) else {
            throw Unreadable("\(file) holds \(codec), which has no units")
        }
        let ended = try MediaTool.ffmpeg.run(quietly + selected + ["-f", "\(codec)", "-"])
        return ByteStream.units(of: ended.output).compactMap(\.first).map { first in
            Int(codec == "h264" ? first & 0x1f : first >> 1 & 0x3f)
        }
    }
}
