import TestKit

/// What is broken: small films of all containers and codecs.
enum Bases {
    static let all: [TestMedia] = [
        .h264, .h264MKV, .h264TS, .h264Fragments, .h264OpenGOP, .h264IntraRefresh,
        .h264InterlacedOpenGOP, .hevc, .hevcMKV, .hevcTS, .hevcRADL, .mpeg2TS, .mpeg2PS, .av1,
        .av1AOM, .vp9, .vp8, .mpeg4, .mpeg4MP4, .mpeg4AVI, .wmv, .theora, .flv, .ffv1, .proRes,
        .mjpeg, .palNUT, .palAVI, .palMKV, .hdr10, .rotated, .variableRateMKV, .variableRate,
        .wrapTS, .timesJumpBack, .sizeChanges, .cutOffHead, .soundEarly, .soundEarlyMKV, .syncMP4,
        .syncMKV, .twoVideos, .coverMP4, .coverMKV, .richMKV, .richMP4, .webVTT,
        .bitmapSubtitles, .dvbSubtitles, .timecode, .captionsH264, .midGOPHEVC, .damagedTS,
        .playlistOfPasswords, .disguisedConcat, .session, .manifest,
    ]
}
