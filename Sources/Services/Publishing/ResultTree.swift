internal import Model
internal import Platform

/// A result that is a directory: what is in it, and how it gets onto the disk.
struct ResultTree {
    /// What stands for all of its files: how many bytes they are together, and a hash of their
    /// names, sizes and samples.
    struct Content: Hashable {
        var bytes: UInt64
        var hash: String
    }

    private struct File {
        /// Below the directory.
        var path: Path
        var bytes: UInt64
    }

    let root: Path

    init(_ root: Path) { self.root = root }

    /// Nil where something is in it that no ladder has, such as links.
    func content() throws(SystemError) -> Content? {
        guard let files = try list()?.files else { return nil }
        // Of thousands of segments each gives less, so that a look at them all stays one.
        let room = ResultTree.sampledMax / (3 * max(1, files.count))
        let stretch = min(SourceCheck.stretchBytes, max(ResultTree.stretchMin, room))
        var words = Array("directory\0".utf8)
        for file in files {
            let sample = try SourceCheck.sample(
                of: ResultTree.at(file.path, root),
                bytes: file.bytes,
                stretch: stretch
            )
            words += file.path.bytes + Array("\0\(file.bytes)\0\(sample)\0".utf8)
        }
        return Content(
            bytes: files.reduce(0) { $0 + $1.bytes },
            hash: StableHash.hexadecimal(words)
        )
    }

    /// Puts all that is in it on the disk, each file with the time that it is to have.
    func settle(_ time: FileTime?) throws(SystemError) {
        guard let (files, folders) = try list() else {
            throw SystemError("publish what is in", root, .invalidArgument)
        }
        for file in files {
            let open = try OpenFile(ResultTree.at(file.path, root), for: .update)
            // Before the times, since what is still to be written would change them.
            try open.sync()
            if let time { try ResultTree.setModified(open, time) }
            try open.sync()
            try open.close()
        }
        // The innermost first.
        for folder in folders.reversed() {
            let path = ResultTree.at(folder, root)
            if let time { try ResultTree.setModified(try OpenFile(path, for: .read), time) }
            try Directory.sync(path)
        }
    }

    /// Makes a copy that is whole and on the disk.
    func copy(to target: Path) throws(SystemError) {
        guard let (files, folders) = try list() else {
            throw SystemError("copy what is in", root, .invalidArgument)
        }
        for folder in folders { try Directory.create(ResultTree.at(folder, target)) }
        for file in files {
            let made = ResultTree.at(file.path, target)
            _ = try DistantMove.copy(ResultTree.at(file.path, root), to: made)
        }
        for folder in folders.reversed() {
            let path = ResultTree.at(folder, target)
            if let time = try? Directory.status(of: ResultTree.at(folder, root)).modified {
                try ResultTree.setModified(try OpenFile(path, for: .read), time)
            }
            try Directory.sync(path)
        }
    }

    /// Some file systems know no such times. A film is worth more than its date.
    static func setModified(
        _ file: borrowing OpenFile,
        _ time: FileTime
    ) throws(SystemError) {
        do throws(SystemError) {
            try file.setModified(time)
        } catch {
            guard error.isDenied || [.invalidArgument, .notSupported].contains(error.errno) else {
                throw error
            }
        }
    }

    // MARK: What is in it

    /// The files by their names, and the folders that they are in, outer ones first; nil where
    /// there is anything else, or far too much.
    private func list() throws(SystemError) -> (files: [File], folders: [Path])? {
        var files: [File] = []
        var folders: [Path] = ["."]
        var next = 0
        while next < folders.count {
            let folder = folders[next]
            next += 1
            for entry in try Directory.entries(of: ResultTree.at(folder, root)) {
                if ResultTree.isOthers(entry.name) { continue }
                let plain = Path(bytes: entry.name.bytes) ?? folder
                let path = folder == "." ? plain : folder / entry.name
                let status = try Directory.status(of: ResultTree.at(path, root))
                switch status.kind {
                case .regular: files.append(File(path: path, bytes: status.size))
                case .directory: folders.append(path)
                default: return nil
                }
                guard files.count + folders.count <= ResultTree.entriesMax else { return nil }
            }
        }
        files.sort { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
        return (files, folders)
    }

    private static func at(_ path: Path, _ root: Path) -> Path {
        path == "." ? root : root.appending(path)
    }

    /// What desktops and storage boxes put into every folder that they show.
    static func isOthers(_ name: FileName) -> Bool {
        let text = String(decoding: name.bytes, as: UTF8.self)
        return [".DS_Store", "@eaDir", "Thumbs.db", "desktop.ini"].contains(text)
            || text.hasPrefix("._") || text.hasPrefix(".nfs")
    }

    /// A day of film in segments of a second, in a few renditions.
    private static let entriesMax = 500_000
    private static let sampledMax = 192 << 20
    private static let stretchMin = 4 << 10
}
