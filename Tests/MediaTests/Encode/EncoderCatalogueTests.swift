import Media
import Model
import Testing

@Suite("The installed encoders")
struct EncoderCatalogueTests {
    @Test("The catalogue has the encoders with their options, ranges and words")
    func catalogue() throws {
        let catalogue = EncoderCatalogue.installed()
        let x264 = try #require(catalogue["libx264"])
        #expect(x264.kind == .video)
        #expect(x264.codec == "h264")
        #expect(x264.pixelFormats.contains("yuv420p"))
        let crf = try #require(x264.options.first { $0.name == "crf" })
        #expect(crf.kind == .number)
        #expect(crf.least == -1)
        #expect(crf.greatest == nil)
        #expect(crf.standard == "-1")
        #expect(crf.domain == "a number of at least -1")
        let coder = try #require(x264.options.first { $0.name == "coder" })
        #expect(coder.constants.map(\.name).contains("cabac"))
        #expect(catalogue["aac"]?.kind == .audio)
        #expect(catalogue.common.contains { $0.name == "b" })
        #expect(catalogue["h264"] == nil)
    }
}
