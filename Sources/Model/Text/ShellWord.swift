/// Words of a shell command, for the remedies that messages print.
public enum ShellWord {
    /// The word written so that bash and zsh read exactly these bytes back; bare where that is
    /// safe.
    public static func quoted(_ bytes: [UInt8]) -> String {
        if !bytes.isEmpty, bytes.allSatisfy(isBare) {
            return String(decoding: bytes, as: UTF8.self)
        }
        // Only what cannot be printed needs `$'…'`; a POSIX shell before 2024 does not know it.
        guard ReadableBytes.isPlainText(bytes) else {
            return "$'" + bytes.map(ansi).joined() + "'"
        }
        // Split as bytes: with an accent that combines, a quote is no Character of its own.
        let parts = bytes.split(separator: UInt8(ascii: "'"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        return "'" + parts.joined(separator: "'\\''") + "'"
    }

    public static func quoted(_ text: String) -> String { quoted(Array(text.utf8)) }
    public static func quoted(_ path: Path) -> String { quoted(path.bytes) }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            "_-./,:+@%".utf8.contains(byte)
        }
    }

    /// Three octal digits, always: a shorter escape would swallow a digit that follows it.
    private static func ansi(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
        case 0x20..<0x7f: String(UnicodeScalar(byte))
        default: "\\" + [byte >> 6, byte >> 3 & 7, byte & 7].map(String.init).joined()
        }
    }
}
