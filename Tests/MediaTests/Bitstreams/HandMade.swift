@testable import Media

/// A field of a header, as the standards write it.
enum BitField {
    /// A number of so many bits.
    case u(Int, Int)
    case ue(Int)
    case se(Int)
    /// Zeros up to the next whole byte.
    case align
    /// The mark of the end, a 1, and zeros up to the next whole byte.
    case stop
}

func bytes(_ fields: BitField...) -> [UInt8] { bytes(fields) }

func bytes(_ fields: [BitField]) -> [UInt8] {
    var bits: [UInt8] = []
    func put(_ value: Int, _ count: Int) {
        for place in stride(from: count - 1, through: 0, by: -1) {
            bits.append(UInt8(value >> place & 1))
        }
    }
    func putGolomb(_ value: Int) {
        let length = Int.bitWidth - (value + 1).leadingZeroBitCount
        put(value + 1, 2 * length - 1)
    }
    for field in fields {
        switch field {
        case .u(let count, let value): put(value, count)
        case .ue(let value): putGolomb(value)
        case .se(let value): putGolomb(value > 0 ? 2 * value - 1 : -2 * value)
        case .align, .stop:
            if case .stop = field { bits.append(1) }
            while bits.count % 8 != 0 { bits.append(0) }
        }
    }
    while bits.count % 8 != 0 { bits.append(0) }
    return stride(from: 0, to: bits.count, by: 8).map { start in
        bits[start..<start + 8].reduce(0) { $0 << 1 | $1 }
    }
}

/// With a 3 before every byte up to 3 that follows two zeros.
func emulated(_ content: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for byte in content {
        if byte <= 3, result.suffix(2) == [0, 0] { result.append(3) }
        result.append(byte)
    }
    return result
}

func codes(_ units: [UInt8]...) -> [UInt8] { codes(units) }

func codes(_ units: [[UInt8]]) -> [UInt8] {
    units.enumerated().flatMap { ($0 == 0 ? [0, 0, 0, 1] : [0, 0, 1]) + $1 }
}

func lengths(_ units: [UInt8]..., size: Int = 4) -> [UInt8] {
    units.flatMap { unit in
        (0..<size).reversed().map { UInt8(unit.count >> (8 * $0) & 0xff) } + unit
    }
}

extension BitstreamReader {
    mutating func read(_ packet: [UInt8], isKey: Bool = false) -> PacketFacts {
        packet.withUnsafeBytes { read($0, isKey: isKey) }
    }
}

/// H.264 and HEVC units with the fields that are read, and what a decoder needs for one macroblock
/// of raw samples.
enum H264 {
    /// A picture is 16 pixels wide; 16 high, or 32 where fields are allowed.
    static func sps(_ number: Int = 0, level: Int = 30, fields: Bool = false) -> [UInt8] {
        [0x67]
            + emulated(
                bytes(
                    .u(8, 77),
                    .u(8, 0),
                    .u(8, level),
                    .ue(number),
                    .ue(0),
                    .ue(0),
                    .ue(4),
                    .ue(1),
                    .u(1, 0),
                    .ue(0),
                    .ue(0),
                    .u(1, fields ? 0 : 1),
                    .u(fields ? 1 : 0, 0),
                    .u(1, 1),
                    .u(1, 0),
                    .u(1, 0),
                    .stop
                )
            )
    }

    static func pps(_ number: Int = 0, sps: Int = 0, qp: Int = 0) -> [UInt8] {
        [0x68]
            + emulated(
                bytes(
                    .ue(number),
                    .ue(sps),
                    .u(1, 0),
                    .u(1, 0),
                    .ue(0),
                    .ue(0),
                    .ue(0),
                    .u(1, 0),
                    .u(2, 0),
                    .se(qp),
                    .se(0),
                    .se(0),
                    .u(1, 0),
                    .u(1, 0),
                    .u(1, 0),
                    .stop
                )
            )
    }

    static func recovery(after frames: Int, exact: Bool = true) -> [UInt8] {
        let payload = bytes(.ue(frames), .u(1, exact ? 1 : 0), .u(1, 0), .u(2, 0), .stop)
        // Behind a message of 300 bytes that looks like a recovery point inside.
        let other = [UInt8](repeating: 6, count: 300)
        return [6] + emulated([5, 255, 45] + other + [6, UInt8(payload.count)] + payload + [0x80])
    }

    enum Kind: Int { case p = 5, b = 6, i = 7, si = 9 }

    /// - Parameters:
    ///   - bottom: Nil is a frame of a stream that has frames only.
    ///   - hasSamples: Whether a whole macroblock follows, which a decoder can show.
    static func slice(
        _ kind: Kind,
        idr: Bool = false,
        macroblock: Int = 0,
        pps: Int = 0,
        number: Int = 0,
        bottom: Bool? = nil,
        order: Int = 0,
        hasSamples: Bool = false
    ) -> [UInt8] {
        var fields: [BitField] = [
            .ue(macroblock), .ue(kind.rawValue), .ue(pps), .u(4, number),
        ]
        if let bottom { fields += [.u(1, 1), .u(1, bottom ? 1 : 0)] }
        if idr { fields.append(.ue(0)) }
        fields.append(.u(8, order))
        fields += idr ? [.u(1, 0), .u(1, 0)] : [.u(1, 0)]
        fields.append(.se(0))
        if hasSamples {
            fields += [.ue(25), .align] + (0..<384).map { .u(8, 64 + $0 % 64 + number) }
        }
        fields.append(.stop)
        return [idr ? 0x65 : 0x61] + emulated(bytes(fields))
    }

    static func record(_ sps: [UInt8], _ pps: [UInt8], lengthSize: Int = 4) -> [UInt8] {
        [1, 77, 0, 30, 0xfc | UInt8(lengthSize - 1), 0xe1] + lengths(sps, size: 2) + [1]
            + lengths(pps, size: 2)
    }
}
