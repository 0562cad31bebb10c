internal import CommandLine
internal import Model
internal import Platform
internal import Profiles
internal import Services

/// What can be said of the paths of a transcode before anything is read.
enum TranscodeFiles {
    static func check(_ request: TranscodeRequest) throws(Failure) {
        let source = try checkSource(request.source)
        if request.ladder == nil {
            try checkResult(request, source)
        } else {
            try checkDirectory(request, source)
        }
        if let directory = request.workDirectory { try checkDirectory(directory) }
    }

    private static func checkSource(_ path: Path) throws(Failure) -> FileStatus {
        let status = try target(of: path)
        guard status.kind == .regular else {
            throw Failure(.failed, "\(Quoted.path(path)) is \(status.kind), not a regular file")
        }
        do throws(SystemError) {
            _ = try OpenFile(path, for: .readRegular)
        } catch {
            throw failure(error, path)
        }
        return status
    }

    private static func checkResult(
        _ request: TranscodeRequest,
        _ source: FileStatus
    ) throws(Failure) {
        let path = request.result
        let shown = Quoted.path(path)
        guard let there = try existing(path) else {
            guard path.bytes.last != UInt8(ascii: "/") else {
                throw directory(path, request.source)
            }
            return try checkParent(of: path)
        }
        guard there.identity != source.identity else {
            throw Failure(
                .failed,
                "\(Quoted.path(request.source)) and \(shown) are the same file, and the source is "
                    + "never changed; name another file"
            )
        }
        switch there.kind {
        case .regular where request.overwrite: return
        case .regular:
            throw Failure(.failed, "\(shown) is there already; -y replaces it")
        case .directory: throw directory(path, request.source)
        case .symbolicLink:
            throw Failure(
                .failed,
                "\(shown) is a symbolic link that leads to no file; remove it with: "
                    + "rm \(ShellWord.quoted(path))"
            )
        default: throw Failure(.failed, "\(shown) is \(there.kind), not a regular file")
        }
    }

    // MARK: Ladders

    /// Where a ladder is made that is to go to a path: there, by the ending of its name, or in the
    /// directory that is there, called as its film is.
    static func directory(
        _ target: Path,
        of source: Path,
        ending: String
    ) throws(Failure) -> Path {
        let tail = Array(".\(ending)".utf8)
        let name = target.name?.bytes ?? []
        if name.count > tail.count, name.suffix(tail.count) == tail[...] {
            // Shells write a slash behind directories.
            let end = target.bytes.lastIndex { $0 != UInt8(ascii: "/") } ?? 0
            return Path(bytes: target.bytes[...end]) ?? target
        }
        let film = ResultName.path(of: source, ending: ending).name
        if try existing(target)?.kind == .directory, let film { return target / film }
        let example = ResultName.path(of: Path(bytes: name) ?? "film", ending: ending)
        throw Failure(
            .failed,
            "the profile makes a directory of several files; end its name in .\(ending), for "
                + "example \(ShellWord.quoted(example)), or name a directory that is "
                + "there, not \(Quoted.path(target))"
        )
    }

    private static func checkDirectory(
        _ request: TranscodeRequest,
        _ source: FileStatus
    ) throws(Failure) {
        let path = request.result
        let finding: EarlierLadder.Finding
        do throws(SystemError) {
            finding = try EarlierLadder(path, source: source.identity).finding()
        } catch {
            throw failure(error, path)
        }
        let shown = Quoted.path(path)
        switch finding {
        case .free: try checkParent(of: path)
        case .ladder where request.overwrite: return
        case .ladder: throw Failure(.failed, "\(shown) is there already; -y replaces it")
        case .other(let reason):
            throw Failure(.failed, "\(shown) cannot be made: \(reason); name another directory")
        }
    }

    /// What the path leads to, or the link itself when it leads nowhere; nil when nothing is there.
    private static func existing(_ path: Path) throws(Failure) -> FileStatus? {
        do throws(SystemError) {
            return try Directory.target(of: path)
        } catch {
            if let link = try? Directory.status(of: path) { return link }
            guard error.errno == .noSuchFile else { throw failure(error, path) }
            return nil
        }
    }

    private static func directory(_ path: Path, _ source: Path) -> Failure {
        let whole = source.name.map { path / $0 } ?? path
        return Failure(
            .failed,
            "\(Quoted.path(path)) is a directory; name the file as well, for example "
                + ShellWord.quoted(whole)
        )
    }

    private static func checkParent(of path: Path) throws(Failure) {
        let parent = path.parent
        do throws(SystemError) {
            let kind = try Directory.target(of: parent).kind
            guard kind != .directory else { return }
            throw SystemError("examine", parent, .notADirectory)
        } catch {
            guard error.errno == .noSuchFile else { throw failure(error, parent) }
            throw Failure(
                .failed,
                "the directory of \(Quoted.path(path)) is not there; make it with: "
                    + "mkdir -p \(ShellWord.quoted(parent))"
            )
        }
    }

    private static func checkDirectory(_ path: Path) throws(Failure) {
        let kind = try target(of: path).kind
        guard kind == .directory else {
            throw Failure(.failed, "--work-dir: \(Quoted.path(path)) is \(kind), not a directory")
        }
    }

    private static func target(of path: Path) throws(Failure) -> FileStatus {
        do throws(SystemError) { return try Directory.target(of: path) } catch {
            throw failure(error, path)
        }
    }

    private static func failure(_ error: SystemError, _ path: Path) -> Failure {
        let code = error.errno == .noSuchFile ? ExitCode.notFound : .failed
        return Failure(code, "cannot \(error.attempt) \(Quoted.path(path)): \(error.errno)")
    }
}
