/// Times that are not as simple as a frame every so often from zero on.
extension TestMedia {
    /// Frames between 23 and 103 ms apart.
    public static let variableRateMKV = variableRate("variable-rate.mkv")
    public static let variableRate = variableRate("variable-rate.mp4")

    private static func variableRate(_ name: String) -> TestMedia {
        TestMedia(
            name,
            Facts(codec: "h264", seconds: 6, frames: 126, isCuttable: true),
            "\(Take.picture(6)) \(Take.tone(6)) -vf "
                + "select=mod(n\\,8)-3,settb=1/90000,setpts=PTS+mod(N*N\\,7)*400 "
                + "-fps_mode passthrough -enc_time_base 1/90000 \(Take.x264()) \(Take.aac) OUT"
        )
    }

    public static let film23976 = rate("23.976.mkv", "24000/1001", frames: 144)
    public static let film2997 = rate("29.97.mp4", "30000/1001", frames: 180)
    public static let film5994 = rate("59.94.mp4", "60000/1001", frames: 360)

    private static func rate(_ name: String, _ rate: String, frames: Int) -> TestMedia {
        TestMedia(
            name,
            Facts(codec: "h264", seconds: 6, frames: frames, isCuttable: true),
            "\(Take.picture(7, rate: rate)) -frames:v \(frames) \(Take.x264()) OUT"
        )
    }

    public static let startsAtTenTS = TestMedia(
        "starts-at-10.ts",
        h264.facts,
        from: h264,
        "-i IN -c copy -output_ts_offset 10 OUT"
    )

    public static let startsAtTenMKV = TestMedia(
        "starts-at-10.mkv",
        h264.facts,
        from: h264,
        "-i IN -c copy -output_ts_offset 10 OUT"
    )

    /// The 33 bits of its clock begin again at zero after two seconds.
    public static let wrapTS = TestMedia(
        "wrap.ts",
        Facts(codec: "h264", seconds: 6, frames: 144),
        from: h264,
        "-i IN -c copy -output_ts_offset 95440 OUT"
    )

    /// The film twice: in the middle time jumps back to the start.
    public static let timesJumpBack = TestMedia(
        "times-jump-back.ts",
        Facts(codec: "h264"),
        from: h264TS,
        "the bytes twice"
    ) { bytes in bytes += bytes }

    /// In the middle the pictures become larger.
    public static let sizeChanges = TestMedia(
        name: "size-changes.ts",
        facts: Facts(codec: "h264"),
        recipe: Recipe(
            ingredients: [h264TS],
            steps: [
                .ffmpeg(
                    "\(Take.picture(3, size: "192x144")) \(Take.tone(3)) \(Take.x264()) "
                        + "\(Take.aac) -output_ts_offset 6.1 tail.ts"
                ),
                .swift("the ingredient, then tail.ts") { workshop in
                    let tail = try Workshop.read(workshop.path("tail.ts"))
                    try workshop.write(try workshop.ingredient(0) + tail, to: workshop.output)
                },
            ]
        )
    )

    /// Cut without decoding, so it holds eight frames before its start that an edit list hides.
    public static let cutOffHead = TestMedia(
        "cut-off-head.mp4",
        Facts(codec: "h264", seconds: 4.67, frames: 112),
        from: h264,
        "-ss 1.3 -i IN -c copy OUT"
    )

    public static let soundLate = TestMedia(
        "sound-late.mp4",
        h264.facts,
        from: h264,
        "-itsoffset 0.5 -i IN -i IN -map 1:v -map 0:a -c copy OUT"
    )

    public static let soundEarly = TestMedia(
        "sound-early.mp4",
        h264.facts,
        from: h264,
        "-itsoffset 0.5 -i IN -i IN -map 0:v -map 1:a -c copy OUT"
    )

    public static let soundEarlyMKV = TestMedia(
        "sound-early.mkv",
        h264.facts,
        from: h264,
        "-itsoffset 0.5 -i IN -i IN -map 0:v -map 1:a -c copy OUT"
    )

    /// One hour at 23.976 frames in 360 groups of 240: tiny, and made in no time by copying one
    /// group again and again. All its groups show the same.
    public static let hour = TestMedia(
        "hour.mp4",
        Facts(codec: "h264", seconds: 3_603.6, frames: 86_400, isCuttable: true),
        "\(Take.picture(11, rate: "24000/1001", size: "64x48")) -frames:v 240 \(Take.x264(240)) "
            + "group.mp4",
        "-stream_loop 359 -i group.mp4 -c copy OUT"
    )
}

/// Flashes and beeps at the same moments near both ends, for `Judge.syncMarks`.
extension TestMedia {
    public static let syncMP4 = sync("sync.mp4", "aac -b:a 96k")
    public static let syncMKV = sync("sync.mkv", "flac")
    public static let syncTS = sync("sync.ts", "mp2 -b:a 128k")

    /// When, in seconds from the start: pictures 24 and 264 of a film at 23.976.
    public static let syncMoments = [24 * 1_001 / 24_000.0, 264 * 1_001 / 24_000.0]

    private static func sync(_ name: String, _ soundCodec: String) -> TestMedia {
        let (first, last) = (syncMoments[0], syncMoments[1])
        let heard = "between(t\\,\(first)\\,\(first + 0.1))+between(t\\,\(last)\\,\(last + 0.1))"
        return TestMedia(
            name,
            Facts(codec: "h264", seconds: 12.012, frames: 288, isCuttable: true),
            "-f lavfi -i color=c=black:s=160x120:r=24000/1001:d=12.012 "
                + "\(Take.tone(12, channels: "0.8*sin(2*PI*1000*(t-\(first)))*(\(heard))")) "
                + "-vf drawbox=t=fill:c=white:enable=between(mod(n\\,240)\\,24\\,25) "
                + "\(Take.x264()) -c:a \(soundCodec) OUT"
        )
    }
}
