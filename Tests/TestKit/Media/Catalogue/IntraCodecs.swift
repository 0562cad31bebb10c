/// Codecs whose pictures all stand by themselves.
extension TestMedia {
    public static let proRes = TestMedia(
        "prores.mov",
        Facts(codec: "prores", seconds: 2, frames: 48, isCuttable: true),
        "\(Take.picture(2)) \(Take.tone(2)) -c:v prores_ks -profile:v 0 -threads 1 "
            + "-c:a pcm_s16le OUT"
    )

    public static let ffv1 = TestMedia(
        "ffv1.mkv",
        Facts(codec: "ffv1", seconds: 2, frames: 48, isCuttable: true),
        "\(Take.picture(2)) \(Take.tone(2)) -c:v ffv1 -threads 1 -level 3 -g 1 -c:a flac OUT"
    )

    /// Pictures that the full range of values is used in, as cameras write them.
    public static let mjpeg = TestMedia(
        "mjpeg.mov",
        Facts(codec: "mjpeg", seconds: 2, frames: 48, isCuttable: true),
        "\(Take.picture(2)) -c:v mjpeg -threads 1 -pix_fmt yuvj420p -q:v 5 OUT"
    )

    /// PAL as camcorders wrote it, the bottom field first.
    public static let dvAVI = dv("dv.avi")
    public static let dvMOV = dv("dv.mov")

    private static func dv(_ name: String) -> TestMedia {
        TestMedia(
            name,
            Facts(codec: "dvvideo", seconds: 1, frames: 25, isCuttable: true),
            "\(Take.picture(1, rate: "50", size: "720x576")) "
                + "\(Take.tone(1, channels: "0.3*sin(900*t)|0.3*sin(700*t)")) "
                + "-vf interlace=scan=bff -c:v dvvideo -threads 1 -pix_fmt yuv420p -aspect 4:3 "
                + "-c:a pcm_s16le OUT"
        )
    }

    public static let palNUT = pal("pal8.nut")
    public static let palMKV = pal("pal8.mkv", "-allow_raw_vfw 1")
    public static let palAVI = pal("pal8.avi")

    /// Raw pictures with a palette beside them.
    private static func pal(_ name: String, _ options: String = "") -> TestMedia {
        TestMedia(
            name,
            Facts(codec: "rawvideo", seconds: 3, frames: 36),
            "\(Take.picture(3, rate: "12", size: "64x48")) -vf "
                + "split[a][b];[a]palettegen[p];[b][p]paletteuse "
                + "-c:v rawvideo -pix_fmt pal8 \(options) OUT"
        )
    }

    public static let rgb10 = TestMedia(
        "rgb10.mkv",
        Facts(codec: "ffv1", seconds: 2, frames: 48, isCuttable: true),
        "\(Take.picture(2)) -c:v ffv1 -threads 1 -level 3 -g 1 -pix_fmt gbrp10le OUT"
    )
}
