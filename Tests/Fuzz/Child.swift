import Model
import Platform
import TestKit

/// Tries a batch of files in this process, and says before and after each one where it is.
///
///     reelmill-fuzz child DIRECTORY FIRST COUNT BASE…
struct Child {
    private let directory: Path
    private let first: UInt64
    private let count: UInt64
    private let bases: [Path]

    init(_ words: ArraySlice<[UInt8]>) throws {
        let words = Array(words)
        guard words.count > 3, let directory = Path(bytes: words[0]),
            let first = UInt64(String(decoding: words[1], as: UTF8.self)),
            let count = UInt64(String(decoding: words[2], as: UTF8.self))
        else { throw WrongWord("child") }
        self.directory = directory
        self.first = first
        self.count = count
        bases = words[3...].compactMap { Path(bytes: $0) }
    }

    func run() throws {
        try StandardStream.prepare()
        for seed in first..<first + count {
            try say("begin \(seed)")
            let before = try ProcessFigures.processorMilliseconds(of: "self")
            let trial = try trial(seed)
            let spent = try ProcessFigures.processorMilliseconds(of: "self") - before
            let peak = try ProcessFigures.peakKibibytes()
            let words = [trial.probe, trial.plan, "\(spent)", "\(peak)", trial.fault ?? ""]
            try say("done \(seed) " + words.joined(separator: " "))
        }
    }

    private func say(_ line: String) throws {
        try StandardStream.output.write(Array("\(line)\n".utf8))
    }

    private func trial(_ seed: UInt64) throws -> Trial {
        var random = SeededRandom(seed: ~seed)
        let base = bases[Int.random(in: 0..<bases.count, using: &random)]
        let other = bases[Int.random(in: 0..<bases.count, using: &random)]
        let milliseconds: Int64 = [400, 1_000, 5_000][Int.random(in: 0..<3, using: &random)]
        let broken = Mutator.broken(try read(base), with: try read(other), seed: seed)
        let file = directory / ChildFiles.name(seed, base)
        try write(broken, to: file)
        let slices = directory / "slices"
        try Directory.create(slices)
        let trial = Trial(file, in: slices, sliceMilliseconds: milliseconds)
        try Directory.removeTree(slices)
        // What has a fault stays, to be taken away and kept.
        if trial.fault == nil { try Directory.removeFile(file) }
        return trial
    }

    private func read(_ path: Path) throws -> [UInt8] {
        try OpenFile(path, for: .readRegular).readAll(limit: 64 << 20)
    }

    private func write(_ bytes: [UInt8], to path: Path) throws {
        let file = try OpenFile.create(path)
        try file.write(bytes)
        try file.close()
    }
}

enum ChildFiles {
    /// With the ending of what it was made from, since some formats are known by it.
    static func name(_ seed: UInt64, _ base: Path) -> FileName {
        FileName("\(seed)-\(base.name.map { "\($0)" } ?? "film")")
    }
}

/// What the kernel says of a process.
enum ProcessFigures {
    /// Of all its threads, in user and kernel mode; the kernel counts hundredths of a second.
    static func processorMilliseconds(of process: String) throws -> Int {
        let text = try read("/proc/\(process)/stat")
        // The program's name comes in parentheses and may hold anything.
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Int(fields[11]), let kernel = Int(fields[12]) else {
            return 0
        }
        return (user + kernel) * 10
    }

    /// The most that this process ever had in memory.
    static func peakKibibytes() throws -> Int {
        let lines = try read("/proc/self/status").split(separator: "\n")
        let line = lines.first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
    }

    private static func read(_ path: String) throws -> String {
        let file = try OpenFile(Path(path), for: .read)
        return String(decoding: try file.readAll(limit: 65_536), as: UTF8.self)
    }
}
