import History
import Model
import Platform
import TestKit
import Testing

@Suite("A damaged history")
struct DamageTests {
    let folder: HistoryFolder
    var path: Path { folder.database }

    init() throws { folder = try HistoryFolder() }

    private func bytes(entries count: Int) throws -> [UInt8] {
        try HistoryDatabase(path).take((1...count).map { entry($0, Path("films/\($0).mkv")) })
        return try OpenFile(path, for: .read).readAll(limit: 1 << 24)
    }

    private func kind(_ bytes: [UInt8]) throws -> HistoryError.Kind? {
        try StagedFile.publish(bytes, replacing: path)
        return failure { () throws(HistoryError) in _ = try HistoryDatabase(path) }?.kind
    }

    @Test("What is no database is called damaged")
    func noDatabase() throws {
        #expect(
            try kind(Array("not a database at all, but long enough for its head".utf8)) == .damaged
        )
    }

    @Test("A database that was cut off is called damaged")
    func cutOff() throws {
        let whole = try bytes(entries: 200)
        #expect(whole.count > 20_000)
        #expect(try kind(Array(whole.prefix(whole.count / 2))) == .damaged)
    }

    @Test("Pages of noise are found before anything is asked")
    func noise() throws {
        var whole = try bytes(entries: 200)
        for place in 8_192..<12_288 { whole[place] = UInt8(truncatingIfNeeded: place &* 31 &+ 7) }
        #expect(try kind(whole) == .damaged)
    }

    @Test("Flipped bytes end in an error or in an answer, and never in a crash")
    func flipped() throws {
        let whole = try bytes(entries: 60)
        var generator = SeededRandom(seed: 4)
        for _ in 0..<60 {
            var flipped = whole
            for _ in 0..<8 {
                let place = Int.random(in: 0..<flipped.count, using: &generator)
                flipped[place] ^= UInt8.random(in: 1...255, using: &generator)
            }
            try StagedFile.publish(flipped, replacing: path)
            let error = failure { () throws(HistoryError) in
                let database = try HistoryDatabase(path)
                _ = try database.entries()
                _ = try database.statistics()
            }
            if let error { #expect(error.kind != .unavailable, "\(error)") }
        }
    }
}
