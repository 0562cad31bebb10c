import TestKit
import Testing

@Suite("The catalogue of test media")
struct CatalogueTests {
    @Test("every fixture is what its facts say", arguments: TestMedia.all)
    func facts(media: TestMedia) throws {
        let file = try media.file()
        let inventory = try Judge.inventory(of: file)
        let first = inventory.videos.first ?? inventory.sounds.first
        #expect(first?["codec_name"] == media.facts.codec)
        guard !inventory.videos.isEmpty else { return }
        let frames = try Judge.frames(of: file)
        #expect(frames.complaints == [])
        if let expected = media.facts.frames { #expect(frames.count == expected) }
        if let expected = media.facts.seconds {
            let times = frames.nanoseconds(from: .firstFrame)
            let last = try #require(times.last)
            #expect(abs(Double(last) / 1e9 - expected) < 0.1)
        }
    }

    @Test("names are unique")
    func names() { #expect(Set(TestMedia.all.map(\.name)).count == TestMedia.all.count) }
}
