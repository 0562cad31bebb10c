public import Model
public import Platform

/// What lies where a machine alone is to put a ladder. No spool says what was published there, so
/// its names have to: a directory in which there is anything else is never replaced.
public struct EarlierLadder: Sendable {
    public enum Finding: Hashable, Sendable {
        case free
        /// Nothing but what a ladder of this name has; also an empty directory.
        case ladder(FileIdentity)
        /// Why it may not be replaced, as a clause of its own.
        case other(String)
    }

    private let path: Path
    private let source: FileIdentity

    /// - Parameter source: What is encoded: it must not be in the directory.
    public init(_ path: Path, source: FileIdentity) { (self.path, self.source) = (path, source) }

    public func finding() throws(SystemError) -> Finding {
        guard let status = try ResultPlace.status(of: path) else { return .free }
        guard status.kind == .directory else {
            return .other("\(status.kind) of that name is there")
        }
        for entry in try Directory.entries(of: path) {
            if let reason = try reason(against: path / entry.name, isName) { return .other(reason) }
        }
        return .ladder(status.identity)
    }

    /// Puts a ladder in the place of what was found, which is removed.
    func replace(_ old: FileIdentity, with staged: Path) throws(SystemError) {
        let own = try Directory.status(of: staged).identity
        let aside = staged.parent / UniqueName.hidden()
        try DirectoryExchange.replace(
            path,
            old,
            with: staged,
            aside: aside.name ?? UniqueName.hidden()
        )
        guard try ResultPlace.status(of: path)?.identity == own else {
            throw SystemError("replace", path, .exists)
        }
        try Directory.sync(path.parent)
        // By whichever way it went, and nothing but what was looked at.
        for place in [staged, aside] where try ResultPlace.status(of: place)?.identity == old {
            try? Directory.removeTree(place)
        }
    }

    // MARK: What is in it

    /// - Parameter isName: Whether a ladder has such a file or folder.
    private func reason(
        against entry: Path,
        _ isName: (FileName, FileKind) -> Bool
    ) throws(SystemError) -> String? {
        guard let name = entry.name, let status = try ResultPlace.status(of: entry) else {
            return nil
        }
        let shown = Quoted.readable(name.bytes)
        if status.identity == source { return "the source is in it, as \(shown)" }
        if ResultTree.isOthers(name) { return nil }
        guard isName(name, status.kind) else {
            return "there is \(shown) in it, which no ladder of its name has"
        }
        guard status.kind == .directory else { return nil }
        for inner in try Directory.entries(of: entry) {
            if let reason = try reason(against: entry / inner.name, EarlierLadder.isSegment) {
                return reason
            }
        }
        return nil
    }

    private func isName(_ name: FileName, _ kind: FileKind) -> Bool {
        let text = String(decoding: name.bytes, as: UTF8.self)
        if EarlierLadder.manifests.contains(text) { return kind == .regular }
        guard let rest = behindStem(name) else { return false }
        if kind == .directory { return rest.contains(UInt8(ascii: "-")) }
        guard kind == .regular, let ending = NameParts(Path(text))?.ending.dropFirst() else {
            return false
        }
        return EarlierLadder.endings.contains(String(decoding: ending, as: UTF8.self))
    }

    /// What stands behind the name of the film; nil where that does not stand first. Very long ones
    /// are cut there.
    private func behindStem(_ name: FileName) -> ArraySlice<UInt8>? {
        let whole = NameParts.film(path).bytes
        let stem = whole.prefix(EarlierLadder.stemBytesMax)
        guard name.bytes.starts(with: stem) else { return nil }
        let rest = name.bytes[stem.count...]
        let isFree = stem.count < whole.count || rest.first == UInt8(ascii: "-")
        return isFree || rest.elementsEqual(".zip".utf8) ? rest : nil
    }

    private static func isSegment(_ name: FileName, _ kind: FileKind) -> Bool {
        let text = String(decoding: name.bytes, as: UTF8.self)
        return kind == .regular && (text.hasSuffix(".m4s") || text == "init.mp4")
    }

    private static let manifests: Set = ["master.m3u8", "manifest.mpd"]
    /// Of streams, of an archive, and of whole films.
    private static let endings: Set = [
        "mp4", "m3u8", "vtt", "zip", "mkv", "webm", "mov", "m4v", "ts", "avi", "mpg", "mxf", "nut",
        "ogv", "ogg", "flv", "asf", "3gp", "vob",
    ]
    /// Below where packages cut names of films, which is at the end of a letter.
    private static let stemBytesMax = 150
}
