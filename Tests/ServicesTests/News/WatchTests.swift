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
        #expect(!watch.note(6.1, cores: 4, at: at(0)))
        #expect(!watch.note(6.1, cores: 4, at: at(299)))
        #expect(watch.note(6.1, cores: 4, at: at(300)))
        #expect(!watch.note(9, cores: 4, at: at(900)))
        #expect(!watch.note(6, cores: 4, at: at(910)))
        // The time counts from when it rose again.
        #expect(!watch.note(7, cores: 4, at: at(920)))
        #expect(!watch.note(7, cores: 4, at: at(1_219)))
        #expect(watch.note(7, cores: 4, at: at(1_220)))
    }

    private func reading(_ free: UInt64, isAnswering: Bool = true) -> [VolumeRoom] {
        [
            VolumeRoom(
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
        #expect(watch.note(reading(5 << 30)).isEmpty)
        #expect(
            watch.note(reading((4 << 30) - 1))
                == ["the volume of the output has 4.3 GB free of 1.1 TB"]
        )
        #expect(watch.note(reading(1)).isEmpty)
        // One that does not answer says nothing of its room, nor do a few bytes more.
        #expect(watch.note(reading(9 << 30, isAnswering: false)).isEmpty)
        #expect(watch.note(reading((4 << 30) + 1)).isEmpty)
        #expect(watch.note(reading((4 << 30) - 1)).isEmpty)
        #expect(watch.note(reading(5 << 30)).isEmpty)
        #expect(watch.note(reading(1 << 30)).count == 1)
    }
}
