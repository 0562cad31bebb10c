/// The pictures and sounds that fixtures are made of.
enum Take {
    /// A picture in which every frame differs from every other, with a running clock.
    static func picture(
        _ seconds: Double,
        rate: String = "24",
        size: String = "160x120"
    ) -> String {
        "-f lavfi -i testsrc2=s=\(size):r=\(rate):d=\(seconds)"
    }

    /// A tone that rises all the time, so that no two stretches of it are equal.
    static func tone(_ seconds: Double, channels: String = "0.3*sin(900*t*(1+t))") -> String {
        "-f lavfi -i aevalsrc=\(channels):s=48000:d=\(seconds)"
    }

    /// x264 with a key frame every so many frames; one thread, since others make other bytes.
    static func x264(_ gop: Int = 24, _ more: String = "open-gop=0:bframes=3") -> String {
        "-c:v libx264 -preset veryfast -threads 1 "
            + "-x264-params keyint=\(gop):min-keyint=\(gop):scenecut=0:\(more)"
    }

    static func x265(_ gop: Int = 24, _ more: String) -> String {
        "-c:v libx265 -preset ultrafast "
            + "-x265-params log-level=none:pools=1:frame-threads=1:keyint=\(gop):min-keyint=\(gop)"
            + ":scenecut=0:bframes=3:\(more)"
    }

    static let aac = "-c:a aac -b:a 64k"
}
