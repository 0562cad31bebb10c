/// Codecs with groups of pictures, besides H.264.
extension TestMedia {
    /// x265 as it is by default: open groups of pictures, whose leading pictures (RASL) cannot be
    /// decoded without the group before.
    public static let hevc = hevc("hevc.mp4", "open-gop=1")
    public static let hevcMKV = TestMedia("hevc.mkv", hevc.facts, from: hevc, "-i IN -c copy OUT")
    public static let hevcTS = TestMedia("hevc.ts", hevc.facts, from: hevc, "-i IN -c copy OUT")
    public static let hevcClosedGOP = hevc("hevc-closed-gop.mp4", "open-gop=0")
    /// IDR pictures with leading pictures that can be decoded (RADL).
    public static let hevcRADL = hevc("hevc-radl.mp4", "open-gop=0:radl=2")

    private static func hevc(_ name: String, _ options: String) -> TestMedia {
        TestMedia(
            name,
            Facts(codec: "hevc", seconds: 6, frames: 144, isCuttable: true),
            "\(Take.picture(6)) \(Take.tone(6)) \(Take.x265(24, options)) \(Take.aac) OUT"
        )
    }

    /// MPEG-2 as on air: open groups of 15 pictures in a transport stream.
    public static let mpeg2TS = TestMedia(
        "mpeg2.ts",
        Facts(codec: "mpeg2video", seconds: 6, frames: 150, isCuttable: true),
        "\(Take.picture(6, rate: "25")) \(Take.tone(6)) \(mpeg2) OUT"
    )

    /// The same in a program stream, where not every packet has a time.
    public static let mpeg2PS = TestMedia(
        "mpeg2.mpg",
        Facts(codec: "mpeg2video", seconds: 6, frames: 150),
        "\(Take.picture(6, rate: "25")) \(Take.tone(6)) \(mpeg2) OUT"
    )

    public static let mpeg2Interlaced = TestMedia(
        "mpeg2-interlaced.ts",
        Facts(codec: "mpeg2video", seconds: 6, frames: 150, isCuttable: true),
        "\(Take.picture(6, rate: "50")) \(Take.tone(6)) -vf interlace=scan=tff "
            + "-flags +ilme+ildct \(mpeg2) OUT"
    )

    private static let mpeg2 =
        "-c:v mpeg2video -threads 1 -b:v 600k -g 15 -bf 2 -c:a mp2 -b:a 64k"

    public static let av1 = TestMedia(
        "av1.mp4",
        Facts(codec: "av1", seconds: 4, frames: 96, isCuttable: true),
        "\(Take.picture(4)) \(Take.tone(4)) -c:v libsvtav1 -preset 10 -crf 45 -g 24 "
            + "-c:a libopus -b:a 32k OUT"
    )

    /// By another encoder, which hides more frames.
    public static let av1AOM = TestMedia(
        "av1-aom.mkv",
        Facts(codec: "av1", seconds: 3, frames: 72, isCuttable: true),
        "\(Take.picture(3)) -c:v libaom-av1 -cpu-used 8 -lag-in-frames 16 -g 24 -b:v 200k OUT"
    )

    /// With alternative reference frames, which are never shown.
    public static let vp9 = TestMedia(
        "vp9.webm",
        Facts(codec: "vp9", seconds: 4, frames: 96, isCuttable: true),
        "\(Take.picture(4)) \(Take.tone(4)) -c:v libvpx-vp9 \(libvpx) -c:a libopus -b:a 32k OUT"
    )

    public static let vp8 = TestMedia(
        "vp8.webm",
        Facts(codec: "vp8", seconds: 4, frames: 96, isCuttable: true),
        "\(Take.picture(4)) \(Take.tone(4)) -c:v libvpx \(libvpx) -c:a libvorbis OUT"
    )

    private static let libvpx =
        "-threads 1 -cpu-used 5 -deadline good -auto-alt-ref 1 -lag-in-frames 16 -b:v 300k -g 24"

    public static let mpeg4 = TestMedia(
        "mpeg4.mkv",
        Facts(codec: "mpeg4", seconds: 6, frames: 144, isCuttable: true),
        "\(Take.picture(6)) \(Take.tone(6)) \(asp) -c:a libmp3lame -b:a 64k OUT"
    )

    public static let mpeg4MP4 = TestMedia(
        "mpeg4.mp4",
        mpeg4.facts,
        "\(Take.picture(6)) \(asp) OUT"
    )

    /// AVI has no times of presentation, so the B-pictures have none.
    public static let mpeg4AVI = TestMedia(
        "mpeg4.avi",
        Facts(codec: "mpeg4", seconds: 6, frames: 144),
        "\(Take.picture(6)) \(Take.tone(6)) \(asp) -c:a libmp3lame -b:a 64k OUT"
    )

    private static let asp = "-c:v mpeg4 -threads 1 -q:v 5 -g 24 -bf 2"

    public static let wmv = old("wmv2.asf", "wmv2", "-c:v wmv2 -b:v 300k")
    public static let theora = old("theora.ogg", "theora", "-c:v libtheora -q:v 5")
    public static let flv = old("flv1.flv", "flv1", "-c:v flv1 -b:v 300k")

    private static func old(_ name: String, _ codec: String, _ encoder: String) -> TestMedia {
        TestMedia(
            name,
            Facts(codec: codec, seconds: 4, frames: 96),
            "\(Take.picture(4)) \(encoder) -g 24 OUT"
        )
    }
}
