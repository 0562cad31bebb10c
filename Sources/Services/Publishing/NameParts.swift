internal import Model
internal import Spool

/// The name of a file as people see it: with an ending, where it has one.
struct NameParts: Hashable, Sendable {
    let folder: Path
    let stem: [UInt8]
    /// With its dot; empty where there is none.
    var ending: [UInt8]

    /// What looks like an ending is one only up to this length, as with the names of results.
    private static let endingMax = 5

    /// Of the result of an order: that of a ladder ends with a longer word.
    init?(resultOf order: JobOrder) { self.init(order.result, of: order) }

    /// - Parameter path: The same under another name.
    init?(_ path: Path, of order: JobOrder) { self.init(path, isLadder: order.ladder != nil) }

    init?(_ path: Path, isLadder: Bool) {
        self.init(path)
        let long = Array(".ladder".utf8)
        if isLadder, ending.isEmpty, stem.count > long.count, stem.ends(with: long) {
            self.init(folder: folder, stem: Array(stem.dropLast(long.count)), ending: long)
        }
    }

    private init(folder: Path, stem: [UInt8], ending: [UInt8]) {
        (self.folder, self.stem, self.ending) = (folder, stem, ending)
    }

    /// Nil for what has no name, such as `/`.
    init?(_ path: Path) {
        guard let name = path.name?.bytes else { return nil }
        let dot = name.lastIndex(of: UInt8(ascii: ".")).flatMap { dot in
            let length = name.count - dot - 1
            let isEnding = dot > 0 && (1...NameParts.endingMax).contains(length)
            return isEnding && name[(dot + 1)...].allSatisfy(NameParts.isPlain) ? dot : nil
        }
        folder = path.parent
        stem = Array(name[..<(dot ?? name.count)])
        ending = dot.map { Array(name[$0...]) } ?? []
    }

    /// What the files of a ladder begin with: its name, without what that ends with.
    static func film(_ ladder: Path) -> Path {
        NameParts(ladder, isLadder: true).flatMap { Path(bytes: $0.stem) } ?? "film"
    }

    /// The same with something behind its stem, `-2` for example. A stem too long for it is cut.
    func path(with addition: String = "") -> Path {
        let addition = Array(addition.utf8)
        let room = max(1, NameParts.nameBytesMax - addition.count - ending.count)
        let name = FileName(bytes: stem.prefix(room) + addition + ending)
        guard let name else { preconditionFailure("a part of a name and its ending make a name") }
        return folder == "." ? Path(bytes: name.bytes) ?? folder : folder / name
    }

    /// What most file systems take.
    private static let nameBytesMax = 255

    private static func isPlain(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

extension [UInt8] {
    fileprivate func ends(with others: [UInt8]) -> Bool { suffix(others.count) == others[...] }
}
