internal import CFFmpeg
internal import Model

/// An archive of files as they are: films do not get smaller. The same files give the same bytes,
/// since order and times are fixed.
final class ZipFile {
    private struct Entry {
        var name: [UInt8]
        var offset: UInt64
        var size: UInt64 = 0
        var checksum: UInt32 = 0
    }

    private let output: OutputBytes
    private var entries: [Entry] = []

    init(_ path: Path) throws(MediaFailure) { output = try OutputBytes(path) }

    /// - Parameter name: With slashes for folders.
    func add(_ path: Path, as name: [UInt8]) throws(MediaFailure) {
        let file = try FileBytes(path)
        var entry = Entry(name: name, offset: UInt64(output.count))
        try output.write(localHead(entry))
        let table = av_crc_get_table(AV_CRC_32_IEEE_LE)
        var checksum: UInt32 = .max
        while true {
            let bytes = try file.read(at: Int64(entry.size), count: bytesAtOnce)
            if bytes.isEmpty { break }
            checksum = av_crc(table, checksum, bytes, bytes.count)
            entry.size += UInt64(bytes.count)
            try output.write(bytes)
        }
        entry.checksum = ~checksum
        try output.rewrite(localHead(entry), at: Int(entry.offset))
        entries.append(entry)
    }

    /// Gives how many bytes it has.
    func finish() throws(MediaFailure) -> Int {
        let start = UInt64(output.count)
        for entry in entries { try output.write(centralHead(entry)) }
        let bytes = UInt64(output.count) - start
        try output.write(ends(start, bytes))
        let count = output.count
        try output.finish()
        return count
    }

    // MARK: Records (APPNOTE.TXT 6.3.10)

    /// Sizes have 64 bits in every entry, so that the head's length does not depend on them.
    private func localHead(_ entry: Entry) -> [UInt8] {
        var head = LittleBytes()
        head.add(UInt32(0x0403_4b50))
        addCommon(entry, to: &head)
        head.add(UInt32.max)
        head.add(UInt32.max)
        head.add(UInt16(entry.name.count))
        head.add(UInt16(20))
        head.bytes += entry.name
        head.add(UInt16(1))
        head.add(UInt16(16))
        head.add(entry.size)
        head.add(entry.size)
        return head.bytes
    }

    private func addCommon(_ entry: Entry, to head: inout LittleBytes) {
        // What a reader needs: version 4.5, for 64 bits; names are UTF-8; stored; the first of
        // January 1980.
        let isText = Array(String(decoding: entry.name, as: UTF8.self).utf8) == entry.name
        for field in [45, isText ? 0x800 : 0, 0, 0, 0x21] as [UInt16] { head.add(field) }
        head.add(entry.checksum)
    }

    private func centralHead(_ entry: Entry) -> [UInt8] {
        var head = LittleBytes()
        head.add(UInt32(0x0201_4b50))
        // Made by a Unix.
        head.add(UInt16(3 << 8 | 45))
        addCommon(entry, to: &head)
        head.add(UInt32.max)
        head.add(UInt32.max)
        head.add(UInt16(entry.name.count))
        head.add(UInt16(28))
        for _ in 0..<3 { head.add(UInt16(0)) }
        // A file that all may read.
        head.add(UInt32(0o100644) << 16)
        head.add(UInt32.max)
        head.bytes += entry.name
        head.add(UInt16(1))
        head.add(UInt16(24))
        head.add(entry.size)
        head.add(entry.size)
        head.add(entry.offset)
        return head.bytes
    }

    private func ends(_ start: UInt64, _ bytes: UInt64) -> [UInt8] {
        var end = LittleBytes()
        end.add(UInt32(0x0606_4b50))
        end.add(UInt64(44))
        end.add(UInt16(3 << 8 | 45))
        end.add(UInt16(45))
        end.add(UInt64(0))
        for number in [UInt64(entries.count), UInt64(entries.count), bytes, start] {
            end.add(number)
        }
        end.add(UInt32(0x0706_4b50))
        end.add(UInt32(0))
        end.add(start + bytes)
        end.add(UInt32(1))
        end.add(UInt32(0x0605_4b50))
        end.add(UInt32(0))
        end.add(UInt16.max)
        end.add(UInt16.max)
        end.add(UInt32.max)
        end.add(UInt32.max)
        end.add(UInt16(0))
        return end.bytes
    }

    private let bytesAtOnce = 1 << 20
}

private struct LittleBytes {
    var bytes: [UInt8] = []

    mutating func add(_ value: some FixedWidthInteger) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}
