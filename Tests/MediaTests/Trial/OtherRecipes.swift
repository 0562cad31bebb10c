import Model

extension WrongRecipes {
    static let filters = [
        Case(
            filtered("scal=10:10"),
            [
                Answer("libavfilter has no filter \"scal\"; did you mean \"scale\"?", at: "scal")
            ]
        ),
        Case(
            filtered("scale_npp=1:2"),
            [
                Answer(
                    "this machine's libavfilter was built without the filter scale_npp",
                    at: "scale_npp",
                    lacking: true
                )
            ]
        ),
        Case(
            filtered("scale=widht=10"),
            [
                Answer(
                    "widht: the filter scale has no such option; did you mean \"width\"?",
                    at: "widht"
                )
            ]
        ),
        Case(
            filtered("scale=-2:720:flags=lanczso"),
            [
                Answer(
                    "the scaler has no flag \"lanczso\"; did you mean \"lanczos\"?",
                    at: "lanczso"
                )
            ]
        ),
        Case(
            filtered("yadif=mode=send_frmae"),
            [
                Answer(
                    """
                    mode takes a whole number from 0 to 3, or one of send_frame, send_field, \
                    send_frame_nospatial, send_field_nospatial with the filter yadif, not \
                    "send_frmae"; did you mean "send_frame"?
                    """,
                    at: "send_frmae"
                )
            ]
        ),
        Case(
            filtered("yadif=mode=9"),
            [
                Answer(
                    """
                    mode takes a whole number from 0 to 3, or one of send_frame, send_field, \
                    send_frame_nospatial, send_field_nospatial with the filter yadif, not "9"
                    """,
                    at: "9"
                )
            ]
        ),
        Case(
            filtered("yadif=7"),
            [
                Answer(
                    """
                    mode takes a whole number from 0 to 3, or one of send_frame, send_field, \
                    send_frame_nospatial, send_field_nospatial with the filter yadif, not "7"
                    """,
                    at: "7"
                )
            ]
        ),
        Case(
            filtered("format=yuv42p"),
            [
                Answer(
                    """
                    the filter format takes pixel formats, not "yuv42p"; did you mean "yuv420p"?
                    """,
                    at: "yuv42p"
                )
            ]
        ),
        Case(
            filtered("format=yuv420p|yuv42p"),
            [
                Answer(
                    """
                    the filter format takes pixel formats, not "yuv42p"; did you mean "yuv420p"?
                    """,
                    at: "yuv42p"
                )
            ]
        ),
        Case(
            filtered("hflip=3"),
            [
                Answer("the filter hflip does not take \"3\": …", at: "hflip=3")
            ]
        ),
        Case(
            filtered("unsharp=luma_msize_x=99"),
            [
                Answer(
                    """
                    luma_msize_x takes a whole number from 3 to 23 with the filter unsharp, not \
                    "99"
                    """,
                    at: "99"
                )
            ]
        ),
        Case(
            filtered("fps=fast"),
            [
                Answer("the filter fps cannot be used so: …", at: "fps=fast")
            ]
        ),
        Case(
            filtered("split"),
            [
                Answer("the filters cannot be used: they have not one input and one output")
            ]
        ),
        Case(
            filtered("scale=10:10,,hflip"),
            [
                Answer("the filters cannot be used: …")
            ]
        ),
        Case(
            filtered("yadif,scal=4:4,scale=hieght=2"),
            [
                Answer("libavfilter has no filter \"scal\"; did you mean \"scale\"?", at: "scal"),
                Answer(
                    "hieght: the filter scale has no such option; did you mean \"height\"?",
                    at: "hieght"
                ),
            ]
        ),
        Case(
            filtered("lut3d=/none.cube"),
            [
                Answer("the filter lut3d does not take \"/none.cube\": …", at: "lut3d=/none.cube")
            ]
        ),
        Case(
            filtered("fps={fpz}"),
            [
                Answer("the filter fps cannot be used so: …", at: "fps={fpz}")
            ]
        ),
        Case(
            filtered("scale=size=hd7200"),
            [
                Answer(
                    "the filter scale does not take \"size=hd7200\": …",
                    at: "scale=size=hd7200"
                )
            ]
        ),
    ]

