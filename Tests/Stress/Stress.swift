import Platform

/// Many processes on one spool, while a killer ends, freezes and wakes them at random; then every
/// result is compared with what it must be, and every event with the rules.
///
///     reelmill-stress [--workers N] [--tasks N] [--kills N] [--freezes N] [--wipes N] …
///
/// It ends with 1 when something was lost, done twice, wrong, or left behind, and keeps the place
/// then.
@main
enum Stress {
    static func main() throws {
        let words = ProcessInput.arguments
        if words.first == Array("worker".utf8) {
            try WorkerProcess(StressOptions(words.dropFirst())).run()
            return
        }
        let options = try StressOptions(words[...])
        var supervisor = Supervisor(options)
        let verdict = try supervisor.run()
        try StandardStream.output.write(Array(verdict.text.utf8))
        if verdict.isGood, !options.isKept {
            try Directory.removeTree(options.place)
        } else {
            try StandardStream.output.write(Array("kept in \(options.place)\n".utf8))
        }
        ProcessEnd.exit(verdict.isGood ? 0 : 1)
    }
}
