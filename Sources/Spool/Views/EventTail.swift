public import Model
internal import Platform

/// Reads what nodes wrote down, and then what they add.
public struct EventTail: Sendable {
    private let volume: DirectoryVolume
    /// How far each file was read, by its name.
    private var offsets: [FileName: UInt64] = [:]
    /// Lines that are no events, so far.
    public private(set) var unreadable = 0

    public init(_ volume: DirectoryVolume) { self.volume = volume }

    /// What is new since the last call: each node's in its own order, all of them by their times.
    ///
    /// - Parameter since: What is older is passed over unread.
    public mutating func next(since: WallTime? = nil) throws(SpoolError) -> [Event] {
        let access = Access(volume: volume)
        let earliest = since.map { Array($0.rfc3339.utf8) }
        var events: [(time: String, event: Event)] = []
        for name in try access.entries(Layout.events) ?? [] where name.hasSuffix(".jsonl") {
            var latest = ""
            for line in try newLines(FileName(name)) {
                if let earliest, EventTail.isEarlier(line, than: earliest) { continue }
                let path = Layout.events / FileName(name)
                guard let event = try? RecordCoding.record(Event.self, Array(line), at: path) else {
                    unreadable += 1
                    continue
                }
                // A clock that is set back must not turn the order of one node's events round.
                latest = max(latest, event.time)
                events.append((latest, event))
            }
        }
        return events.sorted { left, right in
            (left.time, left.event.holder, left.event.sequence)
                < (right.time, right.event.holder, right.event.sequence)
        }.map(\.event)
    }

    /// Whole lines only: the last may be half written.
    private mutating func newLines(_ name: FileName) throws(SpoolError) -> [ArraySlice<UInt8>] {
        let offset = offsets[name] ?? 0
        let bytes: [UInt8]
        do throws(SystemError) {
            let path = volume.root.appending(Layout.events / name)
            bytes = try EventTail.rest(of: path, from: offset)
        } catch {
            if Access.isGone(error) { return [] }
            throw .storage(error)
        }
        guard let end = bytes.lastIndex(of: EventTail.lineFeed) else { return [] }
        offsets[name] = offset + UInt64(end + 1)
        return bytes[...end].split(separator: EventTail.lineFeed)
    }

    private static func rest(of path: Path, from offset: UInt64) throws(SystemError) -> [UInt8] {
        let file = try OpenFile(path, for: .readRegular)
        var bytes: [UInt8] = []
        while true {
            let chunk = try file.read(atMost: chunkBytes, at: offset + UInt64(bytes.count))
            bytes += chunk
            if chunk.count < chunkBytes { return bytes }
        }
    }

    /// The time stands last on a line, since keys are sorted; so it is found without reading all.
    private static func isEarlier(_ line: ArraySlice<UInt8>, than earliest: [UInt8]) -> Bool {
        let time = line.dropLast(2).suffix(earliest.count)
        guard line.suffix(2).elementsEqual("\"}".utf8), time.last == UInt8(ascii: "Z"),
            time.count == earliest.count
        else { return false }
        return time.lexicographicallyPrecedes(earliest)
    }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let chunkBytes = 4 << 20
}
