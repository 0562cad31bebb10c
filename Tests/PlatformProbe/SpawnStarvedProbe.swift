import Model
import Platform

/// Starts a child with three pipes while too few descriptors are left (the limit is set by whoever
/// starts this), and says what went wrong and what is left.
enum SpawnStarvedProbe {
    static func run() throws {
        let descriptors = try Census.openDescriptors()
        let outcome = attempt()
        let leaked = try Census.openDescriptors() - descriptors
        print("\(outcome); left: children \(try Census.children()), fds \(leaked)")
    }

    private static func attempt() -> String {
        var request = SpawnRequest("/bin/true")
        request.input = .pipe
        request.output = .pipe
        request.errors = .pipe
        do {
            let status = try ChildProcess.spawn(request).wait(upTo: .seconds(30))
            return status.map(\.description) ?? "still runs"
        } catch {
            return "\(error)"
        }
    }
}
