/// Files with more in them than a picture and a sound.
extension TestMedia {
    public static let twoVideos = TestMedia(
        "two-videos.mp4",
        h264.facts,
        from: h264,
        "-i IN \(Take.picture(6, rate: "12", size: "96x64")) -map 0:v -map 1:v -map 0:a "
            + "-c copy -c:v:1 libx264 -preset veryfast -threads 1 -g 12 OUT"
    )

    public static let coverMP4 = TestMedia(
        "cover.mp4",
        h264.facts,
        from: h264,
        cover,
        "-i IN -i cover.png -map 0 -map 1 -c copy -disposition:v:1 attached_pic OUT"
    )

    public static let coverMKV = TestMedia(
        "cover.mkv",
        h264.facts,
        from: h264,
        cover,
        "-i IN -attach cover.png -metadata:s:t mimetype=image/png "
            + "-metadata:s:t filename=cover.png -c copy OUT"
    )

    private static let cover = "\(Take.picture(1, size: "64x64")) -frames:v 1 cover.png"

    /// Everything that Matroska holds: three subtitles, two of them styled with a font, chapters,
    /// tags, languages and dispositions.
    public static let richMKV = TestMedia(
        name: "rich.mkv",
        facts: h264.facts,
        recipe: Recipe(
            ingredients: [h264],
            steps: [
                writeTexts,
                .ffmpeg(
                    "-i IN \(Take.tone(6, channels: "0.2*sin(500*t)")) -i text.srt -i styled.ass "
                        + "-i chapters.txt "
                        + "-map 0:v -map 0:a -map 1:a -map 2 -map 3 -map_metadata 4 "
                        + "-c copy -c:a:1 libopus -b:a:1 32k -attach font.ttf "
                        + "-metadata:s:t mimetype=application/x-truetype-font "
                        + "-metadata:s:v \"title=The picture\" -metadata:s:a:0 language=deu "
                        + "-metadata:s:a:1 language=jpn -metadata:s:a:1 title=Kommentar "
                        + "-metadata:s:s:0 language=fra -metadata:s:s:1 language=eng "
                        + "-disposition:a:0 default -disposition:a:1 comment "
                        + "-disposition:s:0 forced -disposition:s:1 hearing_impaired OUT"
                ),
            ]
        )
    )

    /// Everything that MP4 holds.
    public static let richMP4 = TestMedia(
        name: "rich.mp4",
        facts: h264.facts,
        recipe: Recipe(
            ingredients: [h264],
            steps: [
                writeTexts,
                .ffmpeg(
                    "-i IN \(Take.tone(6, channels: "0.2*sin(500*t)")) -i text.srt -i chapters.txt "
                        + "-map 0:v -map 0:a -map 1:a -map 2 -map_metadata 3 "
                        + "-c copy -c:a:1 ac3 -b:a:1 96k -c:s mov_text "
                        + "-metadata:s:a:0 language=deu -metadata:s:a:1 language=jpn "
                        + "-metadata:s:s:0 language=fra -disposition:a:0 default "
                        + "-disposition:a:1 0 OUT"
                ),
            ]
        )
    )

    public static let webVTT = TestMedia(
        name: "webvtt.webm",
        facts: vp9.facts,
        recipe: Recipe(
            ingredients: [vp9],
            steps: [
                writeTexts,
                .ffmpeg(
                    "-i IN -i text.srt -map 0 -map 1 -c copy -c:s webvtt "
                        + "-metadata:s:s language=fra OUT"
                ),
            ]
        )
    )

    private static let writeTexts = Recipe.Step.swift("texts, chapters and a font 2") { workshop in
        try workshop.write(srt, to: "text.srt")
        try workshop.write(ass, to: "styled.ass")
        try workshop.write(chapters, to: "chapters.txt")
        try workshop.write(Damage.randomBytes(3_000, seed: 1), to: "font.ttf")
    }

    private static let srt = """
        1
        00:00:00,500 --> 00:00:01,700
        Première ligne

        2
        00:00:03,000 --> 00:00:05,250
        <i>Seconde</i> ligne


        """

    private static let ass = """
        [Script Info]
        ScriptType: v4.00+
        PlayResX: 160
        PlayResY: 120

        [V4+ Styles]
        Format: Name, Fontname, Fontsize, PrimaryColour, Alignment
        Style: Default,Test,20,&H00FFFFFF,2

        [Events]
        Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
        Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\b1}First{\\b0} line
        Dialogue: 1,0:00:01.50,0:00:04.00,Default,,0,0,0,,Over it

        """

    private static let chapters = """
        ;FFMETADATA1
        title=A film with everything
        artist=Nobody
        comment=Two lines\\
        of comment
        [CHAPTER]
        TIMEBASE=1/1000
        START=0
        END=2000
        title=Beginning
        [CHAPTER]
        TIMEBASE=1/1000
        START=2000
        END=6000
        title=Ende

        """

