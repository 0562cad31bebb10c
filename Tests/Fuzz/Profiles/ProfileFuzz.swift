import Model
import Platform

/// Reads thousands of broken profiles and counts what comes of it.
///
///     reelmill-fuzz profiles [--count N] [--seed S] [--jobs N]
///
/// They are read in children, a thousand each: what ends a child, or keeps it from going on, is a
/// find with its seed.
enum ProfileFuzz {
    static func run(_ words: [[UInt8]]) throws {
        if words.first == Array("child".utf8) {
            try child(words.dropFirst())
            return
        }
        var options = try Options(words)
        if !words.contains(Array("--count".utf8)) { options.count = 100_000 }
        let tally = try ProfileSupervisor(options).run()
        tally.report(options)
        ProcessEnd.exit(tally.finds.isEmpty ? 0 : 1)
    }

    /// Says before each profile which it is, and behind it what came of it.
    private static func child(_ words: ArraySlice<[UInt8]>) throws {
        let numbers = words.compactMap { UInt64(String(decoding: $0, as: UTF8.self)) }
        guard numbers.count == 2 else { throw WrongWord("child") }
        try StandardStream.prepare()
        for seed in numbers[0]..<numbers[0] + numbers[1] {
            try say("begin \(seed)")
            let began = MonotonicTime.now
            let trial = ProfileTrial(seed: seed)
            let parts = (MonotonicTime.now - began).components
            let milliseconds = parts.seconds * 1_000 + parts.attoseconds / 1_000_000_000_000_000
            let fault = trial.fault.map { $0.replacing("\n", with: "\\n") } ?? ""
            try say("done \(seed) \(trial.answer) \(trial.bytes) \(milliseconds) \(fault)")
        }
    }

    private static func say(_ line: String) throws {
        try StandardStream.output.write(Array("\(line)\n".utf8))
    }
}

/// What came of all profiles.
struct ProfileTally: Sendable {
    var finds: [String] = []
    private var answers: [String: Int] = [:]
    private var bytes = 0
    private var longest: (seed: Substring, milliseconds: Int) = ("0", 0)
    private let began = MonotonicTime.now

    /// - Parameter words: `done`, the seed, the answer, bytes, milliseconds, the fault.
    mutating func take(_ words: [Substring]) {
        answers[String(words[2]), default: 0] += 1
        bytes += Int(words[3]) ?? 0
        let milliseconds = Int(words[4]) ?? 0
        if milliseconds > longest.milliseconds { longest = (words[1], milliseconds) }
        if !words[5].isEmpty { finds.append("FIND seed \(words[1]): \(words[5])") }
    }

    func report(_ options: Options) {
        let parts = (MonotonicTime.now - began).components
        let seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
        let count = answers.values.reduce(0, +)
        let shown = answers.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        for find in finds.prefix(20) { print(find) }
        print(
            """
            seeds      \(options.seed) to \(options.seed + options.count - 1), \(count) profiles
            answers    \(shown.joined(separator: ", "))
            bytes      \(Figures.grouped(Int64(bytes)))
            time       \(Figures.decimal(seconds, digits: 1)) s
            slowest    \(longest.milliseconds) ms, seed \(longest.seed)
            finds      \(finds.count)
            """
        )
    }
}
