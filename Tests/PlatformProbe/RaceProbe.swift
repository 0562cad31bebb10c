import Glibc
import Model
import Platform

/// One of several processes that fight for the same names.
///
/// Says that it is ready, waits for the end of its standard input, which is the starting shot, and
/// prints what it won.
enum RaceProbe {
    /// Arguments: the directory of the race, which racer this is, of how many, for how many names.
    static func run(_ words: [[UInt8]]) throws {
        let numbers = words.dropFirst().compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        guard let root = words.first.flatMap({ Path(bytes: $0) }), numbers.count == 3 else {
            fatalError("a race needs a directory and three numbers")
        }
        let race = Race(root: root, racer: numbers[0], racers: numbers[1], names: numbers[2])
        try OpenFile("/dev/stdout", for: .append).write(Array("ready\n".utf8))
        _ = try OpenFile("/dev/stdin", for: .read).readAll(limit: 0)
        let (created, claimed) = try race.run()
        print("\(created) \(claimed)")
    }
}

/// The names of a race, spread over directories as slices are over batches.
///
/// The racers begin each directory together, each at another of its names. Otherwise the one who is
/// first stays first: winning takes less time than losing, and nobody would race with it.
struct Race {
    static let namesPerDirectory = 32

    let root: Path
    let racer: Int
    let racers: Int
    let names: Int

    func run() throws(SystemError) -> (created: Int, claimed: Int) {
        var created = 0
        var claimed = 0
        for first in stride(from: 0, to: names, by: Race.namesPerDirectory) {
            let last = min(first + Race.namesPerDirectory, names)
            let directory = FileName("\(first / Race.namesPerDirectory)")
            try waitForOthers(in: root / "started" / directory)
            let begin = first + (last - first) * racer / racers
            for number in Array(begin..<last) + Array(first..<begin) {
                if try create(root / "created" / directory / FileName("\(number)")) { created += 1 }
                let token = root / "queue" / directory / FileName("\(number)")
                let mine = root / "run" / directory / FileName("\(number).\(racer)")
                if try Move.claim(token, as: mine) == .won { claimed += 1 }
            }
        }
        return (created, claimed)
    }

    private func create(_ path: Path) throws(SystemError) -> Bool {
        do throws(SystemError) {
            _ = try OpenFile.create(path)
            return true
        } catch {
            if error.errno == .exists { return false }
            throw error
        }
    }

    private func waitForOthers(in directory: Path) throws(SystemError) {
        _ = try OpenFile.create(directory / FileName("\(racer)"))
        while try Directory.entries(of: directory).count < racers { sched_yield() }
    }
}
