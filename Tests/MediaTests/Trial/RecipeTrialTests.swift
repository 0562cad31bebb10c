import Media
import Model
import Testing

@Suite("Recipes that are tried")
struct RecipeTrialTests {
    @Test("Every word of a picture's options is judged", arguments: WrongRecipes.pictures)
    func pictures(wrong: WrongRecipes.Case) { check(wrong) }

    @Test("Every filter and its options are judged", arguments: WrongRecipes.filters)
    func filters(wrong: WrongRecipes.Case) { check(wrong) }

    @Test("Every word of the sound's options is judged", arguments: WrongRecipes.sounds)
    func sounds(wrong: WrongRecipes.Case) { check(wrong) }

    @Test("Good recipes pass", arguments: WrongRecipes.good)
    func good(recipe: EncodeRecipe) {
        #expect(RecipeTrial.complaints(about: recipe).map(\.sentence) == [])
    }

    private func check(_ wrong: WrongRecipes.Case) {
        let complaints = RecipeTrial.complaints(about: wrong.recipe)
        #expect(complaints.count == wrong.answers.count, "\(complaints.map(\.message))")
        for (complaint, answer) in zip(complaints, wrong.answers) {
            if answer.message.hasSuffix("…") {
                #expect(complaint.message.hasPrefix(answer.message.dropLast()))
            } else {
                #expect(complaint.message == answer.message)
            }
            #expect((complaint.kind == .lacking) == answer.isLacking)
            #expect((complaint.mark == .name) == answer.isAtName)
            guard case .piece(let piece, _) = complaint.mark else {
                #expect(answer.piece == nil)
                continue
            }
            #expect(piece == answer.piece)
        }
    }

    @Test("An encoder with a device that is not here is lacking, and its options still judged")
    func devices() throws {
        let complaints = RecipeTrial.complaints(
            about: WrongRecipes.video("h264_v4l2m2m", "-b 4M -presett 3")
        )
        #expect(complaints.first?.kind == .wrong)
        #expect(
            complaints.first?.message
                == "-presett: the encoder h264_v4l2m2m has no such option"
        )
        // Where there is such a device nothing is lacking.
        let other = complaints.dropFirst().allSatisfy { $0.kind == .lacking }
        #expect(other)
    }

    @Test("Everything wrong is told in one failure")
    func failure() throws {
        var recipe = WrongRecipes.video("libx264", "-presett slow -crf 99", filters: "scal=1:1")
        recipe.container = "mp4"
        recipe.containerOptions = [CodecOption("movflag", "1")]
        recipe.audio.mode = .encode("acc")
        let failure = try #require(MediaFailure(RecipeTrial.complaints(about: recipe)))
        #expect(failure.kind == .recipe)
        #expect(
            "\(failure)" == """
                cannot encode with these options: libavfilter has no filter "scal"; did you mean \
                "scale"?; -presett: the encoder libx264 has no such option; did you mean \
                "-preset"?; -crf takes a number from 0 to 51 with the encoder libx264, not "99"; \
                libavcodec has no encoder "acc"; did you mean "aac"?; -movflag: the container mp4 \
                has no such option; did you mean "-movflags"?
                """
        )
    }

    @Test("Each rendition of a ladder is tried with its own options")
    func ladder() {
        let base = WrongRecipes.video("libx264", "-preset veryfast", container: "hls")
        var profile = EncodingProfile(name: "web", recipe: base, ending: "m3u8", digest: "")
        var large = Ladder.Rendition(name: "1080p", video: base.video, audio: base.audio)
        large.height = 1_080
        var small = large
        small.name = "144p"
        small.height = 144
        small.video.options.append(CodecOption("crf", "88"))
        profile.ladder = Ladder(renditions: [large, small], segments: nil)
        let complaints = RecipeTrial.complaints(about: profile)
        #expect(complaints.map(\.rendition) == ["144p"])
        #expect(complaints.map(\.subject) == [.videoOption("crf")])
        let recipe = RecipeTrial.recipe(of: small, profile)
        #expect(recipe.container == "mp4")
        #expect(recipe.video.filters == "scale=-2:144")
    }
}

@Suite("Where complaints point")
struct RecipeComplaintTests {
    @Test("A piece is found again in what was written")
    func pieces() {
        let mark = RecipeComplaint.Mark.piece("crf", from: 4, in: "crf=crf")
        #expect(mark == .piece("crf", occurrence: 1))
        let written = Array(#"-x265-params "crf=crf""#.utf8)
        let value = written.firstRange(of: Array(#""crf=crf""#.utf8)) ?? 0..<0
        #expect(mark.range(in: written[value]) == 18..<21)
        #expect(RecipeComplaint.Mark.value.range(in: written[value]) == value)
        let changed = RecipeComplaint.Mark.piece("fps", occurrence: 3)
        #expect(changed.range(in: written[value]) == value)
        #expect(RecipeComplaint.Mark.piece("a", in: "b") == .value)
        #expect(RecipeComplaint.Mark.piece("", in: "b") == .value)
    }
}
