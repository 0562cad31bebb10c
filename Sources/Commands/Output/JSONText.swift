internal import CommandLine
internal import FoundationEssentials
internal import Model

/// The one place that makes JSON.
enum JSONText {
    /// One document on one line, with its keys in order, so that two runs can be compared.
    static func line(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
        } catch {
            preconditionFailure("our own documents can be encoded: \(error)")
        }
    }
}

/// The last line on standard error of a command that failed.
struct ErrorDocument: Encodable {
    let type = "error"
    let code: Int32
    let message: String
    let hint: String?

    init(_ failure: Failure) {
        code = failure.code.rawValue
        message = failure.message
        hint = failure.hint
    }
}

/// Bytes that should be UTF-8: text for reading, and the exact bytes where the text is not exact.
struct JSONBytes {
    let text: String
    let base64: String?

    init(_ bytes: [UInt8]) { (text, base64) = ReadableBytes.repaired(bytes) }
}
