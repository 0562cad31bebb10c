internal import CFFmpeg
internal import Model

/// A media file open for reading its packets.
///
/// It opens that one file and nothing else: formats that name other files are refused before their
/// reader sees a byte, and whatever another format asks for is refused when it asks.
final class Demuxer {
    let path: Path
    let context: UnsafeMutablePointer<AVFormatContext>
    private var input: UnsafeMutablePointer<AVIOContext>?

    /// - Parameter findingStreams: Reads into the file, and may decode a few frames, to know what
    ///   the head does not say; not needed for files of our own.
    init(_ path: Path, findingStreams: Bool = true) throws(MediaFailure) {
        let input = try Demuxer.openFile(path)
        do throws(MediaFailure) {
            context = try Demuxer.open(path, input)
        } catch {
            Demuxer.close(input)
            throw error
        }
        self.path = path
        self.input = input
        guard findingStreams else { return }
        try libav("find the streams of", path) { avformat_find_stream_info(context, nil) }
    }

    deinit {
        var context: UnsafeMutablePointer<AVFormatContext>? = context
        avformat_close_input(&context)
        Demuxer.close(input)
    }

    /// Reads the next packet of a kept stream; false at the end of the file.
    func read(into packet: Packet) throws(MediaFailure) -> Bool {
        packet.clear()
        var code = av_read_frame(context, packet.handle)
        // Some readers say so for a stretch that gave no packet; a file has no more to wait for.
        var emptyReads = 0
        while code == reelmill_error_again, emptyReads < emptyReadsMax {
            emptyReads += 1
            code = av_read_frame(context, packet.handle)
        }
        if code == reelmill_error_end { return false }
        guard code >= 0 else { throw MediaFailure.libav(code, "read", path) }
        packet.dropImpossibleTimes(stream(packet.stream).pointee.time_base)
        return true
    }

    /// Has times of presentation that the container lacks worked out from those of decoding. The
    /// reader has to look ahead for it.
    func makesTimes() { context.pointee.flags |= AVFMT_FLAG_GENPTS }

    /// Lets the reader skip what no other stream needs.
    func keepOnly(_ isKept: (Int) -> Bool) {
        for index in 0..<streamCount {
            stream(index).pointee.discard = isKept(index) ? AVDISCARD_DEFAULT : AVDISCARD_ALL
        }
    }

    var streamCount: Int { Int(context.pointee.nb_streams) }

    /// Lives as long as the demuxer.
    func stream(_ index: Int) -> UnsafeMutablePointer<AVStream> {
        precondition(index >= 0 && index < streamCount, "our bug: no stream \(index)")
        // Safety: libav fills `streams` up to `nb_streams`.
        return context.pointee.streams[index]!
    }

    var formatName: String { String(cString: context.pointee.iformat.pointee.name) }

    /// Whether the index of the container names the place of each packet, and is read at once.
    var indexHasEveryPacket: Bool { formatName.split(separator: ",").contains("mov") }

    /// Whether the duration is what the head of the file says, not worked out from the packets.
    var durationIsFromHead: Bool {
        context.pointee.duration_estimation_method == AVFMT_DURATION_FROM_STREAM
    }

    /// How many bytes the file has; nil when that cannot be known.
    var fileBytes: Int64? {
        let size = avio_size(input)
        return size < 0 ? nil : size
    }

    /// Where in the file the reader is: progress, since packets come about in the file's order.
    var position: Int64 { input.map { avio_seek($0, 0, SEEK_CUR) } ?? 0 }

    private static func open(
        _ path: Path,
        _ input: UnsafeMutablePointer<AVIOContext>
    ) throws(MediaFailure) -> UnsafeMutablePointer<AVFormatContext> {
        let format = try format(of: path, input)
        let context = try libavMemory(avformat_alloc_context(), "open a media file")
        context.pointee.pb = input
        context.pointee.io_open = refuseToOpen
        // When it fails libav frees the context; the input stays ours.
        var handle: UnsafeMutablePointer<AVFormatContext>? = context
        let code = try path.withLibavURL { url throws(MediaFailure) in
            avformat_open_input(&handle, url, format, nil)
        }
        guard code >= 0, let handle else { throw MediaFailure.libav(code, "open", path) }
        return handle
    }

    private static func openFile(
        _ path: Path
    ) throws(MediaFailure) -> UnsafeMutablePointer<AVIOContext> {
        var options = Options()
        options.set("protocol_whitelist", "file")
        var input: UnsafeMutablePointer<AVIOContext>?
        let code = try path.withLibavURL { url throws(MediaFailure) in
            avio_open2(&input, url, AVIO_FLAG_READ, nil, &options.handle)
        }
        guard code >= 0 else { throw MediaFailure.libav(code, "open", path) }
        return try libavMemory(input, "open a file")
    }

    private static func close(_ input: UnsafeMutablePointer<AVIOContext>?) {
        var input = input
        avio_closep(&input)
    }

    private static func format(
        of path: Path,
        _ input: UnsafeMutablePointer<AVIOContext>
    ) throws(MediaFailure) -> UnsafePointer<AVInputFormat>? {
        var format: UnsafePointer<AVInputFormat>?
        let code = try path.nameForRecognition.withLibavURL { url throws(MediaFailure) in
            av_probe_input_buffer2(input, &format, url, nil, 0, 0)
        }
        guard code >= 0 else { throw MediaFailure.libav(code, "recognise", path) }
        guard let format else { return nil }
        let names = String(cString: format.pointee.name).split(separator: ",").map(String.init)
        let opensOthers = format.pointee.flags & AVFMT_NOFILE != 0
        guard opensOthers || names.contains(where: formatsThatOpenOthers.contains) else {
            return format
        }
        let what = format.pointee.long_name.map { String(cString: $0) } ?? names[0]
        throw MediaFailure(
            .refused,
            "read",
            path,
            "it is no film but a list of other files or addresses (\(what)), which are not opened",
            remedy: "put the film itself into the folder"
        )
    }
}

extension Path {
    /// Any name with the same ending: some formats are known by that alone, and a name with signs
    /// such as `%03d` or `*` would be taken for a pattern of many images.
    fileprivate var nameForRecognition: Path {
        let ending = bytes.reversed().prefix { byte in
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        }
        let isEnding = bytes.dropLast(ending.count).last == UInt8(ascii: ".")
        guard isEnding, let name = Path(bytes: Array("film.".utf8) + ending.reversed()) else {
            return "film"
        }
        return name
    }
}

/// Damaged stretches are passed one call at a time.
private let emptyReadsMax = 100_000

/// Formats whose files name further ones: playlists, lists of parts, patterns of images, scripts.
private let formatsThatOpenOthers: Set<String> = [
    "hls", "applehttp", "dash", "concat", "concatf", "imf", "sdp", "rtsp", "rtp", "image2",
    "avisynth", "vapoursynth", "vobsub", "webm_dash_manifest", "smoothstreaming", "xbin_list",
    "lavfi", "libopenmpt_list",
]

private func refuseToOpen(
    _ context: UnsafeMutablePointer<AVFormatContext>?,
    _ input: UnsafeMutablePointer<UnsafeMutablePointer<AVIOContext>?>?,
    _ url: UnsafePointer<CChar>?,
    _ flags: Int32,
    _ options: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    reelmill_error_not_permitted
}
