import Model
import Profiles
import Testing

@Suite("Places of what the libraries say")
struct ProfileChecksTests {
    private let parent = """
        container = mp4
        [video]
        -c:v libx264 -preset medium
        [audio]
        -c:a aac -b:a 160k
        [mux]
        -movflags +faststrat
        """

    private let child = """
        # no container here
        [video +]
        -crf 20 -x264-params "subme=7:crff=20"
        -vf "scale=-2:'min(1080,ih)',yadfi"
        """

    private func read() throws -> ReadProfile {
        try ProfileReading.read(
            [
                ProfileSource(.file("in/profile.conf"), Array(parent.utf8)),
                ProfileSource(.file("in/tv/profile.conf"), Array(child.utf8)),
            ],
            name: "tv"
        )
    }

    private func text(_ complaint: RecipeComplaint) throws -> String {
        let problems = ProfileChecks.problems(of: [complaint], in: try read())
        return problems.map(\.description).joined(separator: "\n")
    }

    @Test("An option and its value are marked where they stand")
    func options() throws {
        #expect(
            try text(RecipeComplaint(.videoOption("crf"), .name, "no such option")) == """
                in/tv/profile.conf:3:1: no such option
                    3 | -crf 20 -x264-params "subme=7:crff=20"
                      | ^^^^
                """
        )
        #expect(
            try text(RecipeComplaint(.videoOption("crf"), "too low", remedy: "mend it")) == """
                in/tv/profile.conf:3:6: too low; mend it
                    3 | -crf 20 -x264-params "subme=7:crff=20"
                      |      ^^
                """
        )
    }

    @Test("A piece of a value is marked by itself, within its quotes")
    func pieces() throws {
        let setting = RecipeComplaint.Mark.piece("crff", in: "subme=7:crff=20")
        #expect(
            try text(RecipeComplaint(.videoOption("x264-params"), setting, "unknown")) == """
                in/tv/profile.conf:3:31: unknown
                    3 | -crf 20 -x264-params "subme=7:crff=20"
                      |                               ^^^^
                """
        )
        let filters = "scale=-2:'min(1080,ih)',yadfi"
        let filter = RecipeComplaint.Mark.piece("yadfi", in: filters)
        #expect(
            try text(RecipeComplaint(.videoFilters, filter, "no such filter")) == """
                in/tv/profile.conf:4:30: no such filter
                    4 | -vf "scale=-2:'min(1080,ih)',yadfi"
                      |                              ^^^^^
                """
        )
    }

    @Test("What is inherited is marked in the file it comes from")
    func inherited() throws {
        #expect(
            try text(RecipeComplaint(.videoEncoder, "no such encoder")) == """
                in/profile.conf:3:6: no such encoder
                    3 | -c:v libx264 -preset medium
                      |      ^^^^^^^
                """
        )
        let word = RecipeComplaint.Mark.piece("faststrat", in: "+faststrat")
        #expect(
            try text(RecipeComplaint(.containerOption("movflags"), word, "no such flag")) == """
                in/profile.conf:7:12: no such flag
                    7 | -movflags +faststrat
                      |            ^^^^^^^^^
                """
        )
        #expect(
            try text(RecipeComplaint(.audioOption("b"), "too little")) == """
                in/profile.conf:5:15: too little
                    5 | -c:a aac -b:a 160k
                      |               ^^^^
                """
        )
    }

    @Test("What nobody wrote is marked at the container")
    func unwritten() throws {
        let expected = """
            in/profile.conf:1:13: not so
                1 | container = mp4
                  |             ^^^
            """
        #expect(try text(RecipeComplaint(.pixelFormat, "not so")) == expected)
        #expect(try text(RecipeComplaint(.container, "not so")) == expected)
    }

    @Test("Without a container it is the profile as a whole")
    func whole() throws {
        let profile = try ProfileReading.read(
            [ProfileSource(.file("a.conf"), Array("[video]\n-crf 20".utf8))],
            name: "a"
        )
        let complaint = RecipeComplaint(.audioFilters, "not so")
        let problems = ProfileChecks.problems(of: [complaint], in: profile)
        #expect(problems.map(\.description) == ["a.conf: not so"])
    }

    @Test("Renditions are marked where each says it, and what they share once")
    func renditions() throws {
        let text = """
            container = hls
            [video]
            -c:v libx264 -preset slow
            [rendition 720p]
            height = 720
            -crf 33
            [rendition 144p]
            height = 144
            -crf 44
            """
        let profile = try ProfileReading.read(
            [ProfileSource(.file("web.conf"), Array(text.utf8))],
            name: "web"
        )
        let complaints = ["720p", "144p"].flatMap { name in
            [("crf", "too high"), ("preset", "too slow")].map { option, message in
                var complaint = RecipeComplaint(.videoOption(option), message)
                complaint.rendition = name
                return complaint
            }
        }
        let problems = ProfileChecks.problems(of: complaints, in: profile)
        #expect(
            problems.map(\.description) == [
                """
                web.conf:3:22: too slow
                    3 | -c:v libx264 -preset slow
                      |                      ^^^^
                """,
                """
                web.conf:6:6: too high
                    6 | -crf 33
                      |      ^^
                """,
                """
                web.conf:9:6: too high
                    9 | -crf 44
                      |      ^^
                """,
            ]
        )
    }
}
