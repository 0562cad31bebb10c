internal import CMicroHTTPD
internal import Model

/// Moves what a stream has into what the library sends. All but waking happens on the library's
/// thread.
final class StreamPump: Sendable {
    private let stream: any WebStream
    private let parking: Parking
    private let core: ServerCore
    // Safety: read and written in the library's callbacks for one connection alone, and those come
    // one after the other.
    private nonisolated(unsafe) var rest: ArraySlice<UInt8> = []

    init(_ stream: any WebStream, _ parking: Parking, _ core: ServerCore) {
        (self.stream, self.parking, self.core) = (stream, parking, core)
        stream.onMore { parking.wake() }
    }

    /// How many bytes it wrote; 0 when the connection was set aside, less at the end.
    func read(into space: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            // Half an answer must not look like a whole one.
            if core.isStopping { return http_stream_broken() }
            if !rest.isEmpty { return write(into: space) }
            parking.forgetWaking()
            switch stream.next() {
            case .bytes(let bytes): rest = bytes[...]
            case .end: return http_stream_end()
            case .broken: return http_stream_broken()
            case .wait: if !core.isStopping, parking.park() { return 0 }
            }
        }
    }

    private func write(into space: UnsafeMutableRawBufferPointer) -> Int {
        let piece = rest.prefix(space.count)
        space.copyBytes(from: piece)
        rest = rest.dropFirst(piece.count)
        return piece.count
    }

    /// Called once, when the library lets the answer go.
    func end() {
        parking.end()
        stream.close()
        core.streamEnded()
    }
}

func httpStreamRead(
    _ context: UnsafeMutableRawPointer?,
    _ position: UInt64,
    _ space: UnsafeMutablePointer<CChar>?,
    _ size: Int
) -> Int {
    guard let context, let space else { return http_stream_end() }
    let pump = Unmanaged<StreamPump>.fromOpaque(context).takeUnretainedValue()
    return pump.read(into: UnsafeMutableRawBufferPointer(start: space, count: size))
}

func httpStreamFree(_ context: UnsafeMutableRawPointer?) {
    guard let context else { return }
    Unmanaged<StreamPump>.fromOpaque(context).takeRetainedValue().end()
}
