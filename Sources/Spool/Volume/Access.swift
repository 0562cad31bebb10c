internal import Model
internal import Platform

/// The volume with every uncertain answer answered, here and nowhere else:
///
/// - success is believed, an error is not: after one, a fresh listing is asked for a name that only
///   the caller could have made;
/// - what is found there happened; what is not found, and whose error is what losing gives, was
///   lost; anything else is not known, and is thrown for the caller to look again later;
/// - `stat` is never asked who won, since it can be half a minute behind.
struct Access: Sendable {
    let volume: any Volume

    /// A fresh listing; nil where there is no such directory. Names that are not text are none of
    /// ours.
    ///
    /// That there is none is believed only where a listing of its parent says so: this client may
    /// have looked for it before it was made, and remember that for up to a minute.
    func entries(_ directory: Path) throws(SpoolError) -> [String]? {
        if let found = try entriesByName(directory) { return found }
        guard directory.parent != directory, let name = directory.name,
            let names = try entriesByName(directory.parent),
            names.contains(String(decoding: name.bytes, as: UTF8.self))
        else { return nil }
        try? volume.touch(directory.parent)
        return try entriesByName(directory)
    }

    private func entriesByName(_ directory: Path) throws(SpoolError) -> [String]? {
        do throws(SystemError) {
            // A client of NFSv3 may keep an old listing until it changes the directory itself.
            if volume.traits.listingsStayOld { try volume.touch(directory) }
            return try volume.list(directory).compactMap { name in
                String(validating: name.bytes, as: UTF8.self)
            }
        } catch {
            if Access.isGone(error) { return nil }
            throw .storage(error)
        }
    }

    /// Whether a name is in a fresh listing of its directory.
    func isListed(_ path: Path) throws(SpoolError) -> Bool {
        guard let name = path.name.flatMap({ String(validating: $0.bytes, as: UTF8.self) }) else {
            return false
        }
        return try entries(path.parent)?.contains(name) ?? false
    }

    /// Nil where a fresh listing shows that it is not there. A file that is listed and cannot be
    /// opened has a negative entry in this client's cache, for up to a minute; a change of the
    /// directory by this client has it ask again.
    func read(_ file: Path, limit: Int = Access.recordBytesMax) throws(SpoolError) -> [UInt8]? {
        do throws(SystemError) {
            return try volume.read(file, limit: limit)
        } catch {
            guard Access.isGone(error) else { throw .storage(error) }
            let trouble = error
            guard try isListed(file) else { return nil }
            return try storage { () throws(SystemError) in
                do throws(SystemError) { try volume.touch(file.parent) } catch { throw trouble }
                return try volume.read(file, limit: limit)
            }
        }
    }

    /// Makes a file under a name that only this caller uses.
    func create(_ file: Path, _ bytes: [UInt8]) throws(SpoolError) {
        do throws(SystemError) {
            try volume.create(file, bytes)
        } catch {
            guard error.errno == .exists else { throw .storage(error) }
            // Ours, with its reply lost; whether it is whole and on the disk nobody knows.
            try storage { () throws(SystemError) in
                try volume.remove(file)
                try volume.create(file, bytes)
            }
        }
    }

    /// False when the file is gone.
    func rewrite(_ file: Path, _ bytes: [UInt8]) throws(SpoolError) -> Bool {
        do throws(SystemError) {
            try volume.rewrite(file, bytes)
            return true
        } catch {
            if Access.isGone(error) { return false }
            throw .storage(error)
        }
    }

    /// Makes a directory; one that is there already will do.
    func makeDirectory(_ directory: Path) throws(SpoolError) {
        do throws(SystemError) {
            try volume.makeDirectory(directory)
        } catch {
            guard error.errno == .exists else { throw .storage(error) }
        }
    }

    /// Renames to a name that only one decision leads to. True when the target is there afterwards,
    /// whoever put it there.
    func move(_ source: Path, to target: Path) throws(SpoolError) -> Bool {
        do throws(SystemError) {
            try volume.rename(source, to: target)
            return true
        } catch {
            if try isListed(target) { return true }
            if Access.isGone(error) { return false }
            throw .storage(error)
        }
    }

    /// Renames a directory to where one of several goes. True when it is ours that is there, or may
    /// be: then another one was lost or swept, which comes to the same.
    func publish(directory source: Path, as target: Path) throws(SpoolError) -> Bool {
        do throws(SystemError) {
            try volume.rename(source, to: target)
        } catch {
            let losing: Set<Errno> = [.notEmpty, .exists, .noSuchFile, .staleHandle]
            guard losing.contains(error.errno) else { throw .storage(error) }
            let trouble = error
            guard try isListed(target) else { throw .storage(trouble) }
            if try isListed(source) { return false }
        }
        try sync(target.parent)
        return true
    }

    /// Gives a file that was made aside its fixed name, unless that is taken.
    ///
    /// - Returns: What is there now: these bytes, or those of whoever was first.
    func publish(
        _ bytes: [UInt8],
        as target: Path,
        by way: Path
    ) throws(SpoolError) -> [UInt8] {
        try create(way, bytes)
        do throws(SystemError) {
            try volume.link(way, to: target)
        } catch {
            let trouble = error
            guard let found = try read(target) else { throw .storage(trouble) }
            try sync(target.parent)
            return found
        }
        try sync(target.parent)
        return bytes
    }

    /// Removes a file; one that is gone will do.
    func remove(_ file: Path) throws(SpoolError) {
        do throws(SystemError) {
            try volume.remove(file)
        } catch {
            guard Access.isGone(error) else { throw .storage(error) }
        }
    }

    func sync(_ directory: Path) throws(SpoolError) {
        do throws(SystemError) {
            try volume.sync(directory)
        } catch {
            // It was moved away by whoever closed the job: nothing is left to make durable.
            guard Access.isGone(error) else { throw .storage(error) }
        }
    }

    func storage<Value>(
        _ body: () throws(SystemError) -> Value
    ) throws(SpoolError) -> Value {
        do throws(SystemError) { return try body() } catch { throw .storage(error) }
    }

    /// A stale handle does not say that: paths are looked up anew with each call, so it is trouble
    /// that passes.
    static func isGone(_ error: SystemError) -> Bool {
        error.errno == .noSuchFile || error.errno == .notADirectory
    }

    /// No record is longer: a plan of 32 slices with a variable frame rate takes the most.
    static let recordBytesMax = 64 << 20
}
