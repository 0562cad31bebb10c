extension WrongProfile {
    static let conditions: [WrongProfile] = [
        WrongProfile(
            "skip_if = codec=h264",
            """
            tv.conf:1:11: skip_if asks for video_codec, audio_codec, container, width, height, \
            bitrate, fps, duration, size or bit_depth, not "codec"; did you mean "video_codec"?
                1 | skip_if = codec=h264
                  |           ^^^^^
            """
        ),
        WrongProfile(
            "skip_if = video_codec=h265",
            """
            tv.conf:1:23: skip_if takes a codec by libav's name, not "h265"; did you mean "hevc"?
                1 | skip_if = video_codec=h265
                  |                       ^^^^
            """
        ),
        WrongProfile(
            "skip_if = height<=1080p",
            """
            tv.conf:1:19: skip_if compares height with a whole number such as 1080, not "1080p"
                1 | skip_if = height<=1080p
                  |                   ^^^^^
            """
        ),
        WrongProfile(
            "skip_if = height =< 1080",
            """
            tv.conf:1:18: skip_if compares by =, !=, <, <=, > or >=, not "=<"; did you mean "<="?
                1 | skip_if = height =< 1080
                  |                  ^^
            """
        ),
        WrongProfile(
            "skip_if = height<=1080 && fps<30",
            """
            tv.conf:1:24: skip_if has "and" or "or" between two comparisons, not "&&"; did you \
            mean "and"?
                1 | skip_if = height<=1080 && fps<30
                  |                        ^^
            """
        ),
        WrongProfile(
            "skip_if = height<=1080 fps<30",
            """
            tv.conf:1:24: skip_if has "and" or "or" between two comparisons, not "fps"
                1 | skip_if = height<=1080 fps<30
                  |                        ^^^
            """
        ),
        WrongProfile(
            "skip_if = video_codec<h264",
            """
            tv.conf:1:23: skip_if compares video_codec by = or !=, not by <
                1 | skip_if = video_codec<h264
                  |                       ^^^^
            """
        ),
        WrongProfile(
            "skip_if = bitrate<6Mbit",
            """
            tv.conf:1:19: skip_if compares bitrate with bits a second such as 6M or 800K, not \
            "6Mbit"
                1 | skip_if = bitrate<6Mbit
                  |                   ^^^^^
            """
        ),
        WrongProfile(
            "skip_if = height<=",
            """
            tv.conf:1:11: skip_if ends where a value behind height<= is missing
                1 | skip_if = height<=
                  |           ^^^^^^^^
            """
        ),
        WrongProfile(
            "skip_if = height<=1080 and",
            """
            tv.conf:1:11: skip_if ends where a comparison such as height<=1080 is missing
                1 | skip_if = height<=1080 and
                  |           ^^^^^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "skip_if = video_codec=h264|",
            """
            tv.conf:1:23: skip_if has nothing on one side of "|"
                1 | skip_if = video_codec=h264|
                  |                       ^^^^^
            """
        ),
        WrongProfile(
            "skip_if = height",
            """
            tv.conf:1:11: skip_if ends where a sign such as = or <= behind height is missing
                1 | skip_if = height
                  |           ^^^^^^
            """
        ),
        WrongProfile(
            "skip_if = \"video_codec=h264 and heigth<=1080\"",
            """
            tv.conf:1:33: skip_if asks for video_codec, audio_codec, container, width, height, \
            bitrate, fps, duration, size or bit_depth, not "heigth"; did you mean "height"?
                1 | skip_if = "video_codec=h264 and heigth<=1080"
                  |                                 ^^^^^^
            """
        ),
        WrongProfile(
            "include = *.mkv [a",
            """
            tv.conf:1:17: include "[a": the pattern has a "[" without "]", or ends in a backslash
                1 | include = *.mkv [a
                  |                 ^^
            """
        ),
        WrongProfile(
            "exclude = /tmp/*",
            """
            tv.conf:1:11: exclude "/tmp/*": the pattern begins at the profile's folder, not at /
                1 | exclude = /tmp/*
                  |           ^^^^^^
            """
        ),
        WrongProfile(
            "exclude = a//b",
            """
            tv.conf:1:11: exclude "a//b": the pattern has an empty name in it
                1 | exclude = a//b
                  |           ^^^^
            """
        ),
        WrongProfile(
            "include = ''",
            """
            tv.conf:1:11: include "": the pattern is empty
                1 | include = ''
                  |           ^^
            """
        ),
        WrongProfile(
            "extends = builtin:",
            """
            tv.conf:1:11: extends takes none, a path of a profile or builtin:NAME, not "builtin:"
                1 | extends = builtin:
                  |           ^^^^^^^^
            """
        ),
        WrongProfile(
            "extends = non",
            """
            tv.conf:1:11: extends takes none, a path of a profile or builtin:NAME, not "non"; \
            did you mean "none"?
                1 | extends = non
                  |           ^^^
            """
        ),
        WrongProfile(
            "extends = a b.conf",
            """
            tv.conf:1:13: there is more behind the value
                1 | extends = a b.conf
                  |             ^^^^^^
            """
        ),
        WrongProfile(
            "name = ",
            """
            tv.conf:1:1: there is no value
                1 | name =\u{20}
                  | ^^^^
            """
        ),
        WrongProfile(
            "name = # nothing",
            """
            tv.conf:1:1: there is no value
                1 | name = # nothing
                  | ^^^^
            """
        ),
        WrongProfile(
            "[streams]\naudio = english",
            """
            tv.conf:2:9: audio takes all, none or languages such as eng deu, not "english"; did \
            you mean "eng"?
                2 | audio = english
                  |         ^^^^^^^
            """
        ),
        WrongProfile(
            "[streams]\naudio = eng all",
            """
            tv.conf:2:13: audio takes all, none or languages such as eng deu, not "all"
                2 | audio = eng all
                  |             ^^^
            """
        ),
        WrongProfile(
            "[streams]\nsubtitles = en-GB",
            """
            tv.conf:2:13: subtitles takes all, none or languages such as eng deu, not "en-GB"; \
            did you mean "en"?
                2 | subtitles = en-GB
                  |             ^^^^^
            """
        ),
        WrongProfile(
            "[streams]\ndefault_audio = all",
            """
            tv.conf:2:17: default_audio takes none or a language such as eng, not "all"
                2 | default_audio = all
                  |                 ^^^
            """
        ),
        WrongProfile(
            "[streams]\ndefault_audio = eng deu",
            """
            tv.conf:2:21: there is more behind the value
                2 | default_audio = eng deu
                  |                     ^^^
            """
        ),
    ]
}
