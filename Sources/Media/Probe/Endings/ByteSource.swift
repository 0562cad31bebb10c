internal import Model

/// Bytes of a file at any place, for parsers that look at a few of them.
struct ByteSource {
    typealias Read = (_ offset: Int64, _ count: Int) throws(MediaFailure) -> [UInt8]

    let size: Int64
    private let read: Read

    init(size: Int64, _ read: @escaping Read) {
        self.size = size
        self.read = read
    }

    init(_ bytes: [UInt8]) {
        self.init(size: Int64(bytes.count)) { offset, count throws(MediaFailure) in
            Array(bytes[Int(offset)..<Int(offset) + count])
        }
    }

    /// Nil when the file ends before them.
    func bytes(at offset: Int64, count: Int) throws(MediaFailure) -> [UInt8]? {
        guard offset >= 0, count >= 0, size >= Int64(count), offset <= size - Int64(count) else {
            return nil
        }
        let bytes = try read(offset, count)
        return bytes.count == count ? bytes : nil
    }

    func bigEndian(at offset: Int64, bytes count: Int) throws(MediaFailure) -> UInt64? {
        try bytes(at: offset, count: count).map(ByteSource.bigEndian)
    }

    func littleEndian(at offset: Int64, bytes count: Int) throws(MediaFailure) -> UInt64? {
        try bytes(at: offset, count: count).map { ByteSource.bigEndian($0.reversed()) }
    }

    static func bigEndian(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Where something of this size ends; sizes come from hostile files, so it may be far beyond.
    static func end(of size: UInt64, from offset: Int64) -> Int64 {
        let (end, isTooFar) = offset.addingReportingOverflow(Int64(clamping: size))
        return isTooFar ? .max : end
    }
}
