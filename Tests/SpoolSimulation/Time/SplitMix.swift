public import Spool

/// A small generator of numbers that look random: the whole of a simulated world comes from one.
public struct SplitMix: Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    /// The remainder is a little uneven, which no simulation notices.
    public mutating func number(below limit: Int) -> Int { Int(next() % UInt64(limit)) }

    public mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + number(below: range.count)
    }

    /// True so many times in a hundred.
    public mutating func happens(percent: Int) -> Bool { number(below: 100) < percent }

    /// Most of the numbers are small and a few come close to the limit, as waiting times do.
    public mutating func skewed(below limit: Int) -> Int {
        let bits = number(below: 64 - UInt64(limit).leadingZeroBitCount + 1)
        return min(number(below: 1 << bits), limit - 1)
    }

    /// Another one, whose numbers have nothing to do with these.
    public mutating func branch() -> SplitMix { SplitMix(seed: next()) }

    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        var rest = elements.count
        while rest > 1 {
            let choice = number(below: rest)
            rest -= 1
            elements.swapAt(choice, rest)
        }
    }
}

/// What the code under test draws from.
// Safety: only the client that has the turn calls it, and turns are handed over under a lock.
public final class SimulatedChance: Chance, @unchecked Sendable {
    private var generator: SplitMix

    public init(_ generator: SplitMix) { self.generator = generator }

    public func bits() -> UInt64 { generator.next() }
}
