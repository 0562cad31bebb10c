extension WrongProfile {
    static let headings: [WrongProfile] = [
        WrongProfile(
            "[hls]\n-hls_time 4",
            """
            tv.conf:2:1: [hls] has no options of ffmpeg's, only segment, playlist, dash and \
            segment_files
                2 | -hls_time 4
                  | ^^^^^^^^^
            """
        ),
        WrongProfile(
            "[hls]\n-f hls",
            """
            tv.conf:2:1: [hls] has no options of ffmpeg's, only segment, playlist, dash and \
            segment_files
                2 | -f hls
                  | ^^
            """
        ),
        WrongProfile(
            "[vidio]",
            """
            tv.conf:1:1: unknown heading "[vidio]"; did you mean "[video]"?
                1 | [vidio]
                  | ^^^^^^^
            """
        ),
        WrongProfile(
            "[video+]",
            """
            tv.conf:1:1: unknown heading "[video+]"; did you mean "[video +]"?
                1 | [video+]
                  | ^^^^^^^^
            """
        ),
        WrongProfile(
            "[vidio +]",
            """
            tv.conf:1:1: unknown heading "[vidio +]"; did you mean "[video +]"?
                1 | [vidio +]
                  | ^^^^^^^^^
            """
        ),
        WrongProfile(
            "[rendition]",
            """
            tv.conf:1:1: a rendition has a name, such as [rendition 720p]
                1 | [rendition]
                  | ^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[rendition 720 p]",
            """
            tv.conf:1:1: the name of a rendition is one word, such as [rendition 720p]
                1 | [rendition 720 p]
                  | ^^^^^^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[rendition ../p]",
            """
            tv.conf:1:1: the name of a rendition is up to 40 letters and digits, with "-", "_" \
            and "." between them; not "../p"
                1 | [rendition ../p]
                  | ^^^^^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[rendtion 720p]",
            """
            tv.conf:1:1: unknown heading "[rendtion 720p]"; did you mean "[rendition 720p]"?
                1 | [rendtion 720p]
                  | ^^^^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[]",
            """
            tv.conf:1:1: the heading has no name; there are [video], [audio], [subtitles], \
            [streams], [mux], [hls], [audio NAME] or [rendition NAME]
                1 | []
                  | ^^
            """
        ),
        WrongProfile(
            "[sound]",
            """
            tv.conf:1:1: unknown heading "[sound]"; did you mean "[audio]"?
                1 | [sound]
                  | ^^^^^^^
            """
        ),
        WrongProfile(
            "[rendition a]\n[rendition a +]",
            """
            tv.conf:2:1: "[rendition a]" stands here twice; the first is on line 1
                2 | [rendition a +]
                  | ^^^^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[video]\n[video +]",
            """
            tv.conf:2:1: "[video]" stands here twice; the first is on line 1
                2 | [video +]
                  | ^^^^^^^^^
            """
        ),
        WrongProfile(
            "[hls]\n[streams]\n[hls]",
            """
            tv.conf:3:1: "[hls]" stands here twice; the first is on line 1
                3 | [hls]
                  | ^^^^^
            """
        ),
        WrongProfile(
            "]",
            """
            tv.conf:1:1: a line is  key = value,  a heading such as [video], or ffmpeg's options
                1 | ]
                  | ^
            """
        ),
    ]
}
