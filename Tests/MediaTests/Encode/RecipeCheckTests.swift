import Media
import Model
import Testing

@Suite("Checking a recipe")
struct RecipeCheckTests {
    @Test(
        "good ones pass",
        arguments: [
            EncodeRecipe.test(
                "libx264",
                [CodecOption("crf", "20"), CodecOption("preset", "slow")]
            ),
            .test("libx264", [CodecOption("b", "2M"), CodecOption("flags", "+loop")]),
            .test("libx265", [CodecOption("x265-params", "aq-mode=3:keyint=48")]),
            .test("ffv1", [CodecOption("level", "3")], filters: "scale=640:360,yadif"),
            .test("mpeg2video", filters: "crop=1920:800"),
            .test("libvpx-vp9", [CodecOption("row-mt", "1")], pixelFormat: "yuv420p"),
            .test("dnxhd", [CodecOption("b", "120M")], pixelFormat: "yuv422p"),
        ]
    )
    func goodOnesPass(recipe: EncodeRecipe) throws {
        try SliceEncoding.check(recipe)
    }

    @Test(
        "a wrong option is named with what is right",
        arguments: [
            (
                EncodeRecipe.test("libx264", [CodecOption("presett", "slow")]),
                """
                cannot set the option presett of the encoder libx264: it has no such option;\
                 did you mean preset?
                """
            ),
            (
                .test("libx264", [CodecOption("crf", "high")]),
                """
                cannot set the option crf of the encoder libx264 to high: it takes a number of at\
                 least -1
                """
            ),
            (
                .test("ffv1", [CodecOption("coder", "17")]),
                """
                cannot set the option coder of the encoder ffv1 to 17: it takes a whole\
                 number from -2 to 2, or one of
                """
            ),
            (
                .test("libx264", [CodecOption("coder", "cabca")]),
                """
                cannot set the option coder of the encoder libx264 to cabca: it takes a whole\
                 number from -1 to 1, or one of default, cavlc, cabac, vlc, ac; did you mean\
                 cabac?
                """
            ),
            (
                .test("ffv1", [CodecOption("flags", "+cgpo")]),
                "did you mean cgop?"
            ),
            (
                .test("libx264", [CodecOption("preset", "slwo")]),
                "cannot open the encoder libx264: "
            ),
            (
                .test("libx264", [CodecOption("x264-params", "subem=3")]),
                "cannot open the encoder libx264: libx264: Error parsing option"
            ),
            (
                .test("libx26"),
                """
                cannot find the encoder libx26: the installed libavcodec has none of\
                 that name; did you mean libx264?
                """
            ),
            (.test("aac"), "cannot encode video with aac: it is no encoder of video"),
            (
                .test("libx264", pixelFormat: "yuv402p"),
                "cannot encode yuv402p with libx264: the encoder does not take the pixel format:"
            ),
            (.test("libx264", filters: "scal=10:10"), "cannot read the filters scal=10:10: "),
            (
                .test("libx264", filters: "split"),
                "cannot use the filters split: they have not one input and one output"
            ),
        ] as [(EncodeRecipe, String)]
    )
    func wrongOnes(recipe: EncodeRecipe, words: String) throws {
        let message = failure(of: recipe)
        #expect(message.contains(words), "\(message)")
    }

    @Test("a wrong container and its wrong options are named")
    func containers() {
        var recipe = EncodeRecipe.test("libx264")
        recipe.container = "matroksa"
        #expect(
            failure(of: recipe)
                == """
                cannot write the container matroksa: the installed libavformat has none of that\
                 name; did you mean matroska?
                """
        )
        recipe.container = "mp4"
        recipe.containerOptions = [CodecOption("movflag", "+faststart")]
        #expect(
            failure(of: recipe)
                == """
                cannot set the option movflag of the container mp4: it has no such option;\
                 did you mean movflags?
                """
        )
        recipe.containerOptions = [CodecOption("movflags", "+faststrat")]
        #expect(failure(of: recipe).hasSuffix("; did you mean faststart?"))
    }

    private func failure(of recipe: EncodeRecipe) -> String {
        do {
            try SliceEncoding.check(recipe)
            return ""
        } catch { return "\(error)" }
    }

    @Test("the catalogue has the encoders with their options, ranges and words")
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
