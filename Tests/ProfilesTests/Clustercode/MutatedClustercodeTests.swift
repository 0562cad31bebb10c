import Model
import Profiles
import Testing

@Suite("Mutated profiles of clustercode")
struct MutatedClustercodeTests {
    /// Numbers that are the same in every run.
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    private static let pieces = [
        "\"", "'", "\\", "${INPUT}", "${OUTPUT}", "-i", "%{FORMAT=.", "}", "\n", " ", "\t", "-",
        "=",
        "#", "\u{0}", "\u{7f}", "é", "{gop}", "-map", "-c:v", "copy", "-f", "[", ":", "99999999999",
        "-vn", "-an", "-strict", "-2", "\r\n", "$", "${", "%{", "-metadata:s:a:0",
    ]

    private static func mutated(_ text: String, _ numbers: inout Numbers) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &numbers) {
            let place = Int.random(in: 0...bytes.count, using: &numbers)
            let piece = Array(pieces.randomElement(using: &numbers).map(\.utf8) ?? "".utf8)
            switch Int.random(in: 0..<4, using: &numbers) {
            case 0: bytes.insert(contentsOf: piece, at: place)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + 9))
            case 2: bytes = Array(bytes[..<place]) + piece
            default:
                let other = Int.random(in: 0...bytes.count, using: &numbers)
                bytes.insert(contentsOf: bytes[min(place, other)..<max(place, other)], at: place)
            }
        }
        return bytes
    }

    @Test("However a profile is broken, it is read or refused with the name of its file")
    func isTotal() {
        var numbers = Numbers(state: 20_240_601)
        var (taken, refused) = (0, 0)
        var wrong: [ProfileSource] = []
        for row in ClustercodeTable.all {
            for _ in 0..<200 {
                let source = ProfileSource(
                    .file("p.ffmpeg"),
                    MutatedClustercodeTests.mutated(row.profile, &numbers)
                )
                do throws(ConfigurationError) {
                    let read = try ProfileReading.read([source], name: "p")
                    taken += 1
                    if read.lines.contains(where: { $0.line < 1 }) { wrong.append(source) }
                } catch {
                    refused += 1
                    let problems = error.problems.map { "\($0)" }
                    let isNamed = problems.allSatisfy { $0.hasPrefix("p.ffmpeg:") }
                    if problems.isEmpty || !isNamed { wrong.append(source) }
                }
            }
        }
        #expect(wrong.isEmpty)
        #expect(taken > 100)
        #expect(refused > 1_000)
    }
}
