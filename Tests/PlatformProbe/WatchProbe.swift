import Model
import Platform

/// Writes every request for a scan that the watch of a folder makes, and how many directories are
/// watched by then, into a file; ends with the second request.
enum WatchProbe {
    static func run(_ arguments: [[UInt8]]) throws {
        let paths = arguments.compactMap { Path(bytes: $0) }
        guard paths.count == 2 else { fatalError("watch FOLDER FILE") }
        let file = try OpenFile(paths[1], for: .append)
        var watch = FolderWatch(paths[0], wakeUp: try WakeUp())
        let deadline = ContinuousClock.now + .seconds(60)
        var requests = 0
        while requests < 2, ContinuousClock.now < deadline {
            let hints = try watch.wait(upTo: .seconds(1))
            guard hints.needsRescan else { continue }
            requests += 1
            let reasons = hints.rescanReasons.map { "\($0)" }.sorted().joined(separator: " ")
            try file.write(Array("\(reasons) \(watch.coverage.watchedDirectories)\n".utf8))
        }
    }
}
