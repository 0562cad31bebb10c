import Platform

/// A program of many small parts that the tests of Platform start as a process of its own.
@main
enum Probe {
    static func main() throws {
        let words = ProcessInput.arguments.map { String(decoding: $0, as: UTF8.self) }
        switch words.first {
        case "groups": try GroupsProbe.run()
        case "spawn-many": try SpawnManyProbe.run()
        case "spawn-starved": try SpawnStarvedProbe.run()
        case "clean-signals": try CleanSignalsProbe.run()
        case "signal-inbox": try SignalInboxProbe.run()
        case "parent-death": try ParentDeathProbe.run()
        case "race": try RaceProbe.run(Array(ProcessInput.arguments.dropFirst()))
        case "volume": try VolumeProbe.run(Array(ProcessInput.arguments.dropFirst()))
        case "watch": try WatchProbe.run(Array(ProcessInput.arguments.dropFirst()))
        default: fatalError("no such part: \(words)")
        }
    }
}
