/// A hash that is the same on every machine and in every version, for names of files and marks of
/// what something says. It holds off no attacker.
public enum StableHash {
    /// Two rounds of FNV-1a over 64 bits, the second from the other end: 128 bits that nobody has a
    /// reason to collide on purpose, as 32 digits.
    public static func hexadecimal(_ bytes: [UInt8]) -> String {
        [digits(bytes), digits(bytes.reversed())].joined()
    }

    private static func digits(_ bytes: some Sequence<UInt8>) -> String {
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
