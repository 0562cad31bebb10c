import Model
import Platform

/// Probes and plans thousands of broken films in children and counts what comes of it.
///
///     reelmill-fuzz [--count N] [--seed S] [--jobs N] [--keep DIRECTORY]
///
/// File number i is made with seed S + i, so `--seed X --count 1` repeats one. What ends a child,
/// takes too long, or makes a plan that is wrong in itself is a find: it is printed with its seed,
/// its file is kept, and the program ends with 1. `reelmill-fuzz profiles` reads broken profiles.
@main
enum Fuzz {
    static func main() throws {
        let words = ProcessInput.arguments
        if words.first == Array("child".utf8) {
            try Child(words.dropFirst()).run()
            return
        }
        if words.first == Array("profiles".utf8) {
            try ProfileFuzz.run(Array(words.dropFirst()))
            return
        }
        let options = try Options(words)
        let tally = try Supervisor(options).run()
        tally.report()
        ProcessEnd.exit(tally.finds.isEmpty ? 0 : 1)
    }
}

struct Options: Sendable {
    var count: UInt64 = 10_000
    var seed: UInt64 = 1
    var jobs = 1
    var keep = Path("/tmp/reelmill-fuzz-finds")

    init(_ words: [[UInt8]]) throws(WrongWord) {
        var words = words[...]
        while let name = words.popFirst() {
            let text = String(decoding: name, as: UTF8.self)
            guard let value = words.popFirst() else { throw WrongWord(text) }
            let number = UInt64(String(decoding: value, as: UTF8.self))
            switch (text, number) {
            case ("--count", let number?): count = number
            case ("--seed", let number?): seed = number
            case ("--jobs", let number?) where (1...64).contains(number): jobs = Int(number)
            case ("--keep", _):
                guard let path = Path(bytes: value) else { throw WrongWord(text) }
                keep = path
            default: throw WrongWord(text)
            }
        }
    }
}

struct WrongWord: Error, CustomStringConvertible {
    let description: String

    init(_ word: String) {
        description =
            "\(word): it takes --count N, --seed S, --jobs N and --keep DIRECTORY"
    }
}
