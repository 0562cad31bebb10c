extension WrongProfile {
    static let keys: [WrongProfile] = [
        WrongProfile(
            "contianer = mkv",
            """
            tv.conf:1:1: unknown key "contianer"; did you mean "container"?
                1 | contianer = mkv
                  | ^^^^^^^^^
            """
        ),
        WrongProfile(
            "Container = mkv",
            """
            tv.conf:1:1: unknown key "Container"; did you mean "container"?
                1 | Container = mkv
                  | ^^^^^^^^^
            """
        ),
        WrongProfile(
            "priorty = 5",
            """
            tv.conf:1:1: unknown key "priorty"; did you mean "priority"?
                1 | priorty = 5
                  | ^^^^^^^
            """
        ),
        WrongProfile(
            "keeptimes = yes",
            """
            tv.conf:1:1: unknown key "keeptimes"; did you mean "keep_times"?
                1 | keeptimes = yes
                  | ^^^^^^^^^
            """
        ),
        WrongProfile(
            "minsize = 5M",
            """
            tv.conf:1:1: unknown key "minsize"; did you mean "min_size"?
                1 | minsize = 5M
                  | ^^^^^^^
            """
        ),
        WrongProfile(
            "height = 720",
            """
            tv.conf:1:1: "height" stands under [rendition NAME]
                1 | height = 720
                  | ^^^^^^
            """
        ),
        WrongProfile(
            "segment = 4s",
            """
            tv.conf:1:1: "segment" stands under [hls]
                1 | segment = 4s
                  | ^^^^^^^
            """
        ),
        WrongProfile(
            "copy_streams = all",
            """
            tv.conf:1:1: unknown key "copy_streams"; which streams are kept is said under \
            [streams]
                1 | copy_streams = all
                  | ^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "passes = 2",
            """
            tv.conf:1:1: unknown key "passes"; slices are encoded in one pass; write -crf, or \
            -b:v with -maxrate
                1 | passes = 2
                  | ^^^^^^
            """
        ),
        WrongProfile(
            "default_audio = eng",
            """
            tv.conf:1:1: "default_audio" stands under [streams]
                1 | default_audio = eng
                  | ^^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[streams]\nlanguage = eng",
            """
            tv.conf:2:1: unknown key "language" in [streams]
                2 | language = eng
                  | ^^^^^^^^
            """
        ),
        WrongProfile(
            "[streams]\ncontainer = mkv",
            """
            tv.conf:2:1: "container" stands above the headings
                2 | container = mkv
                  | ^^^^^^^^^
            """
        ),
        WrongProfile(
            "[hls]\nsegments = 4s",
            """
            tv.conf:2:1: unknown key "segments" in [hls]; did you mean "segment"?
                2 | segments = 4s
                  | ^^^^^^^^
            """
        ),
        WrongProfile(
            "[rendition a]\nheigth = 720",
            """
            tv.conf:2:1: unknown key "heigth" in [rendition a]; did you mean "height"?
                2 | heigth = 720
                  | ^^^^^^
            """
        ),
        WrongProfile(
            "[video]\nextends = none",
            """
            tv.conf:2:1: lines with "=" stand above the headings
                2 | extends = none
                  | ^^^^^^^
            """
        ),
        WrongProfile(
            "[streams]\nextends = none",
            """
            tv.conf:2:1: "extends" stands above the headings
                2 | extends = none
                  | ^^^^^^^
            """
        ),
    ]
}
