internal import CFFmpeg

/// The FFmpeg libraries this process runs with.
public enum MediaLibraries {
    public struct Library: Sendable, Equatable {
        public let name: String
        /// The version the program was compiled against, for example `59.27.100`.
        public let compiled: String
        /// The version that was found at run time.
        public let running: String
    }

    /// FFmpeg's own release name, for example `5.1.9-0+deb12u1`.
    public static var release: String { String(cString: av_version_info()) }

    public static var all: [Library] {
        [
            library("libavformat", reelmill_avformat_headers, avformat_version()),
            library("libavcodec", reelmill_avcodec_headers, avcodec_version()),
            library("libavfilter", reelmill_avfilter_headers, avfilter_version()),
            library("libavutil", reelmill_avutil_headers, avutil_version()),
        ]
    }

    private static func library(_ name: String, _ compiled: UInt32, _ running: UInt32) -> Library {
        Library(name: name, compiled: dotted(compiled), running: dotted(running))
    }

    /// libav packs a version as `major << 16 | minor << 8 | micro`.
    private static func dotted(_ version: UInt32) -> String {
        "\(version >> 16).\(version >> 8 & 0xff).\(version & 0xff)"
    }
}
