import Model
import Platform
import Testing

@testable import Services

@Suite("What is told of machines and volumes")
struct WatchTests {
    private func at(_ seconds: Int) -> MonotonicTime {
        MonotonicTime(nanoseconds: 0) + .seconds(seconds)
    }

    @Test("A load that is too high for five minutes is told once, until it falls")
    func load() {
        var watch = LoadWatch()
        let looks: [(load: Double, second: Int)] = [
            (6.1, 0), (6.1, 299), (6.1, 300), (9, 900), (6, 910),
            // The time counts from when it rose again.
            (7, 920), (7, 1_219), (7, 1_220),
        ]
        let told = looks.filter { watch.note($0.load, cores: 4, at: at($0.second)) }
        #expect(told.map(\.second) == [300, 1_220])
    }

    private func reading(_ free: UInt64, isAnswering: Bool = true) -> [VolumeReading] {
        [
            VolumeReading(
                name: "output",
                totalBytes: 1 << 40,
                freeBytes: free,
                isAnswering: isAnswering
            )
        ]
    }

    @Test("A volume without room is told once, and again when there was room meanwhile")
    func space() {
        var watch = SpaceWatch()
        let limit: UInt64 = 4 << 30
        let looks: [(free: UInt64, isAnswering: Bool)] = [
            (5 << 30, true), (limit - 1, true), (1, true),
            // One that does not answer says nothing of its room, nor do a few bytes more.
            (9 << 30, false), (limit + 1, true), (limit - 1, true),
            (5 << 30, true), (limit / 2, true),
        ]
        let told = looks.map { look in
            watch.note(reading(look.free, isAnswering: look.isAnswering))
        }
        #expect(told.map(\.count) == [0, 1, 0, 0, 0, 0, 0, 1])
        #expect(told[1] == ["the volume of the output has 4.3 GB free of 1.1 TB"])
    }
}
