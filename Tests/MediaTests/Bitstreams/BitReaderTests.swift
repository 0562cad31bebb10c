@testable import Media
import Testing

@Suite("Bits of a packet")
struct BitReaderTests {
    @Test("Numbers come highest bit first")
    func numbers() throws {
        let content: [UInt8] = [0b1010_0101, 0xff, 0x00, 0x12]
        let numbers = try reading(content) { bits in
            var numbers = [try bits.flag() ? 1 : 0, try bits.number(4)]
            try bits.skip(5)
            numbers += [try bits.number(6), try bits.number(0), bits.wholeBytesLeft]
            return numbers + [try bits.number(16)]
        }
        #expect(numbers == [1, 0b0100, 0b11_1111, 0, 2, 0x12])
    }

    @Test("Nothing is read from behind the end")
    func end() {
        #expect(throws: Damage.self) { try reading([]) { try $0.flag() } }
        #expect(throws: Damage.self) { try reading([1, 2]) { try $0.number(17) } }
        #expect(throws: Damage.self) { try reading([1, 2]) { try $0.skip(17) } }
        #expect(throws: Damage.self) { try reading([1, 2]) { try $0.skip(Int.max) } }
        #expect(throws: Damage.self) { try reading([0, 0, 0, 0, 0]) { try $0.number(33) } }
        #expect(throws: Damage.self, "32 zeros begin no number") {
            try reading([UInt8](repeating: 0, count: 4) + [255, 255, 255, 255, 255]) {
                try $0.golomb()
            }
        }
    }

    @Test("All Exp-Golomb numbers come back, up to the greatest there is")
    func golomb() throws {
        let values = Array(0...300) + [65_534, 65_535, 1 << 31, (1 << 32) - 2]
        let read = try reading(bytes(values.map { .ue($0) } + [.stop])) { bits in
            try values.map { _ in try bits.golomb() }
        }
        #expect(read == values)
        let signed = Array(-150...150) + [Int(Int32.max), -Int(Int32.max)]
        let signedRead = try reading(bytes(signed.map { .se($0) } + [.stop])) { bits in
            try signed.map { _ in try bits.signedGolomb() }
        }
        #expect(signedRead == signed)
    }

    @Test(
        "The 3 behind two zeros is left out, and only that",
        arguments: [
            ([0, 0, 3, 1], [0, 0, 1]), ([0, 0, 3, 0, 0, 3, 0], [0, 0, 0, 0, 0]),
            ([0, 3, 0, 3], [0, 3, 0, 3]), ([0, 0, 4], [0, 0, 4]), ([0, 0, 3], [0, 0]),
            ([0, 0, 3, 3], [0, 0, 3]),
        ] as [([UInt8], [Int])]
    )
    func emulation(written: [UInt8], expected: [Int]) throws {
        let read = try reading(written, skipsEmulation: true) { bits in
            try expected.map { _ in try bits.number(8) }
        }
        #expect(read == expected)
        #expect(throws: Damage.self) {
            try reading(written, skipsEmulation: true) { try $0.skip(8 * expected.count + 1) }
        }
    }

    private func reading<Value>(
        _ content: [UInt8],
        skipsEmulation: Bool = false,
        _ body: (inout BitReader) throws -> Value
    ) throws -> Value {
        try content.withUnsafeBytes { raw in
            var bits = BitReader(raw, skipsEmulation: skipsEmulation)
            return try body(&bits)
        }
    }
}

@Suite("Start codes")
struct StartCodeTests {
    /// Against the plainest search there is, over every arrangement of three values in nine bytes.
    @Test("Every start code is found")
    func all() {
        for arrangement in 0..<19_683 {
            var rest = arrangement
            let content = (0..<9).map { _ in
                defer { rest /= 3 }
                return UInt8(rest % 3)
            }
            let plain = (3..<9).filter { content[$0 - 3..<$0] == [0, 0, 1] }
            let found = content.withUnsafeBytes { bytes in
                var codes = StartCodes(bytes)
                var places: [Int] = []
                while let unit = codes.next() { places.append(9 - unit.count) }
                return places
            }
            if found != plain { Issue.record("\(content): \(found), not \(plain)") }
        }
    }

    @Test(
        "A unit ends before the next start code and its zeros",
        arguments: [
            ([7, 8, 0, 0, 1, 9], [7, 8]), ([7, 0, 0, 0, 0, 1], [7]), ([7, 0, 1, 0], [7, 0, 1]),
            ([0, 0, 1], []),
        ] as [([UInt8], [UInt8])]
    )
    func unit(tail: [UInt8], expected: [UInt8]) {
        #expect(tail.withUnsafeBytes { Array(StartCodes.unit(at: $0)) } == expected)
    }
}
