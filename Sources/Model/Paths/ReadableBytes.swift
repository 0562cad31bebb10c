/// How bytes from the file system are shown to people and handed to programs.
public enum ReadableBytes {
    /// One line of text that cannot be mistaken: whatever is not printable UTF-8 is escaped, so
    /// that a hostile name can neither break a line, nor colour a terminal, nor turn the reading
    /// direction.
    public static func escaped(_ bytes: [UInt8]) -> String {
        var text = ""
        var rest = bytes[...]
        while let first = rest.first {
            let (scalar, length) = nextScalar(rest)
            if let scalar {
                text += isPlain(scalar) ? String(scalar) : escape(scalar)
            } else {
                text += "\\x" + hexadecimal(first)
            }
            rest = rest.dropFirst(length)
        }
        return text
    }

    /// Whether the bytes are UTF-8 in which nothing has to be escaped but a backslash.
    public static func isPlainText(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        return text.unicodeScalars.allSatisfy { $0 == "\\" || isPlain($0) }
    }

    /// Valid UTF-8 for reading, U+FFFD for what was not; and the exact bytes in base64 where it
    /// differs.
    public static func repaired(_ bytes: [UInt8]) -> (text: String, base64: String?) {
        let text = String(decoding: bytes, as: UTF8.self)
        return (text, text.utf8.elementsEqual(bytes) ? nil : base64(bytes))
    }

    /// The way back from `repaired`.
    public static func exact(_ text: String, base64: String?) -> [UInt8] {
        base64.flatMap(bytes(fromBase64:)) ?? Array(text.utf8)
    }

    public static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = base64Alphabet
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let padded = Array(group) + Array(repeating: 0, count: 3 - group.count)
            let bits = UInt32(padded[0]) << 16 | UInt32(padded[1]) << 8 | UInt32(padded[2])
            for place in 0..<4 {
                let index = Int(bits >> UInt32(18 - 6 * place) & 63)
                output.append(place <= group.count ? alphabet[index] : UInt8(ascii: "="))
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Nil when the text is not base64 in its full form, with padding.
    public static func bytes(fromBase64 text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        let letters = Array(text.utf8)
        guard letters.count % 4 == 0 else { return nil }
        for start in stride(from: 0, to: letters.count, by: 4) {
            let group = letters[start..<start + 4]
            let padding = group.reversed().prefix { $0 == UInt8(ascii: "=") }.count
            guard padding < 3, padding == 0 || start + 4 == letters.count else { return nil }
            var bits: UInt32 = 0
            for letter in group.dropLast(padding) {
                guard let value = base64Alphabet.firstIndex(of: letter) else { return nil }
                bits = bits << 6 | UInt32(value)
            }
            bits <<= UInt32(6 * padding)
            for place in 0..<3 - padding {
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * place)))
            }
        }
        return bytes
    }

    private static let base64Alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    /// The first scalar and how many bytes it takes; no scalar and one byte where UTF-8 is broken.
    private static func nextScalar(_ bytes: ArraySlice<UInt8>) -> (Unicode.Scalar?, Int) {
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = bytes.prefix(4).makeIterator()
        guard case .valid(let encoded) = decoder.parseScalar(from: &iterator) else {
            return (nil, 1)
        }
        return (Unicode.UTF8.decode(encoded), encoded.count)
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
            // The joiner inside an emoji such as a family is a format character, and harmless.
            scalar.value == 0x200d
        default:
            scalar != "\\"
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\\": "\\\\"
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default:
            scalar.value < 0x80
                ? "\\x" + hexadecimal(UInt8(scalar.value))
                : "\\u{" + String(scalar.value, radix: 16) + "}"
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}

extension Path: CustomStringConvertible {
    public var description: String { ReadableBytes.escaped(bytes) }
}

extension FileName: CustomStringConvertible {
    public var description: String { ReadableBytes.escaped(bytes) }
}
