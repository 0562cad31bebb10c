internal import Model
internal import Platform

/// Files that are no media, or that would make a careless reader open others.
extension TestMedia {
    public static let empty = trap("empty.mkv", "")
    public static let noise = TestMedia(
        name: "noise.mkv",
        facts: Facts(),
        recipe: Recipe(steps: [
            .swift("100,000 random bytes") { workshop in
                try workshop.write(Damage.randomBytes(100_000, seed: 3), to: workshop.output)
            }
        ])
    )

    /// A gigabyte of nothing, which takes no room on the disk.
    public static let sparse = TestMedia(
        name: "sparse.mkv",
        facts: Facts(),
        recipe: Recipe(steps: [
            .swift("1 GiB sparse") { workshop in
                let file = try OpenFile.create(workshop.path(workshop.output))
                try file.write([0], at: 1 << 30 - 1)
                try file.close()
            }
        ])
    )

    /// Playlists of a file that is none of the user's media, and of an address. Nothing listens at
    /// that address.
    public static let playlistOfPasswords = trap("passwords.m3u8", playlist("file:///etc/passwd"))
    public static let playlistOfAddress = trap(
        "address.m3u8",
        playlist("http://127.0.0.1:9/segment.ts")
    )
    /// The same under the names of films, since libav looks at the content first.
    public static let disguisedPlaylist = trap("playlist.mp4", playlist("file:///etc/passwd"))
    public static let disguisedConcat = trap("concat.mkv", "ffconcat version 1.0\nfile other.mp4\n")
    public static let session = trap(
        "session.sdp",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\n"
            + "a=rtpmap:96 H264/90000\n"
    )
    public static let disguisedSession = trap(
        "session.mp4",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\n"
    )
    public static let manifest = trap(
        "manifest.mpd",
        """
        <?xml version="1.0"?>
        <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"
            profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"
            mediaPresentationDuration="PT6S">
        <Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1000">
        <BaseURL>http://127.0.0.1:9/film.mp4</BaseURL>
        </Representation></AdaptationSet></Period></MPD>

        """
    )

    private static func playlist(_ segment: String) -> String {
        """
        #EXTM3U
        #EXT-X-VERSION:3
        #EXT-X-TARGETDURATION:6
        #EXTINF:6.0,
        \(segment)
        #EXT-X-ENDLIST

        """
    }

    private static func trap(_ name: String, _ text: String) -> TestMedia {
        TestMedia(
            name: name,
            facts: Facts(),
            recipe: Recipe(steps: [.swift(text) { try $0.write(text, to: $0.output) }])
        )
    }

    /// A name that is a pattern for other files, `picture-1.png` and so on beside it.
    public static let pattern = TestMedia(
        name: "picture-%d.png",
        facts: Facts(codec: "png", frames: 1),
        recipe: Recipe(steps: [
            .ffmpeg("\(Take.picture(1, rate: "4", size: "64x48")) picture-%d.png"),
            .swift("a file of the pattern's own name") { workshop in
                let first = try Workshop.read(workshop.path("picture-1.png"))
                try workshop.write(first, to: workshop.output)
            },
        ])
    )
}
