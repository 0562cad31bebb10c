/// Boxes of ISO/IEC 14496-12 on their way into a file.
struct BoxBytes {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ value: some FixedWidthInteger) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    mutating func add(_ more: some Sequence<UInt8>) { bytes += more }

    /// A box with what is added to it meanwhile.
    mutating func box(_ type: StaticString, _ fill: (inout BoxBytes) -> Void) {
        let start = bytes.count
        add(UInt32(0))
        add("\(type)".utf8)
        fill(&self)
        set(UInt32(bytes.count - start), at: start)
    }

    mutating func fullBox(
        _ type: StaticString,
        version: UInt8 = 0,
        flags: UInt32 = 0,
        _ fill: (inout BoxBytes) -> Void
    ) {
        box(type) { box in
            box.add(UInt32(version) << 24 | flags)
            fill(&box)
        }
    }

    /// Changes a number that was added before.
    mutating func set(_ value: UInt32, at place: Int) {
        for byte in 0..<4 {
            bytes[place + byte] = UInt8(truncatingIfNeeded: value >> (24 - 8 * byte))
        }
    }
}
