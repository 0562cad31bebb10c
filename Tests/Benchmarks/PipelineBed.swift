import Model
import Platform
import Spool
import TestKit

/// A cluster's folders, and nodes on them as people have them.
struct PipelineBed {
    /// As both sides are told it.
    static let medium = "-c:v libx264 -preset medium -crf 23 -c:a aac -b:a 128k"
    static let fast = "-c:v libx264 -preset ultrafast -crf 23 -c:a aac -b:a 128k"

    let root: Path

    /// - Parameter rules: Further lines of the profile.
    init(_ root: Path, _ options: String, rules: String = "") throws {
        self.root = root
        for folder in [root, root / "input", root / "output"] { try Directory.create(folder) }
        let profile = try OpenFile.create(root / "input" / "profile.conf")
        try profile.write(Array((rules + PipelineBed.profile(options)).utf8))
        // One that is a few seconds old is not trusted yet, and looked at again ten seconds later.
        let status = try profile.status()
        let before = FileTime(seconds: status.modified.seconds - 3_600, nanoseconds: 0)
        try profile.setModified(before)
    }

    /// A folder's profile with options as they are typed.
    private static func profile(_ options: String) -> String {
        let words = options.split(separator: " ")
        let sound = words.firstIndex(of: "-c:a") ?? words.endIndex
        return "container = mkv\n[video]\n\(words[..<sound].joined(separator: " "))\n"
            + "[audio]\n\(words[sound...].joined(separator: " "))\n"
    }

    /// The long film: the short clip made smaller, again and again, with sound.
    static func film(in place: Path) throws -> (path: Path, text: String) {
        let (clip, film) = (place / "clip.mkv", place / "film.mkv")
        let seconds = 13 * 15
        let text = "\(seconds) s of 360p with sound"
        guard (try? Directory.status(of: film)) == nil else { return (film, text) }
        try MediaTool.ffmpeg.run([
            "-v", "error", "-i", .file(try TestMedia.bench720.file()), "-vf", "scale=640:360",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-g", "48", "-bf", "2",
            .file(clip),
        ])
        let sound = "sine=frequency=330:sample_rate=48000:duration=\(seconds)"
        try MediaTool.ffmpeg.run([
            "-v", "error", "-stream_loop", "12", "-i", .file(clip), "-f", "lavfi", "-i",
            "\(sound)", "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "ac3", "-t",
            "\(seconds)", .file(film),
        ])
        return (film, text)
    }

    var input: Path { root / "input" }
    var output: Path { root / "output" }

    func words(_ command: String, _ name: String, _ more: [String]) -> [String] {
        [
            command, "--root", "\(root)", "--state", "\(root)/state-\(name)", "--name", name,
        ] + more
    }

    /// A node that has begun to look at the input.
    func up(_ name: String, _ more: [String] = []) throws -> BenchNode {
        let node = try BenchNode(words("up", name, more), log: root / FileName("\(name).log"))
        wait { exists(Path("spool").appending(Layout.scanReport)) }
        return node
    }

    // MARK: What goes on

    /// The tasks that are claimed, of all jobs.
    func claimed() throws -> [TaskName] {
        let jobs = root / "spool" / "jobs"
        return try names(jobs).flatMap { job in
            let layout = JobLayout(path: jobs / FileName(job))
            let batches = try names(layout.batches).map {
                Board(path: layout.batches / FileName($0))
            }
            return try (batches + [layout.tasks]).flatMap { try names($0.run) }.compactMap {
                $0.split(separator: ".").first.flatMap { TaskName(String($0)) }
            }
        }
    }

    func exists(_ path: Path) -> Bool {
        (try? Directory.status(of: root.appending(path))) != nil
    }

    private func names(_ folder: Path) throws -> [String] {
        do throws(SystemError) {
            return try Directory.entries(of: folder).map { "\($0.name)" }
        } catch {
            guard error.errno == .noSuchFile else { throw error }
            return []
        }
    }

    /// Looks every few milliseconds until it is so.
    func wait(_ what: String = "the node", until isSo: () throws -> Bool) rethrows {
        let deadline = Deadline(after: .seconds(600))
        let bell = Bell()
        while try !isSo() {
            if deadline.isOver { fatalError("\(what) did nothing for ten minutes, in \(root)") }
            bell.wait(after: bell.count, upTo: .milliseconds(5))
        }
    }
}

/// `reelmill up` in a process of its own.
final class BenchNode {
    let look: ProcessLook
    private let child: ChildProcess

    init(_ words: [String], log: Path) throws {
        var request = SpawnRequest(try Program.reelmill(), words)
        request.environment = ProcessInput.environment
        request.output = .appendingFile(log)
        request.errors = .appendingFile(log)
        child = try ChildProcess.spawn(request)
        look = ProcessLook(child.processID)
    }

    func terminate() throws { try child.signal(.terminate) }

    func stop() throws {
        try terminate()
        try waitForEnd()
    }

    func waitForEnd() throws {
        guard try child.wait(upTo: .seconds(60)) != nil else {
            fatalError("a node did not stop within a minute")
        }
    }
}
