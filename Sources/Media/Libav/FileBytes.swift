internal import CFFmpeg
internal import Model

/// A file open for reading bytes at any place, beside whatever demuxes it.
final class FileBytes {
    private let path: Path
    private let input: UnsafeMutablePointer<AVIOContext>

    init(_ path: Path) throws(MediaFailure) {
        self.path = path
        input = try FileBytes.open(path)
    }

    deinit {
        var input: UnsafeMutablePointer<AVIOContext>? = input
        avio_closep(&input)
    }

    /// Without a buffer: a few bytes here and there are all that is wanted.
    private static func open(
        _ path: Path
    ) throws(MediaFailure) -> UnsafeMutablePointer<AVIOContext> {
        var input: UnsafeMutablePointer<AVIOContext>?
        let code = try path.withLibavURL { url throws(MediaFailure) in
            avio_open2(&input, url, AVIO_FLAG_READ | AVIO_FLAG_DIRECT, nil, nil)
        }
        guard code >= 0 else { throw MediaFailure.libav(code, "open", path) }
        return try libavMemory(input, "open a file")
    }

    var size: Int64? {
        let size = avio_size(input)
        return size < 0 ? nil : size
    }

    /// Fewer than asked for at the end of the file.
    func read(at offset: Int64, count: Int) throws(MediaFailure) -> [UInt8] {
        let place = avio_seek(input, offset, SEEK_SET)
        guard place >= 0 else {
            throw MediaFailure.libav(Int32(clamping: place), "seek in", path)
        }
        var bytes = [UInt8](repeating: 0, count: count)
        let got = bytes.withUnsafeMutableBytes { buffer in
            avio_read(input, buffer.baseAddress, Int32(clamping: buffer.count))
        }
        if got == reelmill_error_end { return [] }
        guard got >= 0 else { throw MediaFailure.libav(got, "read", path) }
        return Array(bytes.prefix(Int(got)))
    }
}