    static let sounds = [
        Case(
            sound("libopsu"),
            [
                Answer("libavcodec has no encoder \"libopsu\"; did you mean \"libopus\"?")
            ]
        ),
        Case(
            sound("libx264"),
            [
                Answer("libx264 is no encoder of sound")
            ]
        ),
        Case(
            sound("libfdk_aac", "-b 160k"),
            [
                Answer(
                    """
                    this machine's libavcodec has no encoder libfdk_aac; it needs an FFmpeg that \
                    was built with it
                    """,
                    lacking: true
                )
            ]
        ),
        Case(
            sound("aac", "-ac many"),
            [
                Answer("-ac takes a number from 1 to 64, not \"many\"")
            ]
        ),
        Case(
            sound("aac", "-ac 99 -ar fast"),
            [
                Answer("-ac takes a number from 1 to 64, not \"99\""),
                Answer("-ar takes a number from 1 to 768000, not \"fast\""),
            ]
        ),
        Case(
            sound("libopus", "-ar 44100"),
            [
                Answer(
                    """
                    -ar takes 48000, 24000, 16000, 12000 or 8000 with the encoder libopus, not \
                    "44100"
                    """
                )
            ]
        ),
        Case(
            sound("libmp3lame", "-ac 6"),
            [
                Answer("-ac takes 1 or 2 with the encoder libmp3lame, not \"6\"")
            ]
        ),
        Case(
            sound("aac", "-channel_layout 9.9"),
            [
                Answer("-channel_layout takes a layout such as stereo or 5.1, not \"9.9\"")
            ]
        ),
        Case(
            sound("aac", "-sample_fmt s61"),
            [
                Answer("-sample_fmt takes a sample format such as s16 or fltp, not \"s61\"")
            ]
        ),
        Case(
            sound("aac", "-sample_fmt s16"),
            [
                Answer("-sample_fmt takes fltp with the encoder aac, not \"s16\"")
            ]
        ),
        Case(
            sound("aac", "-profil 1"),
            [
                Answer(
                    """
                    -profil: the encoder aac has no such option; did you mean "-profile"?
                    """,
                    atName: true
                )
            ]
        ),
        Case(
            sound("aac", "-b 160"),
            [
                Answer(
                    """
                    -b:a 160 are so many bits a second, too few for anything; did you mean \
                    "160k"?
                    """
                )
            ]
        ),
        Case(
            sound("aac", "-b lots"),
            [
                Answer(
                    """
                    -b:a takes a whole number of at least 0 with the encoder aac, not "lots"
                    """
                )
            ]
        ),
        Case(
            sound("libopus", "-application musci"),
            [
                Answer(
                    """
                    -application takes a whole number from 2048 to 2051, or one of voip, audio, \
                    lowdelay with the encoder libopus, not "musci"
                    """
                )
            ]
        ),
        Case(
            sound("aac", "-b 160k", filters: "volum=2"),
            [
                Answer("libavfilter has no filter \"volum\"; did you mean \"volume\"?", at: "volum")
            ]
        ),
        Case(
            sound("aac", "-b 160k", filters: "scale=2:2"),
            [
                Answer(
                    """
                    the filter scale cannot be used so: Invalid argument (in: Media type \
                    mismatch between the 'in' filter output pad 0 (audio) and the 'scale' filter \
                    input pad 0 (video); Cannot create the link abuffer:0 -> scale:0)
                    """,
                    at: "scale=2:2"
                )
            ]
        ),
        Case(
            sound("aac", "-b 160k", filters: "loudnorm=I=50"),
            [
                Answer(
                    "I takes a number from -70 to -5 with the filter loudnorm, not \"50\"",
                    at: "50"
                )
            ]
        ),
        Case(
            sound("aac", container: "webm"),
            [
                Answer("webm cannot hold aac; it holds opus and vorbis")
            ]
        ),
        Case(
            sound("aac", "-vbr on"),
            [
                Answer("-vbr: the encoder aac has no such option", atName: true)
            ]
        ),
        Case(
            sound("flac", "-compression_level 99"),
            [
                Answer("-compression_level does not take \"99\" with the encoder flac: …")
            ]
        ),
        Case(
            sound("aac", "-aac_coder fats"),
            [
                Answer(
                    """
                    -aac_coder takes a whole number from 0 to 2, or one of anmr, twoloop, fast \
                    with the encoder aac, not "fats"; did you mean "fast"?
                    """
                )
            ]
        ),
        Case(
            sound("flac", container: "mp3"),
            [
                Answer("mp3 cannot hold flac; it holds mp3…")
            ]
        ),
    ]

    static let good: [EncodeRecipe] = [
        video("libx264", "-crf 20 -preset slow"),
        video("libx264", "-b 2M -flags +loop"),
        video("libx265", "-x265-params aq-mode=3:keyint=48"),
        video("libvpx-vp9", "-row-mt 1 -crf 30 -b 0", format: "yuv420p", container: "webm"),
        video("dnxhd", "-b 120M", format: "yuv422p", container: "mov"),
        video("libx264", "-g {gop} -keyint_min {gop} -maxrate 5M -bufsize 8M", container: "hls"),
        video(
            "libx265",
            "-preset fast",
            container: "mp4",
            mux: "-movflags +faststart",
            tag: "hvc1"
        ),
        filtered("scale=-2:'min({height},ih)':flags=lanczos,format=yuv420p|yuv420p10le"),
        sound("libopus", "-b 128k -ac 2 -application audio", container: "ogg"),
        sound("flac", "-sample_fmt s16 -ar 44100", container: "flac"),
        sound("aac", "-b 160k", filters: "volume=0.5,loudnorm=I=-16", container: "mp4"),
        video("libx264", "-profile high10", format: "yuv420p"),
        video("libx264", "-qp 60", format: "yuv420p10le"),
        video("libx265", "-profile main10"),
        filtered("scale=1920:1080[a];[a]hflip"),
        filtered("crop=1920:800"),
        filtered("pad=1920:1080:-1:-1"),
        filtered("scale=-2:{height}"),
        filtered("hqdn3d=1.5:1.5:6:6"),
        filtered("bwdif=1"),
        filtered("tonemap=hable"),
        filtered("setdar=16/9"),
        sound("libopus", "-compression_level 99"),
        sound("libvorbis", "-q 5"),
        sound("ac3", "-b 5k"),
    ]
}
