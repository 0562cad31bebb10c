/// Bits of an H.264 unit, with its codes of variable length.
struct BitWriter {
    private var bytes: [UInt8] = []
    private var free = 0

    mutating func put(_ value: Int, bits count: Int) {
        for shift in (0..<count).reversed() {
            if free == 0 {
                bytes.append(0)
                free = 8
            }
            free -= 1
            if value >> shift & 1 == 1 { bytes[bytes.count - 1] |= 1 << UInt8(free) }
        }
    }

    mutating func put(flags: Int...) { for flag in flags { put(flag, bits: 1) } }

    /// Exp-Golomb codes, `ue(v)`; 0 is also the 0 of `se(v)`.
    mutating func put(codes: Int...) {
        for code in codes {
            let width = Int.bitWidth - (code + 1).leadingZeroBitCount
            put(0, bits: width - 1)
            put(code + 1, bits: width)
        }
    }

    /// Zeros up to the next whole byte.
    mutating func align() { free = 0 }

    mutating func put(bytes more: [UInt8]) {
        align()
        bytes += more
    }

    /// The unit behind its start code: its end marked, and kept from looking like a start code.
    func unit(kind: UInt8, reference: UInt8 = 3) -> [UInt8] {
        var ended = self
        ended.put(1, bits: 1)
        var unit = ByteStream.startCode
        unit.append(reference << 5 | kind)
        var zeros = 0
        for byte in ended.bytes {
            if zeros >= 2, byte <= 3 {
                unit.append(3)
                zeros = 0
            }
            unit.append(byte)
            zeros = byte == 0 ? zeros + 1 : 0
        }
        return unit
    }
}
