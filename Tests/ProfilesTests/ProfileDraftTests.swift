import Model
import Testing

@testable import Profiles

@Suite("Places of what a recipe holds")
struct ProfileDraftTests {
    private static let text = """
        [video]
        -c:v libx265 -x265-params "crff=20:log-level=error" -q:v 3
        -vf yadif
        [audio]
        -c:a aac
        [rendition a]
        -crf 20 -b:a 64k
        """

    private func place(_ option: FFmpegOption?, of piece: String? = nil) throws -> String {
        let draft = try read(ProfileDraftTests.text).draft
        let option = try #require(option)
        let range = piece.map { draft.range(of: $0, in: option) } ?? option.range
        return draft.problem("here", at: range).description
    }

    @Test("An option of a rendition is its own, else that of all")
    func options() throws {
        let draft = try read(ProfileDraftTests.text).draft
        #expect(draft.option("crf", of: .video) == nil)
        #expect(draft.option("crf", of: .video, rendition: "a")?.value == "20")
        #expect(draft.option("b", of: .audio, rendition: "a")?.spelling == "-b:a")
        #expect(draft.option("filter", of: .video, rendition: "a")?.value == "yadif")
        #expect(draft.option("global_quality", of: .video)?.spelling == "-q:v")
        #expect(draft.option("c", of: .audio)?.value == "aac")
    }

    @Test("A piece of a value has its own place")
    func pieces() throws {
        let draft = try read(ProfileDraftTests.text).draft
        let option = draft.option("x265-params", of: .video)
        #expect(
            try place(option, of: "crff") == """
                tv.conf:2:28: here
                    2 | -c:v libx265 -x265-params "crff=20:log-level=error" -q:v 3
                      |                            ^^^^
                """
        )
        #expect(
            try place(option, of: "level") == """
                tv.conf:2:40: here
                    2 | -c:v libx265 -x265-params "crff=20:log-level=error" -q:v 3
                      |                                        ^^^^^
                """
        )
        #expect(
            try place(option, of: "nothing") == """
                tv.conf:2:27: here
                    2 | -c:v libx265 -x265-params "crff=20:log-level=error" -q:v 3
                      |                           ^^^^^^^^^^^^^^^^^^^^^^^^^
                """
        )
    }
}
