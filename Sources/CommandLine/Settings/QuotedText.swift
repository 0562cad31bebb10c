internal import Model

/// Values in quotes, in which any bytes can be written: `" a b "`, `"tab\t"`, `"\x80"`.
enum QuotedText {
    /// The value and how many bytes it took with its quotes; nil when it does not end or is not
    /// right.
    static func read(_ bytes: ArraySlice<UInt8>) -> (value: [UInt8], length: Int)? {
        var value: [UInt8] = []
        var rest = bytes.dropFirst()
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return (value, rest.startIndex - bytes.startIndex)
            case UInt8(ascii: "\\"):
                guard let meant = takeEscape(&rest) else { return nil }
                value += meant
            default: value.append(byte)
            }
        }
        return nil
    }

    /// The value as a line of the file takes it, in quotes only where it needs them.
    static func written(_ bytes: [UInt8]) -> String {
        let text = ReadableBytes.escaped(bytes)
        if Array(text.utf8) == bytes, isBare(bytes) { return text }
        return "\"\(Quoted.escaped(bytes))\""
    }

    /// Whether a line takes printable text as it is.
    private static func isBare(_ bytes: [UInt8]) -> Bool {
        let space = UInt8(ascii: " ")
        guard let first = bytes.first, first != space, bytes.last != space else { return false }
        let hash = UInt8(ascii: "#")
        return !"\"#~".utf8.contains(first)
            && !zip(bytes, bytes.dropFirst()).contains { $0 == (space, hash) }
    }

    /// What stands behind a backslash; the forms that `ReadableBytes.escaped` makes, and the quote.
    private static func takeEscape(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard let letter = rest.popFirst() else { return nil }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return [letter]
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "x"):
            let digits = rest.prefix(2)
            rest = rest.dropFirst(2)
            guard digits.count == 2 else { return nil }
            return hexadecimal(digits).map { [UInt8($0)] }
        case UInt8(ascii: "u"):
            guard rest.popFirst() == UInt8(ascii: "{") else { return nil }
            let digits = rest.prefix { $0 != UInt8(ascii: "}") }
            rest = rest.dropFirst(digits.count)
            guard rest.popFirst() != nil,
                let scalar = hexadecimal(digits).flatMap(Unicode.Scalar.init)
            else { return nil }
            return Array(String(scalar).utf8)
        default: return nil
        }
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt32? {
        let text = String(decoding: digits, as: UTF8.self)
        guard text.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else { return nil }
        return UInt32(text, radix: 16)
    }
}
