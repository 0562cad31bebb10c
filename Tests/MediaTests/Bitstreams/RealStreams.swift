@testable import Media
import Model
import Testing

/// How ffmpeg is told to make a film, and what is to be found in it.
struct RealStream: Sendable, CustomTestStringConvertible {
    enum Beginnings: Sendable {
        /// Every packet that libavformat flags as a key frame.
        case keys
        /// The first packet alone.
        case first
    }

    enum Frames: Sendable {
        /// One in each packet.
        case alone
        /// Some packets hold two, and others none.
        case packed
        /// Some packets hold one that is not shown.
        case hidden
        /// As before, but in the packet of a shown one.
        case hiddenInside
    }

    var name: String
    var file: FileName
    var codec: VideoCodec
    var options: String
    var beginnings = Beginnings.keys
    /// What ffmpeg calls the bytes without a container; nil where there is no such thing.
    var raw: String?
    var frames = Frames.alone
    var hasTwoPasses = false

    var testDescription: String { name }
}

extension RealStream {
    private static let x264 = "-pix_fmt yuv420p -c:v libx264 -preset veryfast -bf 3"
    private static let x265 = "-pix_fmt yuv420p -c:v libx265 -preset superfast -bf 3"

    static let all = h26x + mpeg + others

    private static let h26x = [
        RealStream(
            name: "H.264, closed groups, MP4",
            file: "a.mp4",
            codec: .h264,
            options: "\(x264) -g 16",
            raw: "h264"
        ),
        RealStream(
            name: "H.264, open groups, MPEG-TS",
            file: "a.ts",
            codec: .h264,
            options: "\(x264) -x264-params open-gop=1:keyint=16:scenecut=0:b-pyramid=2",
            raw: "h264"
        ),
        RealStream(
            name: "H.264, open groups, interlaced, Matroska",
            file: "a.mkv",
            codec: .h264,
            options: "\(x264) -x264-params open-gop=1:keyint=16:tff=1:slices=2",
            raw: "h264"
        ),
        RealStream(
            name: "H.264, intra refresh, MPEG-TS",
            file: "a.ts",
            codec: .h264,
            options: "\(x264) -bf 0 -x264-params intra-refresh=1:keyint=16",
            beginnings: .first,
            raw: "h264"
        ),
        RealStream(
            name: "HEVC, open groups, MPEG-TS",
            file: "a.ts",
            codec: .hevc,
            options: "\(x265) -x265-params log-level=none:keyint=16:min-keyint=16",
            raw: "hevc"
        ),
        RealStream(
            name: "HEVC, open groups, 10 bit, MP4",
            file: "a.mp4",
            codec: .hevc,
            options: "\(x265) -pix_fmt yuv420p10 -x265-params log-level=none:keyint=16",
            raw: "hevc"
        ),
        RealStream(
            name: "HEVC, closed groups, Matroska",
            file: "a.mkv",
            codec: .hevc,
            options: "\(x265) -x265-params log-level=none:keyint=10:open-gop=0",
            raw: "hevc"
        ),
    ]

    private static let mpeg = [
        RealStream(
            name: "MPEG-1, MPEG-TS",
            file: "a.ts",
            codec: .mpeg1,
            options: "-c:v mpeg1video -g 15 -bf 2",
            raw: "mpegvideo"
        ),
        RealStream(
            name: "MPEG-2, open groups, MPEG-TS",
            file: "a.ts",
            codec: .mpeg2,
            options: "-pix_fmt yuv420p -c:v mpeg2video -g 15 -bf 2",
            raw: "mpegvideo"
        ),
        RealStream(
            name: "MPEG-2, interlaced, Matroska",
            file: "a.mkv",
            codec: .mpeg2,
            options: "-pix_fmt yuv420p -c:v mpeg2video -g 15 -bf 2 -flags +ildct+ilme",
            raw: "mpegvideo"
        ),
        RealStream(
            name: "MPEG-4, B-frames, MP4",
            file: "a.mp4",
            codec: .mpeg4,
            options: "-c:v mpeg4 -g 15 -bf 2 -qscale:v 4",
            raw: "m4v"
        ),
        RealStream(
            name: "MPEG-4, packed B-frames, AVI",
            file: "a.avi",
            codec: .mpeg4,
            options:
                "-pix_fmt yuv420p -c:v libxvid -vtag XVID -g 15 -bf 2 -qscale:v 4",
            raw: "m4v",
            frames: .packed
        ),
    ]

    private static let others = [
        RealStream(
            name: "VP8, hidden references, WebM",
            file: "a.webm",
            codec: .vp8,
            options: "-c:v libvpx -cpu-used 8 -g 16 -auto-alt-ref 1 -lag-in-frames 12 -b:v 100k",
            raw: "ivf",
            frames: .hidden,
            hasTwoPasses: true
        ),
        RealStream(
            name: "VP9, references in packets with shown frames, WebM",
            file: "a.webm",
            codec: .vp9,
            options:
                "-c:v libvpx-vp9 -cpu-used 8 -g 16 -auto-alt-ref 1 -lag-in-frames 12 -b:v 100k",
            raw: "ivf",
            frames: .hiddenInside,
            hasTwoPasses: true
        ),
        RealStream(
            name: "AV1 by SVT-AV1, MP4",
            file: "a.mp4",
            codec: .av1,
            options: "-pix_fmt yuv420p -c:v libsvtav1 -preset 12 -g 16 -crf 50",
            raw: "ivf"
        ),
        RealStream(
            name: "AV1 by libaom, IVF",
            file: "a.ivf",
            codec: .av1,
            options: "-pix_fmt yuv420p -c:v libaom-av1 -cpu-used 8 -g 16 -lag-in-frames 12 -crf 50",
            raw: "ivf"
        ),
        RealStream(
            name: "ProRes, MOV",
            file: "a.mov",
            codec: .intraOnly,
            options: "-c:v prores_ks -profile:v 0"
        ),
    ]
}
