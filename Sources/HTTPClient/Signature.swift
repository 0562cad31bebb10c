internal import CCurl

public enum Signature {
    /// Nil where the library refuses, as with algorithms that a system's policy switches off.
    public static func hmacSHA256(of message: [UInt8], key: [UInt8]) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: digestBytes)
        let code = gnutls_hmac_fast(
            GNUTLS_MAC_SHA256,
            key,
            key.count,
            message,
            message.count,
            &digest
        )
        return code == 0 ? digest : nil
    }

    private static let digestBytes = 32
}
