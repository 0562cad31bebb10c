/// The boxes of MP4 files, as far as tests change them. Works on files whose `moov` comes last, so
/// that nothing in it points behind what is inserted.
struct BoxFile {
    var bytes: [UInt8]

    /// Where the box that the path names begins, taking the first of each name.
    private func positions(of path: [String]) throws -> [Int] {
        var positions: [Int] = []
        var range = bytes.indices
        for name in path {
            guard let position = find(name, in: range) else {
                throw Workshop.Failure(description: "there is no \(name) of \(path)")
            }
            positions.append(position)
            let header = BoxFile.headerBytes[name] ?? 8
            range = position + header..<position + size(at: position)
        }
        return positions
    }

    /// What stands before the boxes inside of a box.
    private static let headerBytes = ["stsd": 16, "hvc1": 86, "hev1": 86, "avc1": 86]

    private func find(_ name: String, in range: Range<Int>) -> Int? {
        var position = range.lowerBound
        while position + 8 <= range.upperBound {
            if bytes[position + 4..<position + 8].elementsEqual(name.utf8) { return position }
            let size = size(at: position)
            guard size >= 8 else { return nil }
            position += size
        }
        return nil
    }

    private func size(at position: Int) -> Int {
        bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
    }

    /// The bytes of a box with its header.
    func range(of path: [String]) throws -> Range<Int> {
        let position = try positions(of: path).last ?? 0
        return position..<position + size(at: position)
    }

    /// Adds a box at the end of another one.
    mutating func append(_ name: String, _ content: [UInt8], in path: [String]) throws {
        let positions = try positions(of: path)
        guard let inner = positions.last else { return }
        var box = BoxFile.bigEndian(8 + content.count, bytes: 4)
        box += Array(name.utf8)
        box += content
        bytes.insert(contentsOf: box, at: inner + size(at: inner))
        for position in positions {
            let size = size(at: position) + box.count
            bytes.replaceSubrange(position..<position + 4, with: BoxFile.bigEndian(size, bytes: 4))
        }
    }

    /// Makes a box one that every reader passes over.
    mutating func hide(_ path: [String]) throws {
        guard let position = try positions(of: path).last else { return }
        bytes.replaceSubrange(position + 4..<position + 8, with: "free".utf8)
    }

    static func bigEndian(_ number: Int, bytes count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
