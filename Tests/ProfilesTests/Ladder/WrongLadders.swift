extension WrongProfile {
    static let ladders: [WrongProfile] = [
        WrongProfile(
            "[hls]\nsegment = 100ms",
            """
            tv.conf:2:11: segment takes a time from 1s to 60s, such as 4s, not "100ms"
                2 | segment = 100ms
                  |           ^^^^^
            """
        ),
        WrongProfile(
            "[hls]\nplaylist = live",
            """
            tv.conf:2:12: playlist takes vod or event, not "live"
                2 | playlist = live
                  |            ^^^^
            """
        ),
        WrongProfile(
            "[hls]\ndash = maybe",
            """
            tv.conf:2:8: dash takes yes or no, not "maybe"
                2 | dash = maybe
                  |        ^^^^^
            """
        ),
        WrongProfile(
            "[hls]\nsegment = 4s",
            """
            tv.conf:1:1: [hls] has no effect: the container is mkv; write container = hls
                1 | [hls]
                  | ^^^^^
            """
        ),
        WrongProfile(
            "container = dash\n[hls]\ndash = no\n[rendition a]",
            """
            tv.conf:3:1: container = dash and dash = no leave nothing to make
                3 | dash = no
                  | ^^^^
            """
        ),
        WrongProfile(
            "[rendition a]\nheight = 721",
            """
            tv.conf:2:10: height takes an even number from 16 to 16384, such as 720, not "721"
                2 | height = 721
                  |          ^^^
            """
        ),
        WrongProfile(
            "[rendition a]\nheight = 720p",
            """
            tv.conf:2:10: height takes an even number from 16 to 16384, such as 720, not "720p"
                2 | height = 720p
                  |          ^^^^
            """
        ),
        WrongProfile(
            "[rendition a]\nwidth = 8",
            """
            tv.conf:2:9: width takes an even number from 16 to 16384, such as 1280, not "8"
                2 | width = 8
                  |         ^
            """
        ),
        WrongProfile(
            "[rendition a]\nfps_max = fast",
            """
            tv.conf:2:11: fps_max takes a rate such as 30 or 30000/1001, not "fast"
                2 | fps_max = fast
                  |           ^^^^
            """
        ),
        WrongProfile(
            "[rendition a]\n-movflags +faststart",
            """
            tv.conf:2:1: -movflags: it belongs under [mux], since it is no rendition's own
                2 | -movflags +faststart
                  | ^^^^^^^^^
            """
        ),
        WrongProfile(
            "[rendition a]\n-vf hflip",
            """
            tv.conf:2:1: -vf: filters are run once for all renditions; it belongs under [video]
                2 | -vf hflip
                  | ^^^
            """
        ),
        WrongProfile(
            "[rendition a]\n-r 25",
            """
            tv.conf:2:1: -r: write fps_max = 30 in its place
                2 | -r 25
                  | ^^
            """
        ),
        WrongProfile(
            "[audio]\n-c:a aac\n[audio a]\n[rendition a]\n-b:a 64k",
            """
            tv.conf:5:1: -b:a: the sound is said under [audio NAME]; write it there
                5 | -b:a 64k
                  | ^^^^
            """
        ),
        WrongProfile(
            "[audio]\n-c:a aac\n[audio stereo]",
            """
            tv.conf:3:1: [audio stereo] has no effect without renditions; write a \
            [rendition NAME] for each size
                3 | [audio stereo]
                  | ^^^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "zip = yes",
            """
            tv.conf:1:1: zip has no effect without renditions; write a [rendition NAME] for \
            each size
                1 | zip = yes
                  | ^^^
            """
        ),
        WrongProfile(
            "min_saving = 5%\n[rendition a]",
            """
            tv.conf:1:1: min_saving has no effect: renditions are always published
                1 | min_saving = 5%
                  | ^^^^^^^^^^
            """
        ),
        WrongProfile(
            "container = hls\n[audio]\n-c:a copy\n[rendition a]",
            """
            tv.conf:3:1: -c:a: the sound of hls is encoded, since few players take others; name \
            an encoder, for example -c:a aac
                3 | -c:a copy
                  | ^^^^
            """
        ),
        WrongProfile(
            "container = hls\n[video]\n-c:v mpeg4\n[rendition a]",
            """
            tv.conf:3:1: hls takes H.264, HEVC, AV1 or VP9, which mpeg4 does not make; write for \
            example -c:v libx264
                3 | -c:v mpeg4
                  | ^^^^
            """
        ),
        WrongProfile(
            "container = dash\n[audio]\n-c:a libvorbis\n[rendition a]",
            """
            tv.conf:3:1: dash takes AAC, AC-3, E-AC-3, Opus or MP3, which libvorbis does not make; \
            write for example -c:a aac
                3 | -c:a libvorbis
                  | ^^^^
            """
        ),
        WrongProfile(
            "[rendition a]\n[rendition b]\n-c:a aac",
            """
            tv.conf:1:1: rendition a has the film's sound as it is, and others encode it; name its \
            encoder, for example -c:a aac
                1 | [rendition a]
                  | ^^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[audio a]\n-c:a copy\n[rendition a]",
            """
            tv.conf:2:1: [audio a] is a way to encode the sound; name an encoder, for example \
            -c:a aac
                2 | -c:a copy
                  | ^^^^
            """
        ),
        WrongProfile(
            "[audio two words]\n[rendition a]",
            """
            tv.conf:1:1: the name of a way to encode the sound is one word, such as \
            [audio stereo]
                1 | [audio two words]
                  | ^^^^^^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[rendition a]\n-c copy",
            """
            tv.conf:2:1: -c: it means every stream; write -c:v ENCODER for the picture, -c:a \
            copy for sound
                2 | -c copy
                  | ^^
            """
        ),
        WrongProfile(
            "[rendition a]\n-b:a 64k",
            """
            tv.conf:2:1: -b:a: sound is copied, not encoded; name its encoder as well, for \
            example -c:a aac
                2 | -b:a 64k
                  | ^^^^
            """
        ),
        WrongProfile(
            "[video]\n-c:v copy\n[rendition a]\nheight = 720",
            """
            tv.conf:2:1: renditions are encoded, each in its size; name an encoder, for example \
            -c:v libx264
                2 | -c:v copy
                  | ^^^^
            """
        ),
        WrongProfile(
            "[rendition a]\n-crf 99",
            """
            tv.conf:2:6: -crf takes a number from 0 to 51 with libx264, not "99"
                2 | -crf 99
                  |      ^^
            """
        ),
        WrongProfile(
            "[video]\n-crf 99\n[rendition a]\n[rendition b]",
            """
            tv.conf:2:6: -crf takes a number from 0 to 51 with libx264, not "99"
                2 | -crf 99
                  |      ^^
            """
        ),
    ]
}
