import CFFmpeg
import CLibav
import Model
import Platform
import TestKit

@testable import Media

/// A film cut by hand for tests of encoding: by packets alone, at key frames.
struct TestFilm {
    let source: Path
    var film: FilmPlan
    var orders: [VideoOrder] = []
    /// Of every slice, the number of its first packet.
    var firstPackets: [Int] = []

    private struct Entry {
        let time: Int64
        let duration: Int64
        let isKey: Bool
        let packet: Packet
    }

    /// - Parameters:
    ///   - keys: A slice has so many groups of pictures; nil is the whole film in one slice.
    ///   - preRoll: Whether a slice's file begins with the group before it.
    init(
        _ source: Path,
        in directory: Path,
        keys: Int? = 1,
        preRoll: Bool = false,
        picture: PictureProperties = PictureProperties(),
        threads: Int = 2,
        rate: Rational? = Rational(24, 1),
        isCut: Bool = true,
        recipe: EncodeRecipe
    ) throws {
        self.source = source
        let demuxer = try Demuxer(source)
        let stream = demuxer.stream(0)
        var entries: [Entry] = []
        let packet = try Packet()
        while try demuxer.read(into: packet) {
            guard packet.stream == 0 else { continue }
            entries.append(
                Entry(
                    time: packet.presentation ?? 0,
                    duration: packet.duration,
                    isKey: packet.isKey,
                    packet: try packet.copy()
                )
            )
        }
        film = FilmPlan(
            videoStream: 0,
            codec: String(cString: avcodec_get_name(stream.pointee.codecpar.pointee.codec_id)),
            timeBase: Rational(stream.pointee.time_base),
            startMicroseconds: 0,
            shift: 100_000,
            frameRate: rate,
            threads: threads,
            picture: picture
        )
        guard isCut else { return }
        try cut(entries, keys: keys, preRoll: preRoll, in: directory, like: stream, recipe)
    }

    private mutating func cut(
        _ entries: [Entry],
        keys: Int?,
        preRoll: Bool,
        in directory: Path,
        like stream: UnsafeMutablePointer<AVStream>,
        _ recipe: EncodeRecipe
    ) throws {
        let keyed = entries.indices.filter { entries[$0].isKey }
        let starts = keys.map { step in
            stride(from: 0, to: keyed.count, by: step).map { keyed[$0] }
        }
        let begins = starts ?? [0]
        firstPackets = begins
        let end = entries.map { $0.time + $0.duration }.max() ?? 0
        for (index, begin) in begins.enumerated() {
            let next = index + 1 < begins.count ? begins[index + 1] : nil
            let from = entries[begin].time
            let upTo = next.map { entries[$0].time } ?? end
            let times = entries.map(\.time).filter { from <= $0 && $0 < upTo }.sorted()
            var last = next ?? entries.count - 1
            while last + 1 < entries.count, next != nil, entries[last + 1].time < upTo { last += 1 }
            let group = preRoll ? keyed.last { $0 < begin } ?? begin : begin
            let file = directory / FileName("\(index).nut")
            try write(entries[group...last].map(\.packet), like: stream, to: file)
            let plan = SlicePlan(
                index: index,
                start: from,
                end: upTo,
                times: TimeRuns(times),
                surelyWholeFrom: nil,
                origin: .file(name: "\(index).nut", bytes: 0)
            )
            orders.append(
                VideoOrder(
                    source: source,
                    sliceFile: file,
                    film: film,
                    slice: plan,
                    recipe: recipe,
                    part: directory / FileName("part-\(index).nut")
                )
            )
        }
    }

