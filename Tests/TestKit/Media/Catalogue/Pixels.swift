/// Sizes, depths, colours and shapes of pictures.
extension TestMedia {
    public static let odd420 = TestMedia(
        "odd-420.mkv",
        Facts(codec: "mpeg4", seconds: 3, frames: 72, isCuttable: true),
        "\(Take.picture(3, size: "162x120")) -vf crop=161:119:exact=1 -c:v mpeg4 -threads 1 "
            + "-g 24 -bf 2 -q:v 5 OUT"
    )

    public static let odd444 = TestMedia(
        "odd-444.mkv",
        Facts(codec: "h264", seconds: 3, frames: 72, isCuttable: true),
        "\(Take.picture(3, size: "162x120")) -vf format=yuv444p,crop=161:119 \(Take.x264()) OUT"
    )

    public static let h264High10 = h264("h264-10-bit.mp4", "yuv420p10le")
    public static let h264High422 = h264("h264-422.mkv", "yuv422p")
    public static let h264High444 = h264("h264-444.mkv", "yuv444p")

    private static func h264(_ name: String, _ format: String) -> TestMedia {
        TestMedia(
            name,
            Facts(codec: "h264", seconds: 3, frames: 72, isCuttable: true),
            "\(Take.picture(3)) -pix_fmt \(format) \(Take.x264()) OUT"
        )
    }

    public static let h264RGB = TestMedia(
        "h264-rgb.mkv",
        Facts(codec: "h264", seconds: 3, frames: 72, isCuttable: true),
        "\(Take.picture(3)) -c:v libx264rgb -preset veryfast -threads 1 -pix_fmt rgb24 -g 24 OUT"
    )

    public static let hevc10 = TestMedia(
        "hevc-10-bit.mp4",
        Facts(codec: "hevc", seconds: 3, frames: 72, isCuttable: true),
        "\(Take.picture(3)) -pix_fmt yuv420p10le \(Take.x265(24, "open-gop=1")) OUT"
    )

    public static let vp9TenBit = TestMedia(
        "vp9-10-bit.webm",
        Facts(codec: "vp9", seconds: 3, frames: 72, isCuttable: true),
        "\(Take.picture(3)) -pix_fmt yuv420p10le -c:v libvpx-vp9 -threads 1 -cpu-used 8 "
            + "-deadline realtime -b:v 200k -g 24 OUT"
    )

    /// What a disc for HDR television says of itself, in the stream and in the container.
    public static let hdr10 = TestMedia(
        name: "hdr10.mp4",
        facts: Facts(codec: "hevc", seconds: 3, frames: 72, isCuttable: true),
        recipe: Recipe(steps: [
            .ffmpeg(
                "\(Take.picture(3)) -pix_fmt yuv420p10le "
                    + "\(Take.x265(24, "open-gop=1:\(hdr10Options)")) -color_primaries bt2020 "
                    + "-color_trc smpte2084 -colorspace bt2020nc -color_range tv "
                    + "-tag:v hvc1 plain.mp4"
            ),
            .swift("mdcv and clli into hvc1") { workshop in
                var file = BoxFile(bytes: try Workshop.read(workshop.path("plain.mp4")))
                let entry = ["moov", "trak", "mdia", "minf", "stbl", "stsd", "hvc1"]
                let colours = hdr10Primaries.flatMap { BoxFile.bigEndian($0, bytes: 2) }
                let light = [10_000_000, 1].flatMap { BoxFile.bigEndian($0, bytes: 4) }
                let levels = [1_000, 400].flatMap { BoxFile.bigEndian($0, bytes: 2) }
                try file.append("mdcv", colours + light, in: entry)
                try file.append("clli", levels, in: entry)
                try workshop.write(file.bytes, to: workshop.output)
            },
        ])
    )

    /// Green, blue, red and white in steps of 1/50,000.
    private static let hdr10Primaries = [
        13_250, 34_500, 7_500, 3_000, 34_000, 16_000, 15_635, 16_450,
    ]

    private static let hdr10Options =
        "hdr10=1:repeat-headers=1:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:"
        + "range=limited:master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)"
        + "L(10000000,1):max-cll=1000,400"

    /// Colours as on television, pixels that are not square.
    public static let bt709 = TestMedia(
        "bt709-sar.mp4",
        Facts(codec: "h264", seconds: 3, frames: 72, isCuttable: true),
        "\(Take.picture(3)) -vf setsar=16/11 \(Take.x264()) \(colours709) -color_range tv OUT"
    )

    public static let bt709Full = TestMedia(
        "bt709-full-range.mp4",
        Facts(codec: "h264", seconds: 3, frames: 72, isCuttable: true),
        "\(Take.picture(3)) -vf scale=out_range=pc,format=yuvj420p \(Take.x264()) \(colours709) "
            + "-color_range pc OUT"
    )

    private static let colours709 =
        "-color_primaries bt709 -color_trc bt709 -colorspace bt709"

    /// A telephone that was held upright: the pictures lie on their side, and the track's matrix
    /// says so. It is written by hand, since the option for it differs between releases.
    public static let rotated = TestMedia(
        "rotated.mp4",
        Facts(codec: "h264", seconds: 6, frames: 144, isCuttable: true),
        from: h264,
        "matrix of a quarter turn into tkhd"
    ) { bytes in
        var file = BoxFile(bytes: bytes)
        let header = try file.range(of: ["moov", "trak", "tkhd"])
        let one = 1 << 16
        let matrix = [0, one, 0, -one, 0, 0, 120 << 16, 0, 1 << 30]
        let start = header.lowerBound + 48
        file.bytes.replaceSubrange(
            start..<start + 36,
            with: matrix.flatMap { BoxFile.bigEndian($0, bytes: 4) }
        )
        bytes = file.bytes
    }
}