    /// Subtitles as pictures, as on Blu-ray discs and as on DVDs.
    public static let bitmapSubtitles = TestMedia(
        name: "bitmap-subtitles.mkv",
        facts: h264.facts,
        recipe: Recipe(
            ingredients: [h264],
            steps: [
                writeBitmaps,
                .ffmpeg(
                    "-i IN \(bitmaps) \(bitmaps) -map 0 -map 1 -map 2 -c copy -c:s:1 dvdsub "
                        + "-metadata:s:s:0 language=deu -metadata:s:s:1 language=eng OUT"
                ),
            ]
        )
    )

    /// Subtitles as pictures, as on air.
    public static let dvbSubtitles = TestMedia(
        name: "dvb-subtitles.ts",
        facts: h264.facts,
        recipe: Recipe(
            ingredients: [h264],
            steps: [
                writeBitmaps,
                .ffmpeg(
                    "-i IN \(bitmaps) -map 0 -map 1 -c copy -c:s dvbsub "
                        + "-metadata:s:s:0 language=deu OUT"
                ),
            ]
        )
    )

    /// What shows a picture says not for how long; ffmpeg reads that from what hides it, if asked
    /// to. It also begins a file at zero, hence the offset.
    private static let bitmaps = "-itsoffset 0.5 -fix_sub_duration -i bitmap.sup"

    private static let writeBitmaps = Recipe.Step.swift("bitmap.sup 1") { workshop in
        var subtitles = BitmapSubtitles()
        subtitles.show(from: 0.5, to: 1.5)
        subtitles.show(from: 2, to: 3)
        subtitles.show(from: 4.5, to: 5.5)
        try workshop.write(subtitles.bytes, to: "bitmap.sup")
    }

    /// Sound of six kinds, one of them with six channels.
    public static let manySounds = TestMedia(
        "many-sounds.mkv",
        Facts(codec: "h264", seconds: 4, frames: 96, isCuttable: true),
        "\(Take.picture(4)) \(Take.tone(4, channels: "0.2*sin(500*t)|0.2*sin(600*t)")) "
            + "\(Take.tone(4, channels: sixChannels)) -map 0 -map 2 -map 1 -map 1 -map 1 -map 1 "
            + "-map 1 \(Take.x264()) -c:a:0 ac3 -b:a:0 192k -c:a:1 aac -c:a:2 libopus -c:a:3 flac "
            + "-c:a:4 libmp3lame -c:a:5 pcm_s16le -b:a:1 64k -b:a:2 32k -b:a:4 64k OUT"
    )

    private static let sixChannels =
        "0.1*sin(300*t)|0.1*sin(400*t)|0.1*sin(500*t)|0.1*sin(60*t)|0.1*sin(600*t)|0.1*sin(700*t)"
        + ":c=5.1"

    public static let soundOnly = TestMedia(
        "sound-only.m4a",
        Facts(codec: "aac", seconds: 3),
        "\(Take.tone(3)) \(Take.aac) OUT"
    )

    /// With a track of time code, which is data.
    public static let timecode = TestMedia(
        "timecode.mov",
        h264.facts,
        from: h264,
        "-i IN -c copy -timecode 01:00:00:00 OUT"
    )

    /// Closed captions in the pictures of H.264.
    public static let captionsH264 = captions(
        "captions-h264.mp4",
        codec: "h264",
        "\(Take.x264()) -a53cc 1"
    )

    /// Closed captions in the pictures of MPEG-2.
    public static let captionsMPEG2 = captions(
        "captions-mpeg2.ts",
        codec: "mpeg2video",
        "-c:v mpeg2video -threads 1 -b:v 600k -g 15 -bf 2 -a53cc 1"
    )

    /// The encoders take captions over from decoded frames only, so a first stream is made, and the
    /// captions put into it by hand.
    private static func captions(_ name: String, codec: String, _ encoder: String) -> TestMedia {
        TestMedia(
            name: name,
            facts: Facts(codec: codec, seconds: 6, frames: 144, isCuttable: true),
            recipe: Recipe(steps: [
                .ffmpeg("\(Take.picture(6)) \(Take.x264(24, "bframes=0")) plain.h264"),
                .swift("insert captions 1") { workshop in
                    let plain = try Workshop.read(workshop.path("plain.h264"))
                    try workshop.write(
                        Captions.insert("CAPTIONS MUST NOT BE LOST ", into: plain),
                        to: "captions.h264"
                    )
                },
                .ffmpeg("-framerate 24 -i captions.h264 \(encoder) OUT"),
            ])
        )
    }
}
