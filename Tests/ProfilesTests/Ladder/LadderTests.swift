import Model
import Profiles
import Testing

@Suite("Ladders of profiles")
struct LadderTests {
    private static let web = """
        container = hls
        slice = 48s
        [hls]
        segment = 6s
        playlist = event
        dash = yes
        [video]
        -c:v libx264 -preset veryfast -g {gop} -crf 23
        [audio]
        -c:a aac -ac 2
        [rendition 1080p]
        height = 1080
        fps_max = 30000/1001
        -b:v 5000k -b:a 192k
        [rendition 144p]
        height = 144
        -preset slow -crf 30 -c:a libopus
        """

    @Test("Renditions have what holds for all, with their own on it")
    func renditions() throws {
        let profile = try read(LadderTests.web).profile
        let ladder = try #require(profile.ladder)
        #expect(ladder.renditions.map(\.name) == ["1080p", "144p"])
        #expect(ladder.renditions[0].rateMax == Rational(30_000, 1_001))
        let options = ladder.renditions.map { $0.video.options.map { "\($0.name) \($0.value)" } }
        #expect(
            options == [
                ["preset veryfast", "g {gop}", "crf 23", "b 5000k"],
                ["g {gop}", "preset slow", "crf 30"],
            ]
        )
        #expect(ladder.renditions.map(\.audio.mode) == [.encode("aac"), .encode("libopus")])
        #expect(ladder.renditions[0].audio.options.map(\.value) == ["2", "192k"])
        #expect(profile.recipe.video.options.map(\.value) == ["veryfast", "{gop}", "23"])
    }

    @Test("Segments are as [hls] says, in MP4")
    func segments() throws {
        let profile = try read(LadderTests.web).profile
        var expected = Ladder.Segments()
        expected.milliseconds = 6_000
        expected.playlist = .event
        expected.hasDASH = true
        #expect(profile.ladder?.segments == expected)
        #expect(profile.recipe.container == "mp4")
        #expect(profile.ending == "hls")
    }

    @Test("DASH alone has no playlists of HLS, and a file for each rendition no segments")
    func others() throws {
        let dash = try read("container = dash\n[rendition a]").profile
        #expect(dash.ladder?.segments?.hasDASH == true)
        #expect(dash.ladder?.segments?.hasHLS == false)
        #expect(dash.ending == "dash")
        let files = try read("container = mp4\n[rendition a]").profile
        #expect(files.ladder?.renditions.count == 1)
        #expect(files.ladder?.segments == nil)
        #expect(files.ending == "ladder")
    }

    @Test("Segments that are inherited in vain are worth a note")
    func note() throws {
        let profile = try read(chain: [
            "container = hls\n[hls]\nsegment = 4s\n[rendition a]", "container = mkv",
        ])
        #expect(
            profile.notes.map(\.description) == [
                """
                a.conf:2:1: [hls] has no effect: the container is mkv; write container = hls
                    2 | [hls]
                      | ^^^^^
                """
            ]
        )
        #expect(profile.profile.ladder?.segments == nil)
    }

    @Test("Sound is encoded in the ways that have sections of their own")
    func sounds() throws {
        let profile = try read(
            """
            container = hls
            split_renditions = yes
            zip = yes
            [hls]
            segment_files = yes
            [audio]
            -c:a aac
            [audio stereo]
            -ac 2 -b:a 128k
            [audio surround]
            -c:a ac3 -ac 6
            [rendition a]
            """
        ).profile
        let ladder = try #require(profile.ladder)
        #expect(ladder.sounds.map(\.name) == ["stereo", "surround"])
        #expect(ladder.sounds.map(\.recipe.mode) == [.encode("aac"), .encode("ac3")])
        #expect(ladder.sounds[0].recipe.options.map(\.value) == ["2", "128k"])
        #expect(ladder.isSplit && ladder.hasArchive)
        #expect(ladder.segments?.areFiles == true)
    }

    @Test("Where streams say nothing of their sound it is AAC; files have it as it is")
    func usualSound() throws {
        let streams = try read("container = hls\n[rendition a]").profile
        #expect(streams.ladder?.renditions[0].audio.mode == .encode("aac"))
        let files = try read("container = mkv\n[rendition a]").profile
        #expect(files.ladder?.renditions[0].audio.mode == .copy)
    }

    @Test("A limited rate that is not repeatable is worth a note")
    func limits() throws {
        let text = "[video]\n-c:v libsvtav1 -crf 30\n[rendition a]\n-maxrate 2M"
        let notes = try read(text).notes.map(\.description)
        #expect(notes.count == 1)
        #expect(notes.first?.contains("not known to make the same bytes twice") == true)
        #expect(try read("[rendition a]\n-maxrate 2M -bufsize 3M").notes.isEmpty)
    }

    @Test("A ladder has an end")
    func tooMany() {
        let text = (0...Ladder.renditionsMax).map { "[rendition r\($0)]\n" }.joined()
        #expect(
            complaint(of: [("tv.conf", Array(text.utf8))]) == """
                tv.conf:33:1: there are more than 32 renditions
                   33 | [rendition r32]
                      | ^^^^^^^^^^^^^^^
                """
        )
    }
}
