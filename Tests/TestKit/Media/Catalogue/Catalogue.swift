extension TestMedia {
    /// Every fixture that is a whole and valid file with a picture.
    public static let all: [TestMedia] = allH264 + allOtherCodecs + allPictures + allTimes + allRich

    private static let allH264: [TestMedia] = [
        h264, h264MKV, h264TS, h264FastStart, h264Fragments, h264NoKeyTable, h264OpenGOP,
        h264OpenGOPTS, h264Interlaced, h264InterlacedOpenGOP, h264FieldPictures, h264StrictPyramid,
        h264Pyramid,
        h264IntraRefresh,
    ]
    private static let allOtherCodecs: [TestMedia] = [
        hevc, hevcMKV, hevcTS, hevcClosedGOP, hevcRADL, mpeg2TS, mpeg2PS, mpeg2Interlaced, av1,
        av1AOM, vp9, vp8, mpeg4, mpeg4MP4, mpeg4AVI, wmv, theora, flv, proRes, ffv1, mjpeg, dvAVI,
        dvMOV, palNUT, palMKV, palAVI, rgb10,
    ]
    private static let allPictures: [TestMedia] = [
        odd420, odd444, h264High10, h264High422, h264High444, h264RGB, hevc10, vp9TenBit, hdr10,
        bt709, bt709Full, rotated,
    ]
    private static let allTimes: [TestMedia] = [
        variableRateMKV, variableRate, film23976, film2997, film5994, startsAtTenTS,
        startsAtTenMKV, wrapTS, timesJumpBack, sizeChanges, cutOffHead, soundLate, soundEarly,
        soundEarlyMKV, syncMP4, syncMKV, syncTS,
    ]
    private static let allRich: [TestMedia] = [
        twoVideos, coverMP4, coverMKV, richMKV, richMP4, webVTT, bitmapSubtitles, dvbSubtitles,
        manySounds, timecode, captionsH264, captionsMPEG2,
    ]

    /// Recordings that begin in the middle of a group of pictures: less is decoded than is there.
    public static let allMidGOP: [TestMedia] = [
        midGOPH264, midGOPOpenH264, midGOPHEVC, midGOPMPEG2,
    ]
    /// Files with wrong bits in their pictures.
    public static let allDamaged: [TestMedia] = [
        damagedTS, damagedHEVC, damagedMPEG2, damagedMP4,
    ]
    /// Files that end too early.
    public static let allTruncated: [TestMedia] = [truncatedMP4, truncatedMKV, noIndexMP4]
    /// Files that must be refused: no media, or a way to other files and to the network.
    public static let allTraps: [TestMedia] = [
        empty, noise, sparse, playlistOfPasswords, playlistOfAddress, disguisedPlaylist,
        disguisedConcat, session, disguisedSession, manifest, pattern,
    ]
}
