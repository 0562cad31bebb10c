/// A path as the kernel knows it: bytes, not text.
///
/// A Swift `String` compares `é` in its two encodings equal and repairs names that are not UTF-8,
/// so two files would become one and some would be lost. A `Path` compares byte by byte and is
/// never repaired on the way to the kernel.
public struct Path: Hashable, Sendable {
    /// Not empty, without NUL.
    public let bytes: [UInt8]

    /// Nil when the bytes cannot be a path: none at all, or a NUL among them.
    public init?(bytes: some Collection<UInt8>) {
        guard !bytes.isEmpty, !bytes.contains(0) else { return nil }
        self.bytes = Array(bytes)
    }

    /// A path written in the program or read from text; traps where `init(bytes:)` returns nil.
    public init(_ text: String) {
        guard let path = Path(bytes: Array(text.utf8)) else {
            preconditionFailure("a path is not empty and holds no NUL")
        }
        self = path
    }

    public var isAbsolute: Bool { bytes.first == Path.slash }

    /// The part behind the last slash; nil for `/`, `.` and `..`, which name no entry of a
    /// directory.
    public var name: FileName? {
        let trimmed = trimmedBytes
        let start = trimmed.lastIndex(of: Path.slash).map { $0 + 1 } ?? 0
        return FileName(bytes: trimmed[start...])
    }

    /// The directory the entry is in, as written: `a/b` -> `a`, `a` -> `.`, `/a` -> `/`, `/` ->
    /// `/`.
    public var parent: Path {
        let trimmed = trimmedBytes
        guard let cut = trimmed.lastIndex(of: Path.slash) else { return Path(".") }
        let kept = Path.trimmed(trimmed[..<cut])
        return Path(bytes: kept) ?? Path("/")
    }

    /// The same path with another one behind it; an absolute one replaces it, as a shell's `cd`
    /// does.
    public func appending(_ relative: Path) -> Path {
        relative.isAbsolute ? relative : joined(with: relative.bytes)
    }

    public static func / (directory: Path, name: FileName) -> Path {
        directory.joined(with: name.bytes)
    }

    /// What remains below `directory`; nil when the path is not below it, byte for byte.
    public func relative(to directory: Path) -> Path? {
        var prefix = Path.trimmed(directory.bytes[...])
        if prefix.last != Path.slash { prefix.append(Path.slash) }
        guard bytes.starts(with: prefix) else { return nil }
        return Path(bytes: bytes[prefix.count...].drop { $0 == Path.slash })
    }

    static let slash = UInt8(ascii: "/")

    /// Without slashes at the end, unless the path is nothing but slashes.
    private var trimmedBytes: [UInt8] { Path.trimmed(bytes[...]) }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard let last = bytes.lastIndex(where: { $0 != slash }) else {
            return Array(bytes.prefix(1))
        }
        return Array(bytes[...last])
    }

    private func joined(with tail: [UInt8]) -> Path {
        let separator = bytes.last == Path.slash ? [] : [Path.slash]
        guard let path = Path(bytes: bytes + separator + tail) else {
            preconditionFailure("joining two paths made none")
        }
        return path
    }
}

extension Path: ExpressibleByStringLiteral {
    public init(stringLiteral text: StaticString) { self.init("\(text)") }
}

/// The name of one entry of a directory, as bytes.
public struct FileName: Hashable, Sendable {
    /// Not empty, without slash and NUL, and neither `.` nor `..`.
    public let bytes: [UInt8]

    public init?(bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        guard !bytes.isEmpty, !bytes.contains(0), !bytes.contains(Path.slash) else { return nil }
        guard bytes != Array(".".utf8), bytes != Array("..".utf8) else { return nil }
        self.bytes = bytes
    }

    /// A name written in the program; traps where `init(bytes:)` returns nil.
    public init(_ text: String) {
        guard let name = FileName(bytes: Array(text.utf8)) else {
            preconditionFailure("\"\(text)\" is no name of a directory's entry")
        }
        self = name
    }

    public var isHidden: Bool { bytes.first == UInt8(ascii: ".") }
}

extension FileName: ExpressibleByStringLiteral {
    public init(stringLiteral text: StaticString) { self.init("\(text)") }
}
