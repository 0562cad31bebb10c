extension WrongProfile {
    static let options: [WrongProfile] = [
        WrongProfile(
            "[video]\n-c:v copy -crf 20",
            """
            tv.conf:2:11: -crf: the picture is copied, not encoded; leave it out, or name an \
            encoder, for example -c:v libx264
                2 | -c:v copy -crf 20
                  |           ^^^^
            """
        ),
        WrongProfile(
            "[video]\n-vn\n[audio]\n-an",
            """
            tv.conf:4:1: -an: there is neither picture nor sound left; leave it out
                4 | -an
                  | ^^^
            """
        ),
        WrongProfile(
            "container = mp3\n[video]\n-crf 20",
            """
            tv.conf:3:1: -crf: mp3 is for sound alone; leave out what is about the picture, or \
            name another container, for example mkv
                3 | -crf 20
                  | ^^^^
            """
        ),
        WrongProfile(
            "[video]\n-tag:v hevc1",
            """
            tv.conf:2:8: -tag:v takes four letters such as hvc1, not "hevc1"
                2 | -tag:v hevc1
                  |        ^^^^^
            """
        ),
        WrongProfile(
            "[audio]\n-tag:a mp4a",
            """
            tv.conf:2:1: -tag:a: the container has its own tag for each codec; leave it out
                2 | -tag:a mp4a
                  | ^^^^^^
            """
        ),
        WrongProfile(
            "[audio]\n-c:a aac -b:a {gop}",
            """
            tv.conf:2:15: -b:a takes no {gop}: only the picture's options follow it
                2 | -c:a aac -b:a {gop}
                  |               ^^^^^
            """
        ),
        WrongProfile(
            "[mux]\n-video_track_timescale {fps}",
            """
            tv.conf:2:24: -video_track_timescale takes no {fps}: only the picture's options \
            follow it
                2 | -video_track_timescale {fps}
                  |                        ^^^^^
            """
        ),
        WrongProfile(
            "[video]\n-g {gob}",
            """
            tv.conf:2:4: -g knows {gop}, {fps}, {height} or {width}, not "{gob}"; did you mean \
            "{gop}"?
                2 | -g {gob}
                  |    ^^^^^
            """
        ),
        WrongProfile(
            "[video]\n-g {keyframes}",
            """
            tv.conf:2:4: -g knows {gop}, {fps}, {height} or {width}, not "{keyframes}"
                2 | -g {keyframes}
                  |    ^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[video]\n-crf 99",
            """
            tv.conf:2:6: -crf takes a number from 0 to 51 with libx264, not "99"
                2 | -crf 99
                  |      ^^
            """
        ),
        WrongProfile(
            "[video]\n-crf",
            """
            tv.conf:2:1: -crf needs a value
                2 | -crf
                  | ^^^^
            """
        ),
        WrongProfile(
            "[video]\n-preset -crf 20",
            """
            tv.conf:2:1: -preset needs a value; behind it stands the option "-crf"
                2 | -preset -crf 20
                  | ^^^^^^^
            """
        ),
        WrongProfile(
            "[video]\n-ss 5",
            """
            tv.conf:2:1: -ss is not taken: the whole film is encoded; cut it before, for \
            example with ffmpeg -ss 60 -t 30 -i IN -c copy PIECE
                2 | -ss 5
                  | ^^^
            """
        ),
        WrongProfile(
            "[video]\n-y",
            """
            tv.conf:2:1: -y is not taken: it has no use here; leave it out
                2 | -y
                  | ^^
            """
        ),
        WrongProfile(
            "[video]\n-threads 4",
            """
            tv.conf:2:1: -threads is not taken: the number of threads follows from the film, so \
            that its result is the same on every machine; --slots says how many slices are \
            encoded at a time
                2 | -threads 4
                  | ^^^^^^^^
            """
        ),
        WrongProfile(
            "[video]\n-filter_complex overlay",
            """
            tv.conf:2:1: -filter_complex is not taken: filters have one input and one output \
            here; write -vf or -af
                2 | -filter_complex overlay
                  | ^^^^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "[video]\n-pass 1",
            """
            tv.conf:2:1: -pass is not taken: slices are encoded in one pass; write -crf, or \
            -b:v with -maxrate and -bufsize
                2 | -pass 1
                  | ^^^^^
            """
        ),
        WrongProfile(
            "[video]\nfilm.mkv",
            """
            tv.conf:2:1: a line is  key = value,  a heading such as [video], or ffmpeg's options
                2 | film.mkv
                  | ^^^^^^^^
            """
        ),
        WrongProfile(
            "[video]\n-vf \"scale",
            """
            tv.conf:2:5: the quotes are not closed
                2 | -vf "scale
                  |     ^^^^^^
            """
        ),
        WrongProfile(
            "[video]\n-crf 20\n-pix_fmt yuv420p out.mkv",
            """
            tv.conf:3:18: "out.mkv" is no option and belongs to none before it
                3 | -pix_fmt yuv420p out.mkv
                  |                  ^^^^^^^
            """
        ),
        WrongProfile(
            "[audio]\n-vf yadif",
            """
            tv.conf:2:1: -vf: it belongs under [video]
                2 | -vf yadif
                  | ^^^
            """
        ),
        WrongProfile(
            "[audio]\n-vn",
            """
            tv.conf:2:1: -vn: it belongs under [video]
                2 | -vn
                  | ^^^
            """
        ),
        WrongProfile(
            "[audio]\n-b:a 96k",
            """
            tv.conf:2:1: -b:a: sound is copied, not encoded; name its encoder as well, for \
            example -c:a aac
                2 | -b:a 96k
                  | ^^^^
            """
        ),
        WrongProfile(
            "[subtitles]\n-c:s srt",
            """
            tv.conf:2:6: -c:s takes copy only: subtitles are kept as they are, or left out with \
            -sn
                2 | -c:s srt
                  |      ^^^
            """
        ),
        WrongProfile(
            "[mux]\n-f mp4",
            """
            tv.conf:2:1: -f: write container = mp4 above the sections
                2 | -f mp4
                  | ^^
            """
        ),
        WrongProfile(
            "[video]\n-c:v h265",
            """
            tv.conf:2:6: -c:v takes the name of an encoder, not "h265"; did you mean "libx265"?
                2 | -c:v h265
                  |      ^^^^
            """
        ),
        WrongProfile(
            "container = avi",
            """
            tv.conf:1:13: there is no usual encoder for avi; name one with -c:v
                1 | container = avi
                  |             ^^^
            """
        ),
    ]
}
