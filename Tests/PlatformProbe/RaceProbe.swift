import Model
import Platform

/// One of several processes that fight for the same names, in the same order so that they collide.
///
/// Says that it is ready, waits for the end of its standard input, which is the starting shot, and
/// prints what it won.
enum RaceProbe {
    /// Arguments: the directory of the race, the racer's name, how many names.
    static func run(_ words: [[UInt8]]) throws {
        let arguments = words.compactMap { Path(bytes: $0) }
        guard
            arguments.count == 3,
            let racer = arguments[1].name,
            let count = Int("\(arguments[2])")
        else { fatalError("a race needs a directory, a name and a count") }
        let race = Race(root: arguments[0], racer: racer)
        try OpenFile("/dev/stdout", for: .append).write(Array("ready\n".utf8))
        _ = try OpenFile("/dev/stdin", for: .read).readAll(limit: 0)
        let created = try (0..<count).count { try race.create($0) }
        let claimed = try (0..<count).count { try race.claim($0) }
        print("\(created) \(claimed)")
    }
}

/// The names of a race, spread over directories as slices are over batches.
struct Race {
    static let namesPerDirectory = 32

    let root: Path
    let racer: FileName

    func create(_ number: Int) throws(SystemError) -> Bool {
        do throws(SystemError) {
            _ = try OpenFile.create(directory("created", of: number) / FileName("\(number)"))
            return true
        } catch {
            if error.errno == .exists { return false }
            throw error
        }
    }

    func claim(_ number: Int) throws(SystemError) -> Bool {
        let token = directory("queue", of: number) / FileName("\(number)")
        let claimed = directory("run", of: number) / FileName("\(number).\(racer)")
        return try Move.claim(token, as: claimed) == .won
    }

    private func directory(_ kind: FileName, of number: Int) -> Path {
        root / kind / FileName("\(number / Race.namesPerDirectory)")
    }
}
