public import Model
import Platform
public import Spool

/// What lies in a cluster's folders, for whoever judges.
extension Cluster {
    /// A node that takes what is dropped without waiting for long.
    public func watching(
        _ name: String,
        _ slots: Int,
        launcher: [String] = [],
        _ more: [String] = []
    ) throws -> NodeProcess {
        try node(name, slots: slots, launcher: launcher, ["--settle", "300ms"] + more)
    }

    /// All records that count, of all jobs.
    public func records() throws -> [RecordName] {
        let history = spoolFolder.appending(Layout.history)
        return try names(in: history).filter { $0.utf8.count == 2 }.flatMap { folder in
            try names(in: history / FileName(folder)).compactMap(RecordName.init)
        }
    }

    /// What should not be there when nothing is to be done.
    public func leftovers(exceptNodes: Bool = false) throws -> [String] {
        var folders = [Layout.jobs, Layout.queue, Layout.temporary]
        if !exceptNodes { folders.append(Layout.nodes) }
        var found: [String] = []
        for folder in folders {
            found += try names(in: spoolFolder.appending(folder)).map { "left: \(folder)/\($0)" }
        }
        found += try names(in: output / ".reelmill").map { "left: output/.reelmill/\($0)" }
        return found
    }

    /// Whether all of these and nobody else have shown themselves and are not gone.
    func areAllNodes(_ processes: [String]) throws -> Bool {
        let folder = spoolFolder.appending(Layout.nodes)
        let records = try names(in: folder).map { name in
            // One may be gone by now, which the next look shows.
            let file = try? OpenFile(folder / FileName(name), for: .read)
            let bytes = (try? file?.readAll(limit: 1 << 20)) ?? []
            return String(decoding: bytes, as: UTF8.self)
        }
        return records.count == processes.count
            && processes.allSatisfy { process in
                let entry = "\"processID\":\(process)"
                return records.contains { $0.contains(entry + ",") || $0.contains(entry + "}") }
            }
    }

    /// The node that says that it coordinates.
    func leader() -> String? {
        let folder = spoolFolder.appending(Layout.leader)
        let terms = (try? names(in: folder))?.filter { $0.hasPrefix("term.") } ?? []
        guard let last = terms.max(by: { Int($0.dropFirst(5)) ?? 0 < Int($1.dropFirst(5)) ?? 0 }),
            let file = try? OpenFile(folder / FileName(last), for: .read),
            let bytes = try? file.readAll(limit: 4_096)
        else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let start = text.firstRange(of: "\"holder\":\"") else { return nil }
        return String(text[start.upperBound...].prefix { $0 != "." })
    }

    /// A hash of every result, by its path below the output; of a ladder one of all its files.
    public func results() throws -> [String: String] {
        let files = try files(below: output)
        var found: [String: String] = [:]
        for (name, hash) in files.sorted(by: { $0.key < $1.key }) {
            let folder = [".hls/", ".dash/", ".ladder/"].compactMap { ending in
                name.firstRange(of: ending).map { name[..<name.index(before: $0.upperBound)] }
            }.first
            if let folder {
                let all = found[String(folder), default: ""] + "\(name) \(hash) "
                found[String(folder)] = StableHash.hexadecimal(Array(all.utf8))
            } else {
                found[name] = hash
            }
        }
        return found
    }

    /// A hash of every file, by its path below the output.
    public func files(below root: Path) throws -> [String: String] {
        var found: [String: String] = [:]
        var waiting = [root]
        while let folder = waiting.popLast() {
            for entry in try Directory.entries(of: folder) where !entry.name.isHidden {
                let path = folder / entry.name
                if try Directory.status(of: path).kind == .directory {
                    waiting.append(path)
                } else {
                    let bytes = try OpenFile(path, for: .read).readAll(limit: 1 << 30)
                    found["\(path.relative(to: root) ?? path)"] = StableHash.hexadecimal(bytes)
                }
            }
        }
        return found
    }

    private func names(in folder: Path) throws -> [String] {
        do throws(SystemError) {
            return try Directory.entries(of: folder).map { "\($0.name)" }
        } catch {
            guard error.errno == .noSuchFile else { throw error }
            return []
        }
    }
}
