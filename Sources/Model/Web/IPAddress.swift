/// The address of a host, as a number.
public struct IPAddress: Hashable, Sendable {
    /// Four of them or sixteen, the highest first.
    public let bytes: [UInt8]

    public static let loopback = IPAddress(bytes: [127, 0, 0, 1])

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// As a socket has it: four bytes or sixteen; nil for any other count.
    public init?(raw bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// - Parameter text: For example `192.0.2.7` or `2001:db8::7`, without brackets and zone.
    public init?(_ text: some StringProtocol) {
        let text = Array(text.utf8)
        let isNew = text.contains(UInt8(ascii: ":"))
        guard let bytes = isNew ? IPAddress.sixteen(text[...]) : IPAddress.four(text[...]) else {
            return nil
        }
        self.bytes = bytes
    }

    public var isVersion6: Bool { bytes.count == 16 }

    /// Whether only this machine can reach it.
    public var isLoopback: Bool {
        if let inner = mapped { return inner.isLoopback }
        return isVersion6 ? bytes == [UInt8](repeating: 0, count: 15) + [1] : bytes[0] == 127
    }

    /// Whether it stands for all addresses of the machine.
    public var isAny: Bool { mapped?.isAny ?? bytes.allSatisfy { $0 == 0 } }

    /// What one subscriber has at least: an address of four numbers, or half a newer one with all
    /// that can stand behind it.
    public var subscriber: IPAddress {
        if let inner = mapped { return inner }
        return isVersion6 ? IPAddress(bytes: bytes[..<8] + [UInt8](repeating: 0, count: 8)) : self
    }

    /// The old address inside of `::ffff:192.0.2.7`.
    private var mapped: IPAddress? {
        guard isVersion6, bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 255, bytes[11] == 255
        else { return nil }
        return IPAddress(bytes: Array(bytes[12...]))
    }

    // MARK: Reading

    private static func four(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let numbers = parts.compactMap { part -> UInt8? in
            // Some read 010 as 8.
            guard (1...3).contains(part.count), part.allSatisfy(Measure.isDigit),
                part.count == 1 || part.first != UInt8(ascii: "0")
            else { return nil }
            return UInt8(String(decoding: part, as: UTF8.self))
        }
        return numbers.count == 4 ? numbers : nil
    }

    /// RFC 4291, section 2.2: groups of hexadecimal digits, `::` once for any zeros, and perhaps
    /// four numbers at the end.
    private static func sixteen(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let colon = UInt8(ascii: ":")
        let gap = text.indices.dropLast().first { text[$0] == colon && text[$0 + 1] == colon }
        guard let gap else {
            let bytes = groups(text)
            return bytes?.count == 16 ? bytes : nil
        }
        let (front, back) = (text[..<gap], text[(gap + 2)...])
        guard let first = front.isEmpty ? [] : groups(front, mayEndInFour: false),
            let last = back.isEmpty ? [] : groups(back), first.count + last.count <= 14
        else { return nil }
        let zeros = [UInt8](repeating: 0, count: 16 - first.count - last.count)
        return first + zeros + last
    }

    private static func groups(
        _ text: ArraySlice<UInt8>,
        mayEndInFour: Bool = true
    ) -> [UInt8]? {
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, mayEndInFour, part.contains(UInt8(ascii: ".")) {
                guard let end = four(part) else { return nil }
                return bytes + end
            }
            let digits = String(decoding: part, as: UTF8.self)
            guard (1...4).contains(part.count), part.first != UInt8(ascii: "+"),
                let group = UInt16(digits, radix: 16)
            else { return nil }
            bytes += [UInt8(group >> 8), UInt8(group & 255)]
        }
        return bytes
    }
}

extension IPAddress: CustomStringConvertible {
    /// As it is written; of zeros in the newer ones, the longest row is left out (RFC 5952).
    public var description: String {
        guard isVersion6 else { return bytes.map { String($0) }.joined(separator: ".") }
        if let mapped { return "::ffff:\(mapped)" }
        let groups = stride(from: 0, to: 16, by: 2)
            .map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        let zeros = IPAddress.longestZeros(groups)
        let shown = { (part: ArraySlice<UInt16>) in
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard zeros.count > 1 else { return shown(groups[...]) }
        return "\(shown(groups[..<zeros.lowerBound]))::\(shown(groups[zeros.upperBound...]))"
    }

    private static func longestZeros(_ groups: [UInt16]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for index in 0...groups.count where index == groups.count || groups[index] != 0 {
            if index - start > longest.count { longest = start..<index }
            start = index + 1
        }
        return longest
    }
}
