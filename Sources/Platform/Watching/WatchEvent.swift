internal import CLinux
internal import Model

/// One event of inotify(7), as it stands in what the kernel hands over.
struct WatchEvent: Hashable, Sendable {
    /// The watch it belongs to; -1 when the kernel speaks of the whole queue.
    let watch: Int32
    let kinds: Kinds
    /// The entry of the watched directory; nil when it is the directory itself.
    let name: FileName?

    struct Kinds: OptionSet, Hashable, Sendable {
        let rawValue: UInt32

        static let attributes = Kinds(rawValue: UInt32(IN_ATTRIB))
        static let closedAfterWriting = Kinds(rawValue: UInt32(IN_CLOSE_WRITE))
        static let movedFrom = Kinds(rawValue: UInt32(IN_MOVED_FROM))
        static let movedTo = Kinds(rawValue: UInt32(IN_MOVED_TO))
        static let created = Kinds(rawValue: UInt32(IN_CREATE))
        static let deleted = Kinds(rawValue: UInt32(IN_DELETE))
        static let selfDeleted = Kinds(rawValue: UInt32(IN_DELETE_SELF))
        static let selfMoved = Kinds(rawValue: UInt32(IN_MOVE_SELF))
        static let unmounted = Kinds(rawValue: UInt32(IN_UNMOUNT))
        static let queueOverflow = Kinds(rawValue: UInt32(IN_Q_OVERFLOW))
        static let watchGone = Kinds(rawValue: UInt32(IN_IGNORED))
        static let isDirectory = Kinds(rawValue: UInt32(IN_ISDIR))

        /// What is asked for. IN_MODIFY is not: a copy of a film would send thousands of them, and
        /// IN_CLOSE_WRITE follows. IN_ATTRIB tells of a file that became readable.
        static let wanted: Kinds = [
            .attributes, .closedAfterWriting, .movedFrom, .movedTo, .created, .deleted,
            .selfDeleted, .selfMoved,
        ]
    }
}

/// What one read from an inotify instance holds.
struct WatchEventBatch: Hashable, Sendable {
    var events: [WatchEvent] = []
    /// Whether the bytes end inside an event. The kernel never cuts one, so nothing can be relied
    /// on then.
    var isCutShort = false

    /// Each event is a watch, a mask, a cookie and a length, 4 bytes each, and then that many
    /// bytes of name, filled up with NUL.
    init(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset < bytes.count {
            guard bytes.count - offset >= WatchEventBatch.headerBytes else { break }
            let length = Int(bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
            let start = offset + WatchEventBatch.headerBytes
            guard bytes.count - start >= length else { break }
            events.append(
                WatchEvent(
                    watch: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self),
                    kinds: WatchEvent.Kinds(
                        rawValue: bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
                    ),
                    name: FileName(bytes: bytes[start..<(start + length)].prefix { $0 != 0 })
                )
            )
            offset = start + length
        }
        isCutShort = offset != bytes.count
    }

    init(_ bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { WatchEventBatch($0) }
    }

    private static let headerBytes = 16
}
