import Model
import Profiles
import Testing

@Suite("Shipped profiles")
struct ShippedProfileTests {
    private func read(_ name: String) throws -> EncodingProfile {
        let source = try #require(Shipped.source(name))
        return try ProfileReading.read([source], name: "unnamed").profile
    }

    @Test("Each is read without a word of complaint", arguments: Shipped.names)
    func isClean(name: String) throws {
        let source = try #require(Shipped.source(name))
        let read = try ProfileReading.read([source], name: "unnamed")
        #expect(read.notes.isEmpty)
        #expect(read.profile.name == name)
        #expect(read.profile.summary == Shipped.summary(of: name))
        #expect(ProfileReading.extends(source) == ProfileExtends.none)
        #expect(read.profile.publication.source == .keep)
        #expect(read.profile.publication.onConflict == .fail)
        #expect(read.profile.work.hours.isEmpty)
    }

    struct Row: Sendable {
        let name: String
        let text: String
    }

    private static let deinterlace = "bwdif=mode=send_frame:deint=interlaced"
    private static let even = deinterlace + ",crop=trunc(iw/2)*2:trunc(ih/2)*2"

    private static let layouts = "aformat=channel_layouts=mono|stereo|5.1"

    private static let rows = [
        Row(
            name: "default",
            text: """
                film.mkv (matroska)
                picture  libx264 preset=medium crf=20 pixels:yuv420p filters:\(even)
                sound    aac filters:\(layouts)
                """
        ),
        Row(
            name: "hevc-10bit",
            text: """
                film.mkv (matroska)
                picture  libx265 preset=slow crf=21 x265-params=aq-mode=3 pixels:yuv420p10le \
                filters:\(even)
                sound    copy
                """
        ),
        Row(
            name: "av1-svt",
            text: """
                film.mkv (matroska)
                picture  libsvtav1 preset=6 crf=30 g=240 svtav1-params=tune=0 pixels:yuv420p10le \
                filters:\(even)
                sound    libopus
                """
        ),
        Row(
            name: "vp9-webm",
            text: """
                film.webm (webm)
                picture  libvpx-vp9 crf=31 b=0 deadline=good cpu-used=2 g=240 pixels:yuv420p \
                filters:\(deinterlace)
                sound    libopus
                """
        ),
        Row(
            name: "small-for-phones",
            text: """
                film.mp4 (mp4)
                picture  libx264 preset=slow crf=24 pixels:yuv420p filters:\(deinterlace),\
                scale=w='if(gt(iw,ih),-2,trunc(min(720,iw)/2)*2)':\
                h='if(gt(iw,ih),trunc(min(720,ih)/2)*2,-2)'
                sound    aac ac=2 b=128k
                mux      movflags=+faststart
                """
        ),
        Row(
            name: "archive",
            text: """
                film.mkv (matroska)
                picture  ffv1 level=3 slicecrc=1 slices=24 g=1 coder=range_tab context=1
                sound    flac compression_level=8
                """
        ),
        Row(
            name: "audio-only",
            text: """
                film.m4a (mp4)
                picture  drop
                sound    aac filters:\(layouts)
                subtitles dropped
                mux      movflags=+faststart
                """
        ),
        Row(
            name: "remux-only",
            text: """
                film.mkv (matroska)
                picture  copy
                sound    copy
                """
        ),
        Row(
            name: "h264-raspberry-pi",
            text: """
                film.mkv (matroska)
                picture  h264_v4l2m2m b=5M g=250 num_capture_buffers=16 pixels:yuv420p \
                filters:\(deinterlace),\
                scale=w='trunc(min(1,min(1920/iw,1080/ih))*iw/2)*2':\
                h='trunc(min(1,min(1920/iw,1080/ih))*ih/2)*2'
                sound    aac filters:\(layouts)
                """
        ),
        Row(
            name: "web-ladder",
            text: """
                film.hls (mp4)
                picture  libx264 preset=medium crf=22 g={gop} keyint_min={gop} sc_threshold=0 \
                pixels:yuv420p filters:\(deinterlace)
                sound    aac ac=2 b=128k
                """
        ),
    ]

    @Test("Each makes what it says", arguments: rows)
    func makes(row: Row) throws {
        let profile = try read(row.name)
        #expect(RecipeText.text(profile) == row.text)
    }

    @Test("There is a row for each")
    func rowsAreWhole() {
        #expect(ShippedProfileTests.rows.map(\.name) == Shipped.names)
    }

    @Test("Those that need a kind of machine say so")
    func nodes() throws {
        #expect(try read("av1-svt").work.nodes.terms == [.init(.arch, "amd64")])
        #expect(
            try read("h264-raspberry-pi").work.nodes.terms == [.init(.encoder, "h264_v4l2m2m")]
        )
        for name in Shipped.names where !["av1-svt", "h264-raspberry-pi"].contains(name) {
            let terms = try read(name).work.nodes.terms
            #expect(terms.isEmpty)
        }
    }

    @Test("An archive takes no picture that had to be guessed")
    func archive() throws {
        #expect(try read("archive").recipe.onDamage == .fail)
        #expect(try read("default").recipe.onDamage == .conceal)
    }

    @Test("The ladder's renditions share their key frames, and each has a limit of its own")
    func ladder() throws {
        let profile = try read("web-ladder")
        let ladder = try #require(profile.ladder)
        let segments = try #require(ladder.segments)
        #expect(segments.milliseconds == 4_000)
        #expect(segments.playlist == .vod)
        #expect(segments.hasHLS && !segments.hasDASH)
        #expect(profile.recipe.sliceMilliseconds % segments.milliseconds == 0)
        let shown = ladder.renditions.map { rendition in
            let own = rendition.video.options.filter { ["maxrate", "bufsize"].contains($0.name) }
            let sound = rendition.audio.options.first { $0.name == "b" }?.value ?? ""
            return "\(rendition.name) \(rendition.height ?? 0) "
                + own.map(\.value).joined(separator: " ") + " \(sound)"
        }
        #expect(
            shown == [
                "1080p 1080 5M 7500k 128k", "720p 720 2800k 4200k 128k",
                "480p 480 1400k 2100k 128k", "144p 144 200k 300k 64k",
            ]
        )
        for rendition in ladder.renditions {
            let common = rendition.video.options.filter {
                $0.name == "g" || $0.name == "keyint_min"
            }
            #expect(common.map(\.value) == ["{gop}", "{gop}"])
        }
    }
}
