import Model
import Platform
import Spool

/// What is run, and how fast. The same words go to the workers.
struct StressOptions: Sendable {
    var workers = 16
    var tasks = 5_000
    var kills = 500
    var freezes = 200
    /// How often everything is killed at once.
    var wipes = 10
    var seed: UInt64 = 1
    var beatMilliseconds = 100
    var looks = 6
    /// What a task takes at the mean, beside its files.
    var workMilliseconds = 150
    var killEveryMilliseconds = 250
    /// At most so many films are on the way at once.
    var open = 60
    /// How long nothing may happen before it counts as stuck.
    var patienceSeconds = 300
    var isKept = false
    /// No source is put in any more once this file is there.
    var until: Path?
    var place = Path("/tmp").appending(Path("reelmill-stress-\(UniqueName.random())"))

    init(_ words: ArraySlice<[UInt8]>) throws(WrongWord) {
        var words = words
        while let name = words.popFirst() {
            let text = String(decoding: name, as: UTF8.self)
            guard let value = words.popFirst() else { throw WrongWord(text) }
            let number = Int(String(decoding: value, as: UTF8.self))
            switch (text, number) {
            case ("--workers", let number?) where (1...256).contains(number): workers = number
            case ("--tasks", let number?): tasks = number
            case ("--kills", let number?): kills = number
            case ("--freezes", let number?): freezes = number
            case ("--wipes", let number?): wipes = number
            case ("--seed", let number?): seed = UInt64(max(0, number))
            case ("--beat", let number?) where number > 0: beatMilliseconds = number
            case ("--looks", let number?) where number > 0: looks = number
            case ("--work", let number?): workMilliseconds = number
            case ("--kill-every", let number?) where number > 0: killEveryMilliseconds = number
            case ("--open", let number?) where number > 0: open = number
            case ("--patience", let number?): patienceSeconds = number
            case ("--keep", let number?): isKept = number != 0
            case ("--until", _):
                guard let path = Path(bytes: value) else { throw WrongWord(text) }
                until = path
            case ("--place", _):
                guard let path = Path(bytes: value) else { throw WrongWord(text) }
                place = path
            default: throw WrongWord(text)
            }
        }
    }

    /// For a worker, which starts with dice of its own.
    func words(seed: UInt64) -> [[UInt8]] {
        let numbers: [(String, Int)] = [
            ("--beat", beatMilliseconds), ("--looks", looks), ("--work", workMilliseconds),
            ("--seed", Int(seed >> 1)),
        ]
        return [Array("worker".utf8), Array("--place".utf8), place.bytes]
            + numbers.flatMap { [Array($0.0.utf8), Array("\($0.1)".utf8)] }
    }

    var beat: Duration { .milliseconds(beatMilliseconds) }

    /// How long a silence takes to be noticed.
    var lease: Duration { beat * (looks + 1) }

    var settings: SpoolSettings { SpoolSettings(beat: beat, looksUntilSuspected: looks) }
}

struct WrongWord: Error, CustomStringConvertible {
    let description: String

    init(_ word: String) {
        description =
            "\(word): it takes --workers, --tasks, --kills, --freezes, --wipes, --seed, --beat, "
            + "--looks, --work, --kill-every, --open, --patience and --keep with a number, "
            + "--place with a directory, and --until with a file"
    }
}
