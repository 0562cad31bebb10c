extension WrongRecipes {
    static let pictures = [
        Case(
            video("libx26"),
            [
                Answer("libavcodec has no encoder \"libx26\"; did you mean \"libx264\"?")
            ]
        ),
        Case(
            video("zyx"),
            [
                Answer("libavcodec has no encoder \"zyx\"")
            ]
        ),
        Case(
            video("aac"),
            [
                Answer("aac is no encoder of pictures")
            ]
        ),
        Case(
            video("libx264", "-presett slow"),
            [
                Answer(
                    """
                    -presett: the encoder libx264 has no such option; did you mean "-preset"?
                    """,
                    atName: true
                )
            ]
        ),
        Case(
            video("libx264", "-preset slwo"),
            [
                Answer(
                    """
                    -preset takes ultrafast, superfast, veryfast, faster, fast, medium, slow, \
                    slower, veryslow or placebo with the encoder libx264, not "slwo"; did you \
                    mean "slow"?
                    """
                )
            ]
        ),
        Case(
            video("libx264", "-tune flim"),
            [
                Answer(
                    """
                    -tune takes film, animation, grain, stillimage, psnr, ssim, fastdecode or \
                    zerolatency with the encoder libx264, not "flim"; did you mean "film"?
                    """
                )
            ]
        ),
        Case(
            video("libx264", "-profile hihg"),
            [
                Answer(
                    """
                    -profile:v takes baseline, main, high, high10, high422 or high444 with the \
                    encoder libx264, not "hihg"; did you mean "high"?
                    """
                )
            ]
        ),
        Case(
            video("libx264", "-profile baseline", format: "yuv444p"),
            [
                Answer("-profile:v cannot be \"baseline\" with the encoder libx264 here: …")
            ]
        ),
        Case(
            video("libx264", "-level 9.9"),
            [
                Answer(
                    """
                    -level:v takes 1, 1b, 1.1, 1.2, 1.3, 2, 2.1, 2.2, 3, 3.1, 3.2, 4, 4.1, 4.2, \
                    5, 5.1, 5.2, 6, 6.1 or 6.2 with the encoder libx264, not "9.9"
                    """
                )
            ]
        ),
        Case(
            video("libx264", "-crf 99"),
            [
                Answer("-crf takes a number from 0 to 51 with the encoder libx264, not \"99\"")
            ]
        ),
        Case(
            video("libx264", "-crf 55", format: "yuv420p10le"),
            [
                Answer("-crf takes a number from 0 to 51 with the encoder libx264, not \"55\"")
            ]
        ),
        Case(
            video("libx264", "-qp 60"),
            [
                Answer("-qp takes a number from 0 to 51 with the encoder libx264, not \"60\"")
            ]
        ),
        Case(
            video("libx264", "-crf high"),
            [
                Answer(
                    """
                    -crf takes a number from 0 to 51 with the encoder libx264, not "high"
                    """
                )
            ]
        ),
        Case(
            video("libx264", "-bf 20"),
            [
                Answer("-bf takes a number from 0 to 16 with the encoder libx264, not \"20\"")
            ]
        ),
        Case(
            video("libx264", "-b 500"),
            [
                Answer(
                    """
                    -b:v 500 are so many bits a second, too few for anything; did you mean \
                    "500k"?
                    """
                )
            ]
        ),
        Case(
            video("libx264", "-b 2Mb"),
            [
                Answer(
                    """
                    -b:v takes a whole number of at least 0 with the encoder libx264, not "2Mb"
                    """
                )
            ]
        ),
        Case(
            video("libx264", "-coder cabca"),
            [
                Answer(
                    """
                    -coder takes a whole number from -1 to 1, or one of default, cavlc, cabac, \
                    vlc, ac with the encoder libx264, not "cabca"; did you mean "cabac"?
                    """
                )
            ]
        ),
        Case(
            video("libx264", "-flags +cgpo"),
            [
                Answer(
                    """
                    -flags takes words with + or - in front with the encoder libx264, not \
                    "cgpo"; did you mean "cgop"?
                    """,
                    at: "cgpo"
                )
            ]
        ),
        Case(
            video("libx264", "-maxrate 5M"),
            [
                Answer("-maxrate has no effect on the encoder libx264 here: …", atName: true)
            ]
        ),
        Case(
            video("libx264", "-flags +qscale -global_quality 354"),
            [
                Answer("-q:v has no effect on the encoder libx264 here: …", atName: true)
            ]
        ),
        Case(
            video("libx264", "-x264-params crff=20:subme=3"),
            [
                Answer(
                    """
                    -x264-params: the encoder libx264 has no setting "crff"; did you mean "crf"?
                    """,
                    at: "crff"
                )
            ]
        ),
        Case(
            video("libx264", "-x264-params subme=3:bframes=99:me=foo"),
            [
                Answer(
                    """
                    -x264-params: bframes takes a number from 0 to 16 with the encoder libx264, \
                    not "99"
                    """,
                    at: "99"
                ),
                Answer(
                    "-x264-params: me does not take \"foo\" with the encoder libx264",
                    at: "foo"
                ),
            ]
        ),
        Case(
            video("libx264", "-x264opts crff=20"),
            [
                Answer(
                    """
                    -x264opts: the encoder libx264 has no setting "crff"; did you mean "crf"?
                    """,
                    at: "crff"
                )
            ]
        ),
        Case(
            video("libx264", "-x264-params open-gop=1"),
            [
                Answer(
                    """
                    open-gop=1 in -x264-params is not taken: a part must not refer to pictures \
                    of another one
                    """,
                    at: "open-gop"
                )
            ]
        ),
        Case(
            video("libx264", "-pass 1"),
            [
                Answer(
                    """
                    -pass 1 is not taken: a part is encoded in one pass; set crf or a bit rate \
                    instead
                    """
                )
            ]
        ),
        Case(
            video("libx264", format: "yuv402p"),
            [
                Answer("-pix_fmt takes yuv420p, yuvj420p, yuv422p,…")
            ]
        ),
        Case(
            video("libx265", "-preset slwo -crf 99"),
            [
                Answer("-crf takes a number from 0 to 51 with the encoder libx265, not \"99\""),
                Answer(
                    """
                    -preset takes ultrafast, superfast, veryfast, faster, fast, medium, slow, \
                    slower, veryslow or placebo with the encoder libx265, not "slwo"; did you \
                    mean "slow"?
                    """
                ),
            ]
        ),
        Case(
            video("libx265", "-tune film"),
            [
                Answer(
                    """
                    -tune takes psnr, ssim, grain, zerolatency, fastdecode or animation with the \
                    encoder libx265, not "film"
                    """
                )
            ]
        ),
        Case(
            video("libx265", "-profile main11"),
            [
                Answer(
                    """
                    -profile:v takes main, main-intra, mainstillpicture, main444-8, main10, \
                    main10-intra, main422-10, main444-10, main12, main422-12 or main444-12 with \
                    the encoder libx265, not "main11"; did you mean "main10"?
                    """
                )
            ]
        ),
        Case(
            video("libx265", "-x265-params crff=20:aq-mode=3"),
            [
                Answer(
                    """
                    -x265-params: the encoder libx265 has no setting "crff"; did you mean "crf"?
                    """,
                    at: "crff"
                )
            ]
        ),
        Case(
            video("libx265", "-x265-params aq-mode=99:rd=3"),
            [
                Answer(
                    "-x265-params: aq-mode does not take \"99\" with the encoder libx265",
                    at: "99"
                )
            ]
        ),
        Case(
            video("libx265", "-x265-params aq-mode=abc"),
            [
                Answer(
                    "-x265-params: aq-mode does not take \"abc\" with the encoder libx265",
                    at: "abc"
                )
            ]
        ),
        Case(
            video("libsvtav1", "-preset 33"),
            [
                Answer("-preset takes a whole number from -…")
            ]
        ),
        Case(
            video("libsvtav1", "-crf 70"),
            [
                Answer(
                    """
                    -crf takes a number from 0 to 63 with the encoder libsvtav1, not "70"
                    """
                )
            ]
        ),
        Case(
            video("libsvtav1", "-preset 12 -svtav1-params tunee=0"),
            [
                Answer(
                    """
                    -svtav1-params: the encoder libsvtav1 has no setting "tunee"; did you mean \
                    "tune"?
                    """,
                    at: "tunee"
                )
            ]
        ),
        Case(
            video("libsvtav1", "-preset 12 -svtav1-params tune=9:keyint=48"),
            [
                Answer(
                    "-svtav1-params: tune does not take \"9\" with the encoder libsvtav1",
                    at: "9"
                )
            ]
        ),
        Case(
            video("libaom-av1", "-cpu-used 8 -crf 30 -aom-params foo=1"),
            [
                Answer("-aom-params: the encoder libaom-av1 has no setting \"foo\"", at: "foo")
            ]
        ),
        Case(
            video("libaom-av1", "-cpu-used 8 -crf 30 -aom-params enable-cdef=1:tune=abc"),
            [
                Answer(
                    "-aom-params: tune does not take \"abc\" with the encoder libaom-av1",
                    at: "abc"
                )
            ]
        ),
        Case(
            video("libvpx-vp9", "-deadline goood"),
            [
                Answer(
                    """
                    -deadline takes a whole number, or one of best, good, realtime with the \
                    encoder libvpx-vp9, not "goood"; did you mean "good"?
                    """
                )
            ]
        ),
        Case(
            video("libvpx-vp9", "-row-mt 2"),
            [
                Answer("-row-mt takes 0 or 1 with the encoder libvpx-vp9, not \"2\"")
            ]
        ),
        Case(
            video("mpeg4", "-crf 20"),
            [
                Answer(
                    "-crf: the encoder mpeg4 has no such option; -q:v 4 sets a quality",
                    atName: true
                )
            ]
        ),
        Case(
            video("ffv1", "-crf 20"),
            [
                Answer("-crf: the encoder ffv1 has no such option; it loses nothing", atName: true)
            ]
        ),
        Case(
            video("ffv1", "-coder 17"),
            [
                Answer(
                    """
                    -coder takes a whole number from -2 to 2, or one of rice, range_def, \
                    range_tab, ac with the encoder ffv1, not "17"
                    """
                )
            ]
        ),
        Case(
            video("hevc_videotoolbox"),
            [
                Answer(
                    """
                    this machine's libavcodec has no encoder hevc_videotoolbox; it needs a Mac
                    """,
                    lacking: true
                )
            ]
        ),
        Case(
            video("libx264", container: "webm"),
            [
                Answer("webm cannot hold h264 (libx264); it holds vp8, vp9 and av1")
            ]
        ),
        Case(
            video("libx264", container: "matroksa"),
            [
                Answer("libavformat has no container \"matroksa\"; did you mean \"matroska\"?")
            ]
        ),
        Case(
            video("libx264", container: "mp4", mux: "-movflag +faststart"),
            [
                Answer(
                    """
                    -movflag: the container mp4 has no such option; did you mean "-movflags"?
                    """,
                    atName: true
                )
            ]
        ),
        Case(
            video("libx264", container: "mp4", mux: "-movflags +faststrat"),
            [
                Answer(
                    """
                    -movflags takes words with + or - in front with the container mp4, not \
                    "faststrat"; did you mean "faststart"?
                    """,
                    at: "faststrat"
                )
            ]
        ),
        Case(
            video("libx264", container: "mp4", tag: "hvc1"),
            [
                Answer("-tag:v hvc1 does not go with libx264 in mp4: …")
            ]
        ),
        Case(
            video("libx264", container: "mp4", tag: "hvc11"),
            [
                Answer("-tag:v takes four characters such as hvc1, not \"hvc11\"")
            ]
        ),
        Case(
            video("ffv1", container: "mp4"),
            [
                Answer("mp4 cannot hold ffv1; it holds h264, hevc, av1 and others")
            ]
        ),
    ]
}
