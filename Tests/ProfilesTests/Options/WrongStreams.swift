extension WrongProfile {
    static let streams: [WrongProfile] = [
        WrongProfile(
            "[streams]\n-map 1:a",
            """
            tv.conf:2:6: -map takes streams of the one source, which is file 0, not "1:a"
                2 | -map 1:a
                  |      ^^^
            """
        ),
        WrongProfile(
            "[streams]\n-map a",
            """
            tv.conf:2:6: -map takes streams such as 0, 0:v, 0:a:1, 0:s? or 0:a:m:language:eng, \
            not "a"
                2 | -map a
                  |      ^
            """
        ),
        WrongProfile(
            "[streams]\n-map 0:x",
            """
            tv.conf:2:6: -map takes streams such as 0, 0:v, 0:a:1, 0:s? or 0:a:m:language:eng, \
            not "0:x"
                2 | -map 0:x
                  |      ^^^
            """
        ),
        WrongProfile(
            "[streams]\n-map [out]",
            """
            tv.conf:2:6: -map takes streams of the source; filters have no names here
                2 | -map [out]
                  |      ^^^^^
            """
        ),
        WrongProfile(
            "[streams]\n-map 0:s:m:title:x",
            """
            tv.conf:2:6: -map chooses by m:language:NAME, and by no other tag
                2 | -map 0:s:m:title:x
                  |      ^^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[streams]\n-map 0:a:1:2",
            """
            tv.conf:2:6: -map takes streams such as 0, 0:v, 0:a:1, 0:s? or 0:a:m:language:eng, \
            not "0:a:1:2"
                2 | -map 0:a:1:2
                  |      ^^^^^^^
            """
        ),
        WrongProfile(
            "[streams]\n-metadata title",
            """
            tv.conf:2:11: -metadata takes NAME=VALUE, such as title=Film, not "title"
                2 | -metadata title
                  |           ^^^^^
            """
        ),
        WrongProfile(
            "[streams]\n-metadata:s title=x",
            """
            tv.conf:2:1: -metadata:s: tags are those of the file or of streams of a kind: \
            -metadata, -metadata:s:v, -metadata:s:a:0 or -metadata:s:s
                2 | -metadata:s title=x
                  | ^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[streams]\n-metadata:c:0 title=x",
            """
            tv.conf:2:1: -metadata:c:0: tags are those of the file or of streams of a kind: \
            -metadata, -metadata:s:v, -metadata:s:a:0 or -metadata:s:s
                2 | -metadata:c:0 title=x
                  | ^^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[streams]\n-disposition default",
            """
            tv.conf:2:1: -disposition: streams are chosen by kind: -disposition:v, \
            -disposition:a:0 or -disposition:s
                2 | -disposition default
                  | ^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[streams]\n-disposition:a:0 defualt",
            """
            tv.conf:2:18: -disposition:a:0 takes 0 or words such as default or default+forced, \
            not "defualt"; did you mean "default"?
                2 | -disposition:a:0 defualt
                  |                  ^^^^^^^
            """
        ),
        WrongProfile(
            "[streams]\n-map_metadata 1",
            """
            tv.conf:2:15: -map_metadata takes 0, which keeps the source's tags, or -1, which \
            leaves them out; there is no other file to take them from
                2 | -map_metadata 1
                  |               ^
            """
        ),
        WrongProfile(
            "[streams]\n-map_chapters 0:1",
            """
            tv.conf:2:15: -map_chapters takes 0, which keeps the source's chapters, or -1, \
            which leaves them out; there is no other file to take them from
                2 | -map_chapters 0:1
                  |               ^^^
            """
        ),
        WrongProfile(
            "[streams]\n-map_metadata:s:a -1",
            """
            tv.conf:2:1: -map_metadata:s:a: tags are kept or left out as a whole; write \
            -map_metadata 0 or -1
                2 | -map_metadata:s:a -1
                  | ^^^^^^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[streams]\n-c:a copy",
            """
            tv.conf:2:1: -c:a: it belongs under [audio]
                2 | -c:a copy
                  | ^^^^
            """
        ),
        WrongProfile(
            "[streams]\n-crf 20",
            """
            tv.conf:2:1: -crf: under [streams] stand -map, -metadata, -disposition, \
            -map_metadata and -map_chapters
                2 | -crf 20
                  | ^^^^
            """
        ),
        WrongProfile(
            "[video]\n-map 0",
            """
            tv.conf:2:1: -map: it belongs under [streams]
                2 | -map 0
                  | ^^^^
            """
        ),
    ]
}
