internal import Model

/// The options of a mount, in the order the kernel lists them.
public struct MountOptions: Hashable, Sendable {
    /// Each is bytes, since an option can name a path.
    public let entries: [[UInt8]]

    init(_ field: some Collection<UInt8>) {
        // Split first: an escaped comma belongs to its option.
        entries = Array(field).split(separator: UInt8(ascii: ",")).map(Mount.unescaped)
    }

    public func contains(_ option: String) -> Bool { entries.contains(Array(option.utf8)) }

    /// What stands behind `name=`; nil when there is no such option. Of several the last one
    /// counts.
    public func value(of name: String) -> String? {
        let prefix = Array("\(name)=".utf8)
        return entries.last { $0.starts(with: prefix) }
            .map { String(decoding: $0.dropFirst(prefix.count), as: UTF8.self) }
    }
}
