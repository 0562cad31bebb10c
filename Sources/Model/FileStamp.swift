/// What the file system says of a file that changes when the file is changed or replaced.
public struct FileStamp: Hashable, Sendable, Codable {
    public var device: UInt64
    public var inode: UInt64
    public var size: UInt64
    /// In nanoseconds since 1970-01-01T00:00:00Z, by the clock of the file's server. The time of
    /// change moves with everything, also when a copy keeps the time of modification, and with what
    /// Samba writes into a file whose size it has made beforehand.
    public var modified: Int64
    public var changed: Int64

    public init(device: UInt64, inode: UInt64, size: UInt64, modified: Int64, changed: Int64) {
        (self.device, self.inode, self.size) = (device, inode, size)
        (self.modified, self.changed) = (modified, changed)
    }

    /// Whether it is the same file as then. The number of its device is none of it: that changes
    /// when a share is mounted anew.
    public func isUnchanged(since other: FileStamp) -> Bool {
        inode == other.inode && size == other.size && modified == other.modified
            && changed == other.changed
    }
}
