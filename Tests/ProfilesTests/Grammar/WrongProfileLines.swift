import Model

extension ProfileFileTests {
    /// Profiles of a few lines, and the whole of what they are answered.
    static let wrongLines = [
        Case(
            "[video]\n-crf 99",
            """
            tv.conf:2:6: -crf takes a number from 0 to 51 with libx264, not "99"
                2 | -crf 99
                  |      ^^
            """
        ),
        Case(
            "[video]\n-b:v 1M a.mkv",
            """
            tv.conf:2:9: "a.mkv" is no option and belongs to none before it
                2 | -b:v 1M a.mkv
                  |         ^^^^^
            """
        ),
        Case(
            "container = hls",
            """
            tv.conf:1:13: container hls needs the sizes to make: a [rendition NAME] for each, \
            such as [rendition 720p] with height = 720
                1 | container = hls
                  |             ^^^
            """
        ),
        Case(
            "on_damage = fial",
            """
            tv.conf:1:13: on_damage takes conceal or fail, not "fial"; did you mean \
            "fail"?
                1 | on_damage = fial
                  |             ^^^^
            """
        ),
        Case(
            "slice = 10s\nslice = 20s",
            """
            tv.conf:2:1: "slice" stands here twice; the first is on line 1
                2 | slice = 20s
                  | ^^^^^
            """
        ),
        Case(
            "[video]\n[audio]\n[video]",
            """
            tv.conf:3:1: "[video]" stands here twice; the first is on line 1
                3 | [video]
                  | ^^^^^^^
            """
        ),
        Case(
            "[video",
            """
            tv.conf:1:1: the heading has no "]" at its end
                1 | [video
                  | ^^^^^^
            """
        ),
        Case(
            "[video] -crf 20",
            """
            tv.conf:1:9: there is more behind the heading
                1 | [video] -crf 20
                  |         ^^^^^^^
            """
        ),
        Case(
            "slice",
            """
            tv.conf:1:1: a line is  key = value,  a heading such as [video], or \
            ffmpeg's options
                1 | slice
                  | ^^^^^
            """
        ),
        Case(
            "slice =  # none",
            """
            tv.conf:1:1: there is no value
                1 | slice =  # none
                  | ^^^^^
            """
        ),
        Case(
            "slice = 10 s",
            """
            tv.conf:1:12: there is more behind the value
                1 | slice = 10 s
                  |            ^
            """
        ),
        Case(
            "[mux]\n-f mp4",
            """
            tv.conf:2:1: -f: write container = mp4 above the sections
                2 | -f mp4
                  | ^^
            """
        ),
        Case(
            "[audio]\n-vf yadif",
            """
            tv.conf:2:1: -vf: it belongs under [video]
                2 | -vf yadif
                  | ^^^
            """
        ),
        Case(
            "[video]\n-crf\n20",
            """
            tv.conf:2:1: -crf needs a value
                2 | -crf
                  | ^^^^
            tv.conf:3:1: a line is  key = value,  a heading such as [video], or \
            ffmpeg's options
                3 | 20
                  | ^^
            """
        ),
        Case(
            "a\u{1}b",
            """
            tv.conf:1:2: there is a control character
                1 | a\\x01b
                  |  ^^^^
            """
        ),
    ]
}
