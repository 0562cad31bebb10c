/// The bytes are not what the codec's rules say.
struct Damage: Error, Hashable {}

/// Reads bits, the highest of a byte first, and never past the end.
struct BitReader {
    private let bytes: UnsafeRawBufferPointer
    private let skipsEmulation: Bool
    private var next = 0
    private var current: UInt8 = 0
    private var bitsLeft = 0
    private var zeros = 0

    /// - Parameter skipsEmulation: Whether the 3 in `00 00 03` is left out: H.264 and HEVC put it
    ///   there so that no start code appears inside a unit.
    init(_ bytes: UnsafeRawBufferPointer, skipsEmulation: Bool = false) {
        self.bytes = bytes
        self.skipsEmulation = skipsEmulation
    }

    /// Bytes of which no bit has been read; those of emulation count.
    var wholeBytesLeft: Int { bytes.count - next }

    mutating func flag() throws(Damage) -> Bool {
        if bitsLeft == 0 { try load() }
        bitsLeft -= 1
        return current >> UInt8(bitsLeft) & 1 == 1
    }

    /// Up to 32 bits as a number.
    mutating func number(_ count: Int) throws(Damage) -> Int {
        guard 0...32 ~= count else { throw Damage() }
        var value = 0
        for _ in 0..<count { value = value << 1 | (try flag() ? 1 : 0) }
        return value
    }

    mutating func skip(_ count: Int) throws(Damage) {
        guard count >= 0 else { throw Damage() }
        var rest = count
        while rest > 0 {
            if bitsLeft == 0 { try load() }
            let step = min(rest, bitsLeft)
            bitsLeft -= step
            rest -= step
        }
    }

    /// An Exp-Golomb number without sign, `ue(v)` in the standards: at most 2^32 - 2.
    mutating func golomb() throws(Damage) -> Int {
        var zeros = 0
        while try !flag() {
            zeros += 1
            guard zeros < 32 else { throw Damage() }
        }
        return (1 << zeros) - 1 + (try number(zeros))
    }

    /// An Exp-Golomb number with a sign, `se(v)` in the standards.
    mutating func signedGolomb() throws(Damage) -> Int {
        let code = try golomb()
        return code & 1 == 1 ? code / 2 + 1 : -(code / 2)
    }

    private mutating func load() throws(Damage) {
        if skipsEmulation, zeros >= 2, next < bytes.count, bytes[next] == 3 {
            next += 1
            zeros = 0
        }
        guard next < bytes.count else { throw Damage() }
        current = bytes[next]
        zeros = current == 0 ? zeros + 1 : 0
        next += 1
        bitsLeft = 8
    }
}
