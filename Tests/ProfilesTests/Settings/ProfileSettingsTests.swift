import Model
import Profiles
import Testing

/// The profile of a text that stands alone.
func read(_ text: String) throws(ConfigurationError) -> ReadProfile {
    try ProfileReading.read([ProfileSource(.file("tv.conf"), Array(text.utf8))], name: "tv")
}

@Suite("Settings of profiles")
struct ProfileSettingsTests {
    @Test("An empty profile is x264 in Matroska with all streams, and keeps the source")
    func empty() throws {
        let profile = try read("").profile
        var expected = EncodingProfile(
            name: "tv",
            recipe: EncodeRecipe(container: "matroska"),
            ending: "mkv",
            digest: profile.digest
        )
        expected.publication.source = .keep
        #expect(profile == expected)
    }

    @Test("Every key is taken over")
    func everyKey() throws {
        let text = """
            name = "Films # 1"            # for people
            description = It's "good"   # with a comment
            extends = none
            container = m4v
            slice = 12s
            on_damage = fail
            priority = -5
            hours = mon-fri 22:00-07:00, sat-sun
            nodes = arch:amd64 encoder:libx265 name:pi* !name:pi4
            tries = 3
            on_conflict = suffix
            source = move:done/old
            keep_times = no
            min_saving = 5%
            skip_if = video_codec=h264|hevc and height<=1080 or bitrate < 1.5M
            include = *.mkv 'two words/*' \\
              **/x?.mp4
            exclude = *sample*
            min_size = 150M
            """
        let profile = try read(text).profile
        #expect(profile.name == "Films # 1")
        #expect(profile.summary == #"It's "good""#)
        #expect(profile.recipe.container == "mp4")
        #expect(profile.ending == "m4v")
        #expect(profile.recipe.sliceMilliseconds == 12_000)
        #expect(profile.recipe.onDamage == .fail)
        #expect(profile.work == work)
        #expect(profile.publication == publication)
        #expect(profile.intake == intake)
    }

    private var work: WorkRules {
        var work = WorkRules()
        work.priority = -5
        work.hours = [
            WeeklyHours(days: [.mon, .tue, .wed, .thu, .fri], begin: 1_320, end: 420),
            WeeklyHours(days: [.sat, .sun], begin: 0, end: 0),
        ]
        work.nodes.terms = [
            .init(.arch, "amd64"), .init(.encoder, "libx265"), .init(.name, "pi*"),
            .init(.name, "pi4", isNegative: true),
        ]
        work.triesMax = 3
        return work
    }

    private var publication: PublicationRules {
        var publication = PublicationRules()
        publication.onConflict = .suffix
        publication.source = .move("done/old")
        publication.keepsTimes = false
        publication.percentSavedMin = 5
        return publication
    }

    private var intake: IntakeRules {
        var intake = IntakeRules()
        intake.include = ["*.mkv", "two words/*", "**/x?.mp4"]
        intake.exclude = ["*sample*"]
        intake.bytesMin = 157_286_400
        intake.skipIf = FilmCondition(alternatives: [
            [
                .init(.videoCodec, .equal, .words(["h264", "hevc"])),
                .init(.height, .atMost, .number(1_080)),
            ],
            [.init(.bitRate, .less, .number(1_500_000))],
        ])
        return intake
    }

    struct Window: Sendable {
        let text: String
        let days: Set<WeeklyHours.Day>
        let begin: Int
        let end: Int
    }

    static let windows = [
        Window(text: "22:00-07:00", days: Set(WeeklyHours.Day.allCases), begin: 1_320, end: 420),
        Window(text: "8:30-24:00", days: Set(WeeklyHours.Day.allCases), begin: 510, end: 0),
        Window(text: "00:00-24:00", days: Set(WeeklyHours.Day.allCases), begin: 0, end: 0),
        Window(text: "fri-mon", days: [.fri, .sat, .sun, .mon], begin: 0, end: 0),
        Window(text: "Tue thu 01:00-02:00", days: [.tue, .thu], begin: 60, end: 120),
        Window(text: "\"sun 01:00-02:00\"", days: [.sun], begin: 60, end: 120),
    ]

    @Test("Hours are times, days or both", arguments: windows)
    func hours(window: Window) throws {
        let hours = try read("hours = \(window.text)").profile.work.hours
        #expect(
            hours == [WeeklyHours(days: window.days, begin: window.begin, end: window.end)]
        )
    }

    @Test(
        "What comes of a source is one of four",
        arguments: [
            ("keep", .keep), ("delete", .delete), ("done-marker", .marker),
            ("move:done", .move("done")),
        ] as [(String, PublicationRules.SourceAction)]
    )
    func source(text: String, action: PublicationRules.SourceAction) throws {
        #expect(try read("source = \(text)").profile.publication.source == action)
    }

    @Test(
        "A condition reads each property in its own unit",
        arguments: [
            ("bitrate<800K", .bitRate, .number(800_000)), ("bitrate<6M", .bitRate, .number(6e6)),
            ("fps<30000/1001", .frameRate, .number(30_000.0 / 1_001)),
            ("fps<29.97", .frameRate, .number(29.97)), ("size<2G", .size, .number(2_147_483_648)),
            ("duration<1m30s", .duration, .number(90)), ("width<640", .width, .number(640)),
            ("bit_depth<10", .bitDepth, .number(10)),
        ] as [(String, FilmCondition.Property, FilmCondition.Value)]
    )
    func units(text: String, property: FilmCondition.Property, value: FilmCondition.Value) throws {
        let condition = try read("skip_if = \(text)").profile.intake.skipIf
        #expect(condition?.alternatives == [[.init(property, .less, value)]])
    }

    @Test("Containers of a condition may be written as endings")
    func containers() throws {
        let condition = try read("skip_if = container!=mkv|mp4").profile.intake.skipIf
        #expect(
            condition?.alternatives
                == [[.init(.container, .unequal, .words(["matroska", "mp4"]))]]
        )
    }

    @Test(
        "A file says of its parent what a lookup needs",
        arguments: [
            ("", nil), ("extends = none", .some(.none)),
            ("extends = ../a.conf", .file("../a.conf")),
            ("extends = 'a b.conf' # x", .file("a b.conf")),
            ("extends = builtin:default", .builtin("default")), ("extends = builtin:", nil),
            ("extends = a.conf b.conf", nil), ("[streams]\nextends = none", nil),
            ("extend = none", nil), ("-crf 20\nextends = none", .some(.none)),
        ] as [(String, ProfileExtends?)]
    )
    func extends(text: String, answer: ProfileExtends?) {
        let source = ProfileSource(.file("tv.conf"), Array(text.utf8))
        #expect(ProfileReading.extends(source) == answer)
    }
}