    /// The whole film, read from the source.
    func uncut(_ recipe: EncodeRecipe, firstPacket: Int = 0, measured: Bool = false, part: Path)
        -> VideoOrder
    {
        let all = TimeRuns(orders.flatMap { $0.slice.times.map(Array.init) ?? [] })
        let plan = SlicePlan(
            index: 0,
            start: all.first ?? 0,
            end: orders.last?.slice.end ?? 0,
            times: measured ? nil : all,
            surelyWholeFrom: nil,
            origin: .source(firstPacket: firstPacket, reason: "a test")
        )
        return VideoOrder(
            source: source,
            sliceFile: nil,
            film: film,
            slice: plan,
            recipe: recipe,
            part: part
        )
    }

    private func write(
        _ packets: [Packet],
        like stream: UnsafeMutablePointer<AVStream>,
        to file: Path
    ) throws {
        let muxer = try Muxer(file, format: "nut")
        let output = try muxer.addStream()
        avcodec_parameters_copy(output.pointee.codecpar, stream.pointee.codecpar)
        output.pointee.codecpar.pointee.codec_tag = 0
        output.pointee.time_base = stream.pointee.time_base
        muxer.context.pointee.avoid_negative_ts = AVFMT_AVOID_NEG_TS_DISABLED
        try muxer.begin()
        // Matroska has no times of decoding, and not every demuxer makes all of them up.
        let order = packets.compactMap(\.presentation).sorted()
        for (index, packet) in packets.enumerated() {
            let copy = try packet.copy()
            let decoding = index < 16 ? order[0] + Int64(index - 16) : order[index - 16]
            copy.presentation = packet.presentation.map { $0 + film.shift }
            copy.decoding = decoding + film.shift
            copy.handle.pointee.stream_index = 0
            av_packet_rescale_ts(copy.handle, stream.pointee.time_base, output.pointee.time_base)
            try muxer.write(copy)
        }
        _ = try muxer.finish()
    }
}

extension TestFilm {
    /// Encodes every slice.
    func encode(_ events: (TaskEvent) -> Void = { _ in }) throws -> [PartReport] {
        try orders.map { try SliceEncoding.run($0, events: events) }
    }

    /// The frames of parts, one after the other, on the source's time line.
    static func frames(
        of reports: [PartReport],
        in clock: Rational,
        pixelFormat: String? = nil
    ) throws -> [Judge.Frame] {
        try reports.flatMap { report in
            try Judge.frames(of: report.path, pixelFormat: pixelFormat).frames.map { frame in
                let time = report.timeBase.rescale(frame.time - report.shift, to: clock)
                return Judge.Frame(time: time, duration: 0, hash: frame.hash)
            }
        }
    }

    static func frames(of file: Path, pixelFormat: String? = nil) throws -> [Judge.Frame] {
        try Judge.frames(of: file, pixelFormat: pixelFormat).frames.map { frame in
            Judge.Frame(time: frame.time, duration: 0, hash: frame.hash)
        }
    }
}

extension EncodeRecipe {
    static func test(
        _ encoder: String,
        _ options: [CodecOption] = [],
        filters: String? = nil,
        pixelFormat: String? = nil
    ) -> EncodeRecipe {
        var recipe = EncodeRecipe(container: "matroska")
        recipe.video.encoder = encoder
        recipe.video.options = options
        recipe.video.filters = filters
        recipe.video.pixelFormat = pixelFormat
        return recipe
    }
}

extension TestFilm {
    static func copyParameters(
        from input: UnsafeMutablePointer<AVStream>,
        to output: UnsafeMutablePointer<AVStream>
    ) {
        avcodec_parameters_copy(output.pointee.codecpar, input.pointee.codecpar)
        output.pointee.time_base = input.pointee.time_base
    }

    /// Changes the second half of a packet.
    static func scramble(_ packet: Packet) {
        av_packet_make_writable(packet.handle)
        let bytes = UnsafeMutableRawBufferPointer(
            start: packet.handle.pointee.data,
            count: Int(packet.handle.pointee.size)
        )
        for index in bytes.indices.dropFirst(bytes.count / 2) {
            bytes[index] ^= UInt8(index & 0x5a)
        }
    }
}
