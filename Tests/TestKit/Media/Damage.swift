/// Ways to break media, the same for the same seed.
public enum Damage {
    /// Turns single bits over at random places of the range.
    public static func flipping(
        bits count: Int,
        of bytes: inout [UInt8],
        in range: Range<Int>? = nil,
        seed: UInt64
    ) {
        var random = SeededRandom(seed: seed)
        let range = range ?? bytes.indices
        guard !range.isEmpty else { return }
        for _ in 0..<count {
            bytes[Int.random(in: range, using: &random)] ^=
                1 << UInt8.random(in: 0..<8, using: &random)
        }
    }

    /// The first so many hundredths of the bytes.
    public static func truncated(_ bytes: [UInt8], toPercent percent: Int) -> [UInt8] {
        Array(bytes.prefix(bytes.count * percent / 100))
    }

    /// Puts random bytes into the place of a stretch in the middle.
    public static func overwriting(_ count: Int, of bytes: inout [UInt8], seed: UInt64) {
        let start = max(0, bytes.count / 2 - count / 2)
        let noise = randomBytes(min(count, bytes.count - start), seed: seed)
        bytes.replaceSubrange(start..<start + noise.count, with: noise)
    }

    public static func randomBytes(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }
}

extension TestMedia {
    /// All bytes of the file.
    public func bytes() throws -> [UInt8] { try Workshop.read(try file()) }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
