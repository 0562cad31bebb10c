/// H.264 in the forms in which its groups of pictures come.
extension TestMedia {
    private static let sixSeconds = Facts(
        codec: "h264",
        seconds: 6,
        frames: 144,
        isCuttable: true
    )

    /// An IDR picture every second; B-pictures never reach over it.
    public static let h264 = TestMedia(
        "h264.mp4",
        sixSeconds,
        "\(Take.picture(6)) \(Take.tone(6)) \(Take.x264()) \(Take.aac) OUT"
    )

    public static let h264MKV = TestMedia("h264.mkv", sixSeconds, from: h264, "-i IN -c copy OUT")
    public static let h264TS = TestMedia("h264.ts", sixSeconds, from: h264, "-i IN -c copy OUT")

    /// Its index comes first, so a file that is cut short still says how long it was.
    public static let h264FastStart = TestMedia(
        "h264-fast-start.mp4",
        sixSeconds,
        from: h264,
        "-i IN -c copy -movflags +faststart OUT"
    )

    public static let h264Fragments = TestMedia(
        "h264-fragments.mp4",
        sixSeconds,
        from: h264,
        "-i IN -c copy -movflags frag_keyframe+empty_moov OUT"
    )

    /// Without the table of key frames, which means that every picture is one. It lies, and libav
    /// looks into the pictures instead.
    public static let h264NoKeyTable = TestMedia(
        "h264-no-key-table.mp4",
        Facts(codec: "h264", seconds: 6, frames: 144),
        from: h264,
        "hide stss"
    ) { bytes in
        var file = BoxFile(bytes: bytes)
        try file.hide(["moov", "trak", "mdia", "minf", "stbl", "stss"])
        bytes = file.bytes
    }

    /// Recovery points that pictures shown before them refer beyond.
    public static let h264OpenGOP = openGOP("h264-open-gop.mp4")
    /// Encoded as such: a copy of the one above would have parameter sets at its start only.
    public static let h264OpenGOPTS = openGOP("h264-open-gop.ts")

    private static func openGOP(_ name: String) -> TestMedia {
        TestMedia(
            name,
            sixSeconds,
            "\(Take.picture(6)) \(Take.tone(6)) "
                + "\(Take.x264(24, "open-gop=1:bframes=3:b-pyramid=normal")) \(Take.aac) OUT"
        )
    }

    /// Both fields in one picture, of which macroblocks take the fields apart (MBAFF).
    public static let h264Interlaced = TestMedia(
        "h264-interlaced.mp4",
        Facts(codec: "h264", seconds: 6, frames: 150, isCuttable: true),
        "\(Take.picture(6, rate: "50")) -vf interlace=scan=tff "
            + "\(Take.x264(25, "open-gop=0:bframes=3:tff=1")) -flags +ilme+ildct OUT"
    )

    public static let h264InterlacedOpenGOP = TestMedia(
        "h264-interlaced-open-gop.mp4",
        Facts(codec: "h264", seconds: 6, frames: 150, isCuttable: true),
        "\(Take.picture(6, rate: "50")) -vf interlace=scan=bff "
            + "\(Take.x264(25, "open-gop=1:bframes=3:bff=1")) -flags +ilme+ildct OUT"
    )

    /// Each field is a picture and a packet of its own (PAFF), so there are twice as many packets
    /// as frames.
    public static let h264FieldPictures = TestMedia(
        name: "h264-field-pictures.ts",
        facts: Facts(codec: "h264", seconds: 2.88, frames: 72, isCuttable: true),
        recipe: Recipe(steps: [
            .swift("72 frames in fields 1") { workshop in
                try workshop.write(FieldPictures.stream(frames: 72), to: "fields.h264")
            },
            .ffmpeg("-f h264 -framerate 25 -i fields.h264 -c copy OUT"),
        ])
    )

    public static let h264StrictPyramid = TestMedia(
        "h264-strict-pyramid.mp4",
        sixSeconds,
        "\(Take.picture(6)) \(Take.x264(24, "bframes=5:b-pyramid=strict:b-adapt=0:ref=4")) OUT"
    )

    public static let h264Pyramid = TestMedia(
        "h264-pyramid.mp4",
        sixSeconds,
        "\(Take.picture(6)) \(Take.x264(24, "bframes=5:b-pyramid=normal:b-adapt=0:ref=4")) OUT"
    )

    /// One IDR picture at the start; later a column of fresh blocks wanders over the picture.
    public static let h264IntraRefresh = TestMedia(
        "h264-intra-refresh.mp4",
        Facts(codec: "h264", seconds: 6, frames: 144, isCuttable: false),
        "\(Take.picture(6)) \(Take.x264(24, "intra-refresh=1:bframes=0")) OUT"
    )
}
