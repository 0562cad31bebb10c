internal import CFFmpeg
internal import Model

/// A file of our own making that is being written. Letting go of it without `finish()` leaves an
/// unfinished file, which whoever chose the name removes.
final class OutputBytes {
    private let path: Path
    private var output: UnsafeMutablePointer<AVIOContext>?

    init(_ path: Path) throws(MediaFailure) {
        self.path = path
        var output: UnsafeMutablePointer<AVIOContext>?
        let code = try path.withLibavURL { url throws(MediaFailure) in
            avio_open2(&output, url, AVIO_FLAG_WRITE, nil, nil)
        }
        guard code >= 0 else { throw MediaFailure.libav(code, "create", path, as: .storage) }
        self.output = output
    }

    deinit { avio_closep(&output) }

    var count: Int { output.map { Int(avio_seek($0, 0, SEEK_CUR)) } ?? 0 }

    func write(_ bytes: [UInt8]) throws(MediaFailure) {
        bytes.withUnsafeBufferPointer { buffer in
            avio_write(output, buffer.baseAddress, Int32(clamping: buffer.count))
        }
        try check()
    }

    /// Writes over what was written before.
    func rewrite(_ bytes: [UInt8], at place: Int) throws(MediaFailure) {
        let end = count
        guard avio_seek(output, Int64(place), SEEK_SET) >= 0 else {
            throw MediaFailure(.storage, "write", path, "it cannot be written to at any place")
        }
        try write(bytes)
        _ = avio_seek(output, Int64(end), SEEK_SET)
    }

    func finish() throws(MediaFailure) {
        avio_flush(output)
        try check()
        let code = avio_closep(&output)
        if code < 0 { throw MediaFailure.libav(code, "close", path, as: .storage) }
    }

    private func check() throws(MediaFailure) {
        let error = output.map { $0.pointee.error } ?? 0
        if error < 0 { throw MediaFailure.libav(error, "write", path, as: .storage) }
    }

    static func write(_ bytes: [UInt8], to path: Path) throws(MediaFailure) {
        let file = try OutputBytes(path)
        try file.write(bytes)
        try file.finish()
    }
}
