import Model
import TestKit
import Testing

@Suite("Test media with many streams")
struct StreamFixtureTests {
    @Test(
        "the streams are as named",
        arguments: [
            (TestMedia.twoVideos, "h264 h264 aac"), (.coverMP4, "h264 aac png"),
            (.coverMKV, "h264 aac png"), (.richMKV, "h264 aac opus subrip ass ttf"),
            (.richMP4, "h264 aac ac3 mov_text bin_data"), (.webVTT, "vp9 opus webvtt"),
            (.bitmapSubtitles, "h264 aac hdmv_pgs_subtitle dvd_subtitle"),
            (.dvbSubtitles, "h264 aac dvb_subtitle"),
            (.manySounds, "h264 ac3 aac opus flac mp3 pcm_s16le"), (.soundOnly, "aac"),
        ]
    )
    func codecs(media: TestMedia, expected: String) throws {
        let inventory = try Judge.inventory(of: try media.file())
        #expect(inventory.values("codec_name").map { $0 ?? "-" }.joined(separator: " ") == expected)
    }

    @Test("covers are pictures that are attached")
    func covers() throws {
        for media in [TestMedia.coverMP4, .coverMKV] {
            let videos = try Judge.inventory(of: try media.file()).videos
            #expect(videos.map { $0["disposition.attached_pic"] } == ["0", "1"], "\(media)")
        }
    }

    @Test("tags, languages, dispositions and chapters are there")
    func rich() throws {
        let mkv = try Judge.inventory(of: try TestMedia.richMKV.file())
        #expect(mkv.format["tags.title"] == "A film with everything")
        #expect(mkv.chapters.map { $0["tags.title"] } == ["Beginning", "Ende"])
        #expect(mkv.chapters[1]["start_time"] == "2.000000")
        #expect(mkv.values("tags.language") == [nil, "deu", "jpn", "fra", "eng", nil])
        #expect(mkv.streams[0]["tags.title"] == "The picture")
        #expect(mkv.streams[2]["disposition.comment"] == "1")
        #expect(mkv.streams[3]["disposition.forced"] == "1")
        #expect(mkv.streams[4]["disposition.hearing_impaired"] == "1")
        #expect(mkv.streams[5]["tags.filename"] == "font.ttf")

        let mp4 = try Judge.inventory(of: try TestMedia.richMP4.file())
        #expect(mp4.format["tags.title"] == "A film with everything")
        #expect(mp4.chapters.map { $0["tags.title"] } == ["Beginning", "Ende"])
        #expect(mp4.sounds.map { $0["tags.language"] } == ["deu", "jpn"])
        #expect(mp4.subtitles.map { $0["tags.language"] } == ["fra"])
    }

    @Test("subtitles are shown three times, as pictures in three formats, and twice as text")
    func subtitles() throws {
        func shown(_ media: TestMedia, _ stream: String) throws -> [Int64] {
            let events = try Judge.subtitles(of: try media.file(), stream: stream)
            let times = events.filter { $0.count > 0 }.map(\.time)
            // To tenths of a second: containers have different delays.
            return times.map { ($0 - (times.first ?? 0)) / 100_000 }
        }
        #expect(try shown(.bitmapSubtitles, "s:0") == [0, 15, 40])
        #expect(try shown(.bitmapSubtitles, "s:1") == [0, 15, 40])
        #expect(try shown(.dvbSubtitles, "s:0") == [0, 15, 40])
        #expect(try shown(.richMKV, "s:0") == [0, 25])
        #expect(try shown(.richMKV, "s:1") == [0, 5])
    }

    @Test("six tracks of sound have their channels, and time code is data")
    func sounds() throws {
        let inventory = try Judge.inventory(of: try TestMedia.manySounds.file())
        #expect(inventory.sounds.map { $0["channels"] } == ["6", "2", "2", "2", "2", "2"])
        for number in 0..<6 {
            let sound = try Judge.sound(of: try TestMedia.manySounds.file(), stream: "a:\(number)")
            #expect(sound.complaints == [])
            #expect(abs(sound.sampleCount - 192_000) < 3_000, "track \(number)")
        }
        let timecode = try Judge.inventory(of: try TestMedia.timecode.file())
        #expect(timecode.streams(ofType: "data").map { $0["codec_tag_string"] } == ["tmcd"])
        #expect(timecode.streams(ofType: "data").first?["tags.timecode"] == "01:00:00:00")
    }
}
