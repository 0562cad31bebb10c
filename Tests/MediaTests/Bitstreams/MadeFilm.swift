@testable import Media
import Model
import Platform
import TestKit
import Testing

/// A film made by ffmpeg, and what ffprobe says of its first stream of pictures.
struct MadeFilm {
    struct Packet {
        var time: Int?
        var isKey: Bool
        var bytes: [UInt8]
    }

    let extradata: [UInt8]
    let packets: [Packet]
    /// The times of the frames that a decoder gives, in the order it gives them.
    let frameTimes: [Int?]

    /// 45 pictures: with one more or less libxvid ends without the place holder for its last
    /// B-frame, and then libavcodec does not show that one.
    init(_ stream: RealStream) throws {
        let scratch = try Scratch()
        let file = scratch.path / stream.file
        let source = "-f lavfi -i testsrc2=size=160x120:rate=25:duration=1.8"
        let options = "\(source) \(stream.options)"
        if stream.hasTwoPasses {
            let passes = "-passlogfile \(scratch.path / "log")"
            try FilmTool.run("ffmpeg", "\(options) \(passes) -pass 1 -f null -", [])
            try FilmTool.run("ffmpeg", "\(options) \(passes) -pass 2", [file])
        } else {
            try FilmTool.run("ffmpeg", options, [file])
        }
        try self.init(probing: file)
    }

    /// Brings bytes into a container as they are, or has them read without one.
    init(_ name: FileName, of content: [UInt8], _ inputOptions: String) throws {
        let scratch = try Scratch()
        let raw = scratch.path / "raw"
        let file = try OpenFile.create(raw)
        try file.write(content)
        let result = scratch.path / name
        try FilmTool.run("ffmpeg", "\(inputOptions) -i \(raw) -c copy", [result])
        try self.init(probing: result)
    }

    init(probing file: Path) throws {
        let entries = "packet=pts,flags,data:frame=pts:stream=extradata"
        let options = "-select_streams v:0 -show_data -show_entries \(entries)"
        let dump = try FilmTool.run("ffprobe", options, [file])
        (packets, frameTimes, extradata) = MadeFilm.parse(dump)
        try #require(!packets.isEmpty && !frameTimes.isEmpty)
    }

    /// The sections that ffprobe writes: `name=value`, and bytes as lines of `offset: hex  text`.
    private static func parse(_ dump: [UInt8]) -> ([Packet], [Int?], [UInt8]) {
        var packets: [Packet] = []
        var frameTimes: [Int?] = []
        var data: [UInt8] = []
        var packet = Packet(time: nil, isKey: false, bytes: [])
        for line in dump.split(separator: UInt8(ascii: "\n")) {
            if line.count > 10, line[line.startIndex + 8] == UInt8(ascii: ":") {
                data += hex(line.dropFirst(10).prefix(40))
                continue
            }
            let text = String(decoding: line, as: UTF8.self)
            if text.hasPrefix("pts=") {
                packet.time = Int(text.dropFirst(4))
            } else if text.hasPrefix("flags=") {
                packet.isKey = text.hasPrefix("flags=K")
            } else if text == "[/PACKET]" {
                packet.bytes = data
                packets.append(packet)
                data = []
            } else if text == "[/FRAME]" {
                frameTimes.append(packet.time)
            }
        }
        return (packets, frameTimes, data)
    }

    private static func hex(_ text: ArraySlice<UInt8>) -> [UInt8] {
        let digits = text.filter { $0 != UInt8(ascii: " ") }.map { digit -> UInt8 in
            digit > UInt8(ascii: "9") ? digit - UInt8(ascii: "a") + 10 : digit - UInt8(ascii: "0")
        }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}

extension MadeFilm {
    /// The packets from a place on in a form that ffmpeg reads without a container's help.
    func elementary(_ codec: VideoCodec, from start: Int) -> [UInt8] {
        let packets = packets[start...].map(\.bytes)
        switch codec {
        case .vp8: return MadeFilm.ivf("VP80", packets)
        case .vp9: return MadeFilm.ivf("VP90", packets)
        case .av1: return MadeFilm.ivf("AV01", packets)
        case .h264, .hevc:
            let framing = extradata.withUnsafeBytes { Framing(codec: codec, extradata: $0) }
            guard case .lengths(let size) = framing else { return Array(packets.joined()) }
            return codes(headers(codec) + packets.flatMap { MadeFilm.units(of: $0, size) })
        default: return extradata + packets.joined()
        }
    }

    private func headers(_ codec: VideoCodec) -> [[UInt8]] {
        extradata.withUnsafeBytes { record in
            var units: [[UInt8]] = []
            if codec == .h264 {
                try? ConfigurationRecord.h264(record) { units.append(Array($0)) }
            } else {
                try? ConfigurationRecord.hevc(record) { units.append(Array($0)) }
            }
            return units
        }
    }

    private static func units(of packet: [UInt8], _ lengthSize: Int) -> [[UInt8]] {
        var units: [[UInt8]] = []
        var rest = packet[...]
        while rest.count >= lengthSize {
            let length = rest.prefix(lengthSize).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(lengthSize)
            units.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return units
    }

    private static func ivf(_ name: String, _ packets: [[UInt8]]) -> [UInt8] {
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(value >> (8 * $0) & 0xff) }
        }
        var file = Array("DKIF".utf8) + little(0, 2) + little(32, 2) + Array(name.utf8)
        file += little(160, 2) + little(120, 2) + little(25, 4) + little(1, 4)
        file += little(packets.count, 4) + little(0, 4)
        for (index, packet) in packets.enumerated() {
            file += little(packet.count, 4) + little(index, 8) + packet
        }
        return file
    }
}

/// ffmpeg and ffprobe, which judge what is tested.
enum FilmTool {
    /// Runs one of them to its end and gives its standard output.
    @discardableResult
    static func run(_ name: String, _ options: String, _ paths: [Path]) throws -> [UInt8] {
        let quiet = name == "ffmpeg" ? "-v error -nostdin -y " : "-v error "
        var arguments = (quiet + options).split(separator: " ").map { Array($0.utf8) }
        arguments += paths.map(\.bytes)
        let search = ProcessInput.environment[Array("PATH".utf8)] ?? []
        let found = ProgramSearch.find(Path(name), inPATH: search)
        let program = try #require(found, "the tests need \(name)")
        var request = SpawnRequest(program, arguments)
        request.environment = ProcessInput.environment
        request.output = .pipe
        request.errors = .pipe
        let child = try ChildProcess.spawn(request)
        var output = ChildOutput(of: child, keeping: BoundedBytes(head: 1 << 28, tail: 0))
        let isWhole = try output.readAll(until: Deadline(after: .seconds(300)))
        try #require(isWhole, "\(name) \(options) does not end")
        let status = try child.wait(upTo: .seconds(60))
        let errors = String(decoding: output.errors.bytes, as: UTF8.self)
        try #require(status?.isSuccess == true, "\(name) \(options): \(errors)")
        return output.output.head
    }

    static func lines(of output: [UInt8]) -> [Substring] {
        String(decoding: output, as: UTF8.self).split(separator: "\n")
    }

    /// The hashes of the frames that ffmpeg decodes from these bytes.
    static func frames(of content: [UInt8], as format: String) throws -> [Substring] {
        let scratch = try Scratch()
        let path = scratch.path / "raw"
        let file = try OpenFile.create(path)
        try file.write(content)
        let options = "-f \(format) -i \(path) -fps_mode passthrough -f framemd5 -"
        return try lines(of: run("ffmpeg", options, [])).filter { !$0.hasPrefix("#") }.map { line in
            line.suffix(32)
        }
    }
}
