import Model
import Platform
import Services
import TestKit
import Testing

@Suite("Watching volumes")
struct VolumeWatchTests {
    private func reaches(_ watch: VolumeWatch, _ isSo: ([VolumeReading]) -> Bool) -> Bool {
        let deadline = Deadline(after: .seconds(60))
        let bell = Bell()
        while !deadline.isOver {
            if isSo(watch.readings) { return true }
            bell.wait(after: bell.count, upTo: .milliseconds(10))
        }
        return false
    }

    @Test("Says what is free, and what cannot be looked at")
    func looks() throws {
        let scratch = try Scratch()
        let folders = [("input", scratch.path), ("output", scratch.path / "away")]
        let watch = try VolumeWatch(folders.map { (name: $0.0, path: $0.1) })
        #expect(reaches(watch) { $0[0].isAnswering && $0[1].trouble != nil })
        let readings = watch.readings
        #expect(readings.map(\.name) == ["input", "output"])
        let (free, total) = (readings[0].freeBytes, readings[0].totalBytes)
        #expect(free != nil && total ?? 0 >= free ?? 0)
        #expect(readings[1].trouble?.contains("\(scratch.path)") == false)
        #expect(!readings[1].isAnswering)
        // It comes back by itself.
        try Directory.createAll(scratch.path / "away")
        #expect(reaches(watch) { $0[1].isAnswering })
        watch.end()
    }

    @Test("One that hangs holds up no other, and nobody who asks")
    func hangs() throws {
        let gate = StopSign()
        let space = VolumeSpace(
            totalBytes: 10,
            availableBytes: 4,
            totalFiles: nil,
            availableFiles: nil
        )
        let watch = try VolumeWatch([("input", "hangs"), ("output", "answers")]) { path in
            while path == "hangs", !gate.wait(upTo: .seconds(60)) {}
            return space
        }
        #expect(reaches(watch) { $0[1].freeBytes == 4 })
        #expect(watch.readings[0].freeBytes == nil)
        #expect(!watch.readings[0].isAnswering)
        gate.set()
        #expect(reaches(watch) { $0[0].isAnswering })
        watch.end()
    }
}
