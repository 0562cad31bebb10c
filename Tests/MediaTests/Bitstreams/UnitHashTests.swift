import Testing

@testable import Media

@Suite("The hash over units")
struct UnitHashTests {
    private func hash(_ units: [UInt8]...) -> UInt64 {
        var hash = UnitHash(.other, .startCodes)
        for unit in units { unit.withUnsafeBytes { hash.add($0) } }
        return hash.value
    }

    @Test("it is the same for the same units, and another for every other bit, border or length")
    func differs() {
        let unit = [UInt8](0..<29)
        let whole = hash(unit)
        #expect(whole == hash(unit))
        var seen: Set = [whole, hash(), hash([]), hash(unit + [0]), hash(unit, [])]
        for border in 1..<29 {
            seen.insert(hash(Array(unit[..<border]), Array(unit[border...])))
        }
        for bit in 0..<29 * 8 {
            var other = unit
            other[bit / 8] ^= 1 << (bit % 8)
            seen.insert(hash(other))
        }
        #expect(seen.count == 265)
    }
}

@Suite("Settings in an encoder's own list")
struct ParameterListTests {
    @Test("a colon behind a backslash is part of a value, a name alone is switched on")
    func parsing() {
        let list = ParameterList(parsing: "a=1:b=x\\:y::no-cabac:c_d=3=4")
        #expect(list.entries.map(\.name) == ["a", "b", "no-cabac", "c_d"])
        #expect(list.entries.map(\.value) == ["1", "x\\:y", "1", "3=4"])
        #expect(list.value(of: "cabac") == "0")
        #expect(list.value(of: "c-d") == "3=4")
        #expect(list.value(of: "e") == nil)
    }

    @Test("pinning leaves what is there, under each of its names")
    func pinning() {
        var list = ParameterList(parsing: "no-open-gop:cpu_independent=0")
        list.pin("open-gop", "0")
        list.pin("cpu-independent", "1")
        list.pin("stitchable", "1")
        #expect(list.text == "no-open-gop=1:cpu_independent=0:stitchable=1")
    }
}
