import Testing

/// Profiles of clustercode's with what they cannot mean here, and the whole of what is answered.
struct WrongClustercode: Sendable, CustomTestStringConvertible {
    let profile: String
    let message: String

    var testDescription: String { profile }

    static let cases = [
        WrongClustercode(
            profile: "-ss 60 -i ${INPUT} -map 0 -c copy ${OUTPUT}",
            message: """
                p.ffmpeg:1:1: -ss is not taken: the whole film is encoded; cut it before, for \
                example with ffmpeg -ss 60 -t 30 -i IN -c copy PIECE
                    1 | -ss 60 -i ${INPUT} -map 0 -c copy ${OUTPUT}
                      | ^^^
                """
        ),
        WrongClustercode(
            profile: "-r 25 -i ${INPUT} -map 0 -c:v libx264 -c:a copy ${OUTPUT}",
            message: """
                p.ffmpeg:1:1: -r stands before -i, where it says how the source is read, which is \
                not said here; write it behind  -i ${INPUT}  if the result is meant
                    1 | -r 25 -i ${INPUT} -map 0 -c:v libx264 -c:a copy ${OUTPUT}
                      | ^^
                """
        ),
        WrongClustercode(
            profile: "-i ${INPUT} -i /media/logo.png\n-map 0 -c copy ${OUTPUT}",
            message: """
                p.ffmpeg:1:16: -i takes ${INPUT} and no other file: a result is made of one source
                    1 | -i ${INPUT} -i /media/logo.png
                      |                ^^^^^^^^^^^^^^^
                """
        ),
        WrongClustercode(
            profile: "-i ${INPUT} -i ${INPUT} -map 0 -c copy ${OUTPUT}",
            message: """
                p.ffmpeg:1:13: -i stands here twice; a result is made of one source
                    1 | -i ${INPUT} -i ${INPUT} -map 0 -c copy ${OUTPUT}
                      |             ^^
                """
        ),
        WrongClustercode(
            profile: "-i ${INPUT} -map 0 -c copy ${OUTPUT} -map 0:a -c:a aac ${OUTPUT}",
            message: """
                p.ffmpeg:1:38: -map stands behind ${OUTPUT}, where it would be for a second \
                result; write it before
                    1 | -i ${INPUT} -map 0 -c copy ${OUTPUT} -map 0:a -c:a aac ${OUTPUT}
                      |                                      ^^^^
                p.ffmpeg:1:47: -c:a stands behind ${OUTPUT}, where it would be for a second \
                result; write it before
                    1 | -i ${INPUT} -map 0 -c copy ${OUTPUT} -map 0:a -c:a aac ${OUTPUT}
                      |                                               ^^^^
                p.ffmpeg:1:56: ${OUTPUT} stands here twice; a profile makes one
                    1 | -i ${INPUT} -map 0 -c copy ${OUTPUT} -map 0:a -c:a aac ${OUTPUT}
                      |                                                        ^^^^^^^^^
                """
        ),
        WrongClustercode(
            profile:
                "-i ${INPUT} -filter_complex \"[0:v]scale=640:-2[v]\" -map 0:a -c:a copy ${OUTPUT}",
            message: """
                p.ffmpeg:1:13: -filter_complex is not taken: filters have one input and one output \
                here; write -vf or -af
                    1 | -i ${INPUT} -filter_complex "[0:v]scale=640:-2[v]" -map 0:a -c:a copy ${
                      |             ^^^^^^^^^^^^^^^
                """
        ),
        WrongClustercode(
            profile: "-i ${INPUT} -map 0 -c:v libx264 -b:v 2M -pass 1 -c:a copy ${OUTPUT}",
            message: """
                p.ffmpeg:1:41: -pass is not taken: slices are encoded in one pass; write -crf, or \
                -b:v with -maxrate and -bufsize
                    1 | -i ${INPUT} -map 0 -c:v libx264 -b:v 2M -pass 1 -c:a copy ${OUTPUT}
                      |                                         ^^^^^
                """
        ),
        WrongClustercode(
            profile: "-i ${INPUT} -map 0 -c:v libx264 -vf subtitles=${INPUT} -c:a copy ${OUTPUT}",
            message: """
                p.ffmpeg:1:37: ${INPUT} stands as a word of its own, behind -i or at the end: \
                slices and results have names of reelmill's until they are whole
                    1 |  ${INPUT} -map 0 -c:v libx264 -vf subtitles=${INPUT} -c:a copy ${OUTPUT}
                      |                                   ^^^^^^^^^^^^^^^^^^
                """
        ),
        WrongClustercode(
            profile: "-i ${INPUT} -map 0 -c copy ${OUTPT}",
            message: """
                p.ffmpeg: it has no  ${OUTPUT}  at its end
                p.ffmpeg:1:28: unknown placeholder "${OUTPT}"; did you mean "${OUTPUT}"?
                    1 | -i ${INPUT} -map 0 -c copy ${OUTPT}
                      |                            ^^^^^^^^
                """
        ),
        WrongClustercode(
            profile: "-map 0 -c copy",
            message: """
                p.ffmpeg: it has no  -i ${INPUT}
                p.ffmpeg: it has no  ${OUTPUT}  at its end
                """
        ),
        WrongClustercode(
            profile: "# nothing yet\n\n%{FORMAT=.mkv}\n",
            message: "p.ffmpeg: there are no options of ffmpeg's in it"
        ),
        WrongClustercode(
            profile: "%{FORMAT=.mkw}\n-i ${INPUT} -map 0 -c copy ${OUTPUT}",
            message: """
                p.ffmpeg:1:10: no container is known by the ending ".mkw"; did you mean ".mkv"?
                    1 | %{FORMAT=.mkw}
                      |          ^^^^
                """
        ),
        WrongClustercode(
            profile: "%{FORMAT .mkv}\n-i ${INPUT} -map 0 -c copy ${OUTPUT}",
            message: """
                p.ffmpeg:1:1: a field is %{NAME=value}, such as %{FORMAT=.mkv}
                    1 | %{FORMAT .mkv}
                      | ^^^^^^^^^^^^^^
                """
        ),
        WrongClustercode(
            profile: "-i ${INPUT} -map 0 -c copy -f mp4 ${OUTPUT}",
            message: """
                p.ffmpeg:1:31: -f makes mp4, but results end in .mkv; write %{FORMAT=.mp4}
                    1 | -i ${INPUT} -map 0 -c copy -f mp4 ${OUTPUT}
                      |                               ^^^
                """
        ),
        WrongClustercode(
            profile: "-i ${INPUT} -map 0 -c:v libx264 -vf \"scale=-2:720 -c:a copy ${OUTPUT}",
            message: """
                p.ffmpeg:1:37: the quotes are not closed
                    1 | -i ${INPUT} -map 0 -c:v libx264 -vf "scale=-2:720 -c:a copy ${OUTPUT}
                      |                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                """
        ),
        WrongClustercode(
            profile: "-i ${INPUT} -map 0 -c:v libx264 -crf 20 # good -c:a copy\n${OUTPUT}",
            message: """
                p.ffmpeg:1:41: in a profile of clustercode's a comment stands on a line of its own
                    1 | -i ${INPUT} -map 0 -c:v libx264 -crf 20 # good -c:a copy
                      |                                         ^^^^^^^^^^^^^^^^
                """
        ),
        WrongClustercode(
            profile: "-i ${INPUT} -map 0 -c copy -metadata title='My film' ${OUTPUT}",
            message: """
                p.ffmpeg:1:48: "film'" is no option and belongs to none before it; what holds \
                spaces stands in double quotes
                    1 | -i ${INPUT} -map 0 -c copy -metadata title='My film' ${OUTPUT}
                      |                                                ^^^^^
                """
        ),
        WrongClustercode(
            profile: "-i ${INPUT} -map 0 -c:v libx264 -crf ${OUTPUT}",
            message: """
                p.ffmpeg:1:33: -crf needs a value
                    1 | -i ${INPUT} -map 0 -c:v libx264 -crf ${OUTPUT}
                      |                                 ^^^^
                """
        ),
        WrongClustercode(
            profile: "-i ${INPUT} -map 0 -c:v libx265 -crf 99 -c:a copy ${OUTPUT}",
            message: """
                p.ffmpeg:1:38: -crf takes a number from 0 to 51 with libx265, not "99"
                    1 | -i ${INPUT} -map 0 -c:v libx265 -crf 99 -c:a copy ${OUTPUT}
                      |                                      ^^
                """
        ),
        WrongClustercode(
            profile: "-i ${INPUT} -map 0 -c:v h264 -b:a 128k ${OUTPUT}",
            message: """
                p.ffmpeg:1:25: -c:v takes the name of an encoder, not "h264"; did you mean \
                "libx264"?
                    1 | -i ${INPUT} -map 0 -c:v h264 -b:a 128k ${OUTPUT}
                      |                         ^^^^
                """
        ),
        WrongClustercode(
            profile: "-i ${INPUT} -map 0 -c:v libx264 -b:a 128k ${OUTPUT}",
            message: """
                p.ffmpeg:1:33: -b:a: sound is copied, not encoded; name its encoder as well, for \
                example -c:a aac
                    1 | -i ${INPUT} -map 0 -c:v libx264 -b:a 128k ${OUTPUT}
                      |                                 ^^^^
                """
        ),
        WrongClustercode(
            profile:
                "-vaapi_device /dev/dri/renderD128 -i ${INPUT} -map 0 "
                + "-c:v h264_vaapi -c:a copy ${OUTPUT}",
            message: """
                p.ffmpeg:1:1: -vaapi_device is not taken: pictures are decoded by the processor; \
                leave it out
                    1 | -vaapi_device /dev/dri/renderD128 -i ${INPUT} -map 0 -c:v h264_vaapi -c:
                      | ^^^^^^^^^^^^^
                """
        ),
        WrongClustercode(
            profile: "-i ${INPUT} -map 0 -c:v libx264 -c:a:0 aac -c:a:1 copy ${OUTPUT}",
            message: """
                p.ffmpeg:1:33: -c:a:0: options hold for every stream of a kind; write -c:a
                    1 | -i ${INPUT} -map 0 -c:v libx264 -c:a:0 aac -c:a:1 copy ${OUTPUT}
                      |                                 ^^^^^^
                p.ffmpeg:1:44: -c:a:1: options hold for every stream of a kind; write -c:a
                    1 | -i ${INPUT} -map 0 -c:v libx264 -c:a:0 aac -c:a:1 copy ${OUTPUT}
                      |                                            ^^^^^^
                """
        ),
        WrongClustercode(
            profile: "-i ${INPUT} -map 0 -c copy ${OUTPUT} /media/second.mkv",
            message: """
                p.ffmpeg:1:38: "/media/second.mkv" would be a second result; a profile makes one
                    1 | -i ${INPUT} -map 0 -c copy ${OUTPUT} /media/second.mkv
                      |                                      ^^^^^^^^^^^^^^^^^
                """
        ),
        WrongClustercode(
            profile: "${INPUT} -map 0 -c copy ${OUTPUT}\u{0}",
            message: """
                p.ffmpeg:1:34: there is a NUL byte
                    1 | ${INPUT} -map 0 -c copy ${OUTPUT}\\x00
                      |                                  ^^^^
                """
        ),
    ]
}
