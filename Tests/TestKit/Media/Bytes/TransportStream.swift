/// Packets of MPEG transport streams, as far as tests cut and break them.
enum TransportStream {
    static let packetBytes = 188
    /// The first stream of what ffmpeg writes.
    static let firstStream = 0x100

    /// Leaves out the first packets, as a recorder does that is switched on in the middle.
    static func dropFirst(percent: Int, of bytes: inout [UInt8]) {
        let packets = bytes.count / packetBytes
        bytes.removeFirst(packets * percent / 100 * packetBytes)
    }

    /// Turns bits of the first stream over, and of nothing else: neither tables nor the headers of
    /// packets and of the stream's pieces (PES).
    static func flip(bits count: Int, of bytes: inout [UInt8], seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var flipped = 0
        while flipped < count {
            let packet = Int.random(in: 0..<bytes.count / packetBytes, using: &random)
            let offset = Int.random(in: 4..<packetBytes, using: &random)
            guard let start = payload(of: packet, in: bytes), offset >= start else { continue }
            bytes[packet * packetBytes + offset] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            flipped += 1
        }
    }

    /// Where the payload begins in a packet that is inside of a piece of the first stream.
    private static func payload(of packet: Int, in bytes: [UInt8]) -> Int? {
        let start = packet * packetBytes
        let stream = Int(bytes[start + 1] & 0x1f) << 8 | Int(bytes[start + 2])
        let beginsPiece = bytes[start + 1] & 0x40 != 0
        guard stream == firstStream, !beginsPiece else { return nil }
        let hasAdaptation = bytes[start + 3] & 0x20 != 0
        return hasAdaptation ? 5 + Int(bytes[start + 4]) : 4
    }
}
