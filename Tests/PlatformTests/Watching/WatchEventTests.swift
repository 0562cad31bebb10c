import Model
import Testing

@testable import Platform

@Suite("The bytes of inotify's events")
struct WatchEventTests {
    @Test("Events with and without names are read, padding left out")
    func whole() {
        let bytes =
            raw(watch: 7, kinds: [.created, .isDirectory], name: "new", padding: 13)
            + raw(watch: -1, kinds: .queueOverflow)
        let batch = WatchEventBatch(bytes)
        #expect(!batch.isCutShort)
        #expect(
            batch.events == [
                WatchEvent(watch: 7, kinds: [.created, .isDirectory], name: "new"),
                WatchEvent(watch: -1, kinds: .queueOverflow, name: nil),
            ]
        )
    }

    @Test("Whatever the length, whole events are read and a cut one is reported")
    func everyLength() {
        let first = raw(watch: 1, kinds: .deleted, name: "a", padding: 15)
        let bytes = first + raw(watch: 2, kinds: .movedTo, name: "b", padding: 15)
        for length in 0...bytes.count {
            let batch = WatchEventBatch(Array(bytes[..<length]))
            #expect(batch.events.count == length / first.count)
            #expect(batch.isCutShort == (length % first.count != 0))
        }
    }

    @Test("A length beyond the end is no event")
    func lyingLength() {
        var bytes = raw(watch: 1, kinds: .created, name: "a", padding: 15)
        bytes.replaceSubrange(12..<16, with: [0xff, 0xff, 0xff, 0xff])
        let batch = WatchEventBatch(bytes)
        #expect(batch.events.isEmpty)
        #expect(batch.isCutShort)
    }

    @Test("A name keeps its bytes: newline, invalid UTF-8, 255 of them without padding")
    func names() {
        let names: [[UInt8]] = [[0x0a], [0xff, 0x80], Array(repeating: 0x79, count: 255)]
        for name in names {
            let batch = WatchEventBatch(raw(watch: 1, kinds: .created, bytes: name, padding: 0))
            #expect(batch.events.map(\.name?.bytes) == [name])
        }
    }
}

/// An event as the kernel lays it out.
func raw(
    watch: Int32,
    kinds: WatchEvent.Kinds,
    bytes name: [UInt8] = [],
    padding: Int = 0
) -> [UInt8] {
    let length = UInt32(name.count + padding)
    let fields = [UInt32(bitPattern: watch), kinds.rawValue, 0, length]
    let header = fields.flatMap { field in withUnsafeBytes(of: field) { Array($0) } }
    return header + name + Array(repeating: 0, count: padding)
}

func raw(watch: Int32, kinds: WatchEvent.Kinds, name: String, padding: Int) -> [UInt8] {
    raw(watch: watch, kinds: kinds, bytes: Array(name.utf8), padding: padding)
}
