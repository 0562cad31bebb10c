import Model
import Spool
import TestKit

/// One source, known by its number alone: into how many slices it goes, and what must come of it.
struct Film: Sendable, Hashable {
    let number: Int

    init(number: Int) { self.number = number }

    init?(sourceName: String) {
        guard sourceName.hasPrefix("film-"), sourceName.hasSuffix(".src"),
            let number = Int(sourceName.dropFirst(5).dropLast(4))
        else { return nil }
        self.number = number
    }

    /// Films with at least so many tasks together.
    static func films(tasks: Int) -> [Film] {
        var films: [Film] = []
        var count = 0
        while count < tasks {
            films.append(Film(number: films.count))
            count += films[films.count - 1].tasks
        }
        return films
    }

    var slices: Int { 4 + number % 9 }
    static let slicesInBatch = 3
    var batches: Int { (slices + Film.slicesInBatch - 1) / Film.slicesInBatch }
    var hasAudio: Bool { number % 3 == 0 }
    /// Whether its source goes when its result is there.
    var isRemoved: Bool { number % 2 == 0 }
    var tasks: Int { slices + 2 + (hasAudio ? 1 : 0) }

    func slices(ofBatch index: Int) -> Range<Int> {
        let first = index * Film.slicesInBatch
        return first..<min(slices, first + Film.slicesInBatch)
    }

    var sourceName: FileName { FileName("film-\(padded).src") }
    var resultName: FileName { FileName("film-\(padded).out") }

    private var padded: String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }

    var source: [UInt8] { bytes(of: 10_000, 500) }
    func slice(_ index: Int) -> [UInt8] { bytes(of: index, 1_000 + 37 * index) }
    func part(_ index: Int) -> [UInt8] { Film.encoded(slice(index)) }
    var sound: [UInt8] { Film.encoded(source) }

    /// What a task makes of its input.
    static func encoded(_ bytes: [UInt8]) -> [UInt8] { bytes.map { ($0 ^ 0x5a) &+ 1 } }

    var result: [UInt8] { (0..<slices).flatMap(part) + (hasAudio ? sound : []) }

    private func bytes(of thing: Int, _ count: Int) -> [UInt8] {
        var random = SeededRandom(seed: UInt64(number) << 20 + UInt64(thing))
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    var offer: Offer {
        Offer(
            job: JobID(sourceName: "film-\(padded)", hash: UInt64(number)),
            source: JobOrder.SourceFile(
                path: Path("input") / sourceName,
                bytes: 500,
                modifiedSeconds: 0,
                modifiedNanoseconds: 0,
                sample: padded
            ),
            result: Path("output") / resultName,
            priority: 0,
            recipe: EncodeRecipe(container: "matroska"),
            profile: nil,
            hasAudio: hasAudio
        )
    }

    init?(_ order: JobOrder) {
        guard let name = order.source.path.name else { return nil }
        self.init(sourceName: String(decoding: name.bytes, as: UTF8.self))
    }
}
