internal import CLinux

/// An open file descriptor with one owner. It is closed when the owner lets go of it; `close()` is
/// for those who must know whether closing failed, as it does where writing was put off.
public struct Descriptor: ~Copyable, Sendable {
    private let number: Int32

    /// Never inlined: where it is, the optimiser of Swift 6.0 takes a descriptor apart that is
    /// still to be closed, and crashes on what it made ("a destructure of a
    /// move-only-type-with-deinit requires a drop_deinit").
    var raw: Int32 {
        @inline(never) get { number }
    }

    /// Takes over a descriptor that nobody else closes.
    init(owning raw: Int32) { number = raw }

    deinit { _ = linux_close(raw) }

    public consuming func close() throws(Errno) {
        let raw = raw
        discard self
        // Linux lets go of the descriptor even when close() is interrupted, so it is never
        // repeated: by then the number may be another thread's.
        guard linux_close(raw) != 0 else { return }
        let error = Errno(rawValue: linux_errno())
        if error != .interrupted { throw error }
    }

    /// Reads up to a buffer full; 0 is the end.
    public borrowing func read(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
        let raw = raw
        return try systemCall { linux_read(raw, buffer.baseAddress, buffer.count) }
    }

    /// Reads from an offset on, in as many pieces as it takes; less than `count` is the end.
    public borrowing func read(atMost count: Int, at offset: Int64) throws(Errno) -> [UInt8] {
        let raw = raw
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let outcome = bytes.withUnsafeMutableBytes { buffer -> Result<Int, Errno> in
                let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
                do throws(Errno) {
                    return .success(
                        try systemCall {
                            linux_pread(raw, piece.baseAddress, piece.count, offset + Int64(done))
                        }
                    )
                } catch {
                    return .failure(error)
                }
            }
            let moved = try outcome.get()
            if moved == 0 { break }
            done += moved
        }
        bytes.removeLast(count - done)
        return bytes
    }

    /// Writes all of it, in as many pieces as it takes.
    public borrowing func write(_ bytes: [UInt8]) throws(Errno) {
        let raw = raw
        try transferAll(of: bytes) { piece, _ in linux_write(raw, piece.baseAddress, piece.count) }
    }

    /// Writes all of it at an offset; for the files that are rewritten in place.
    public borrowing func write(_ bytes: [UInt8], at offset: Int64) throws(Errno) {
        let raw = raw
        try transferAll(of: bytes) { piece, done in
            linux_pwrite(raw, piece.baseAddress, piece.count, offset + Int64(done))
        }
    }

    /// Puts what was written on the disk, or on the server's.
    public borrowing func sync() throws(Errno) {
        let raw = raw
        _ = try systemCall { linux_fsync(raw) }
    }

    public borrowing func status() throws(Errno) -> FileStatus {
        let raw = raw
        var status = linux_status()
        _ = try systemCall { linux_fstat(raw, &status) }
        return FileStatus(status)
    }

    public borrowing func truncate(to length: Int64) throws(Errno) {
        let raw = raw
        _ = try systemCall { linux_ftruncate(raw, length) }
    }
}

/// Calls until every byte is transferred. A call that moves nothing and reports no error would turn
/// this into an endless loop, so it counts as an input/output error.
private func transferAll(
    of bytes: [UInt8],
    _ call: (UnsafeRawBufferPointer, Int) -> Int
) throws(Errno) {
    let outcome = bytes.withUnsafeBytes { buffer -> Result<Void, Errno> in
        var done = 0
        while done < buffer.count {
            let piece = UnsafeRawBufferPointer(rebasing: buffer[done...])
            do throws(Errno) {
                let moved = try systemCall { call(piece, done) }
                guard moved > 0 else { return .failure(.inputOutput) }
                done += moved
            } catch {
                return .failure(error)
            }
        }
        return .success(())
    }
    try outcome.get()
}
