extension WrongProfile {
    static let texts: [WrongProfile] = [
        WrongProfile(
            "[video]\n-vf 'scale=-2:720",
            """
            tv.conf:2:5: the quotes are not closed
                2 | -vf 'scale=-2:720
                  |     ^^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[video]\n-crf 20 \\ ",
            """
            tv.conf:2:9: there is a space behind the backslash; to go on, the line ends in a \
            backslash
                2 | -crf 20 \\\\\u{20}
                  |         ^^^
            """
        ),
        WrongProfile(
            "[video]\n-crf 20 \\",
            """
            tv.conf:2:9: nothing follows the backslash
                2 | -crf 20 \\\\
                  |         ^^
            """
        ),
        WrongProfile(
            "[video]\n-i ${INPUT}",
            """
            tv.conf:2:1: it is a line of clustercode's; a profile of clustercode's is called \
            profile.ffmpeg, or as its film with .ffmpeg behind it
                2 | -i ${INPUT}
                  | ^^
            """
        ),
        WrongProfile(
            "-i ${INPUT} -c:v copy ${OUTPUT}",
            """
            tv.conf:1:4: it is a line of clustercode's; a profile of clustercode's is called \
            profile.ffmpeg, or as its film with .ffmpeg behind it
                1 | -i ${INPUT} -c:v copy ${OUTPUT}
                  |    ^^^^^^^^
            """
        ),
        WrongProfile(
            "%{FORMAT=.mkv}",
            """
            tv.conf:1:1: it is a line of clustercode's; a profile of clustercode's is called \
            profile.ffmpeg, or as its film with .ffmpeg behind it
                1 | %{FORMAT=.mkv}
                  | ^^^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[video]\n-crf 20 ${OUTPUT}",
            """
            tv.conf:2:9: it is a line of clustercode's; a profile of clustercode's is called \
            profile.ffmpeg, or as its film with .ffmpeg behind it
                2 | -crf 20 ${OUTPUT}
                  |         ^^^^^^^^^
            """
        ),
        WrongProfile(
            "${OUTPUT}",
            """
            tv.conf:1:1: it is a line of clustercode's; a profile of clustercode's is called \
            profile.ffmpeg, or as its film with .ffmpeg behind it
                1 | ${OUTPUT}
                  | ^^^^^^^^^
            """
        ),
        WrongProfile(
            "= mkv",
            """
            tv.conf:1:1: there is no key before the "="
                1 | = mkv
                  | ^
            """
        ),
        WrongProfile(
            "video",
            """
            tv.conf:1:1: a line is  key = value,  a heading such as [video], or ffmpeg's options
                1 | video
                  | ^^^^^
            """
        ),
        WrongProfile(
            "slice =",
            """
            tv.conf:1:1: there is no value
                1 | slice =
                  | ^^^^^
            """
        ),
        WrongProfile(
            "slice = 10s 20s",
            """
            tv.conf:1:13: there is more behind the value
                1 | slice = 10s 20s
                  |             ^^^
            """
        ),
        WrongProfile(
            "slice = '10s",
            """
            tv.conf:1:9: the quotes are not closed
                1 | slice = '10s
                  |         ^^^^
            """
        ),
        WrongProfile(
            "slice = 10s\nslice = 20s",
            """
            tv.conf:2:1: "slice" stands here twice; the first is on line 1
                2 | slice = 20s
                  | ^^^^^
            """
        ),
        WrongProfile(
            "[video]\r\n-crf 99\r\n",
            """
            tv.conf:2:6: -crf takes a number from 0 to 51 with libx264, not "99"
                2 | -crf 99
                  |      ^^
            """
        ),
        WrongProfile(
            "[video]\r-crf 20\r",
            """
            tv.conf:1:8: there is a control character
                1 | [video]\\r-crf 20
                  |        ^^
            """
        ),
        WrongProfile(
            "[video]\r\r\n-crf 20",
            """
            tv.conf:1:8: there is a control character
                1 | [video]\\r
                  |        ^^
            """
        ),
        WrongProfile(
            "\u{1b}[31m[video]",
            """
            tv.conf:1:1: there is a control character
                1 | \\x1b[31m[video]
                  | ^^^^
            """
        ),
        WrongProfile(
            "[video]\n–crf 20",
            """
            tv.conf:2:1: the line begins with a dash that is none of ffmpeg's; write -
                2 | –crf 20
                  | ^
            """
        ),
    ]
}
