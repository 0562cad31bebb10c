import Testing

/// Profiles as people have them, what clustercode 1.3 made of each, and what comes out here.
struct ClustercodeCase: Sendable, CustomTestStringConvertible {
    let name: String
    let profile: String
    /// The words that ffmpeg was started with, a bar between each two.
    let old: String
    let result: String
    var notes = ""

    var testDescription: String { name }
}

enum ClustercodeTable {
    static let all = shipped + ofPeople

    static let shipped = [
        ClustercodeCase(
            name: "default.ffmpeg: forced language, first two streams",
            profile: """
                # H.264, sound as it is
                %{FORMAT=.mkv}
                -y -hide_banner -threads 0
                -i ${INPUT}
                -map 0:0 -map 0:1
                -c:v libx264 -preset medium -crf 24
                -c:a copy
                -metadata:s:a:0 language=eng
                ${OUTPUT}
                """,
            old: "-y|-hide_banner|-threads|0|-i|/input/0/a b.mkv|-map|0:0|-map|0:1|-c:v|libx264|"
                + "-preset|medium|-crf|24|-c:a|copy|-metadata:s:a:0|language=eng|"
                + "/var/tmp/clustercode/a b.mkv",
            result: """
                film.mkv (matroska)
                picture  libx264 preset=medium crf=24
                sound    copy
                streams  0:0 0:1 audio:0{language=eng}
                """,
            notes: """
                3: -y is passed over: on_conflict says what is done about a file of the result's \
                name
                3: -hide_banner is passed over: there is no ffmpeg that prints anything
                3: -threads 0 is passed over: the number of threads follows from the film
                """
        ),
        ClustercodeCase(
            name: "x265.ffmpeg",
            profile: """
                # HEVC
                %{FORMAT=.mkv}

                -y -hide_banner
                -i ${INPUT}
                -map 0:0 -map 0:1
                -codec:v libx265 -preset medium -x265-params crf=24
                -codec:a copy
                ${OUTPUT}
                """,
            old: "-y|-hide_banner|-i|/input/0/a b.mkv|-map|0:0|-map|0:1|-codec:v|libx265|-preset|"
                + "medium|-x265-params|crf=24|-codec:a|copy|/var/tmp/clustercode/a b.mkv",
            result: """
                film.mkv (matroska)
                picture  libx265 preset=medium x265-params=crf=24
                sound    copy
                streams  0:0 0:1
                """,
            notes: """
                4: -y is passed over: on_conflict says what is done about a file of the result's \
                name
                4: -hide_banner is passed over: there is no ffmpeg that prints anything
                """
        ),
    ]

    static let ofPeople = [
        ClustercodeCase(
            name: "Quotes keep a filter together, which 1.3.2 gave on with its quotes",
            profile: """
                -i ${INPUT} -map 0:v:0 -map 0:a
                -c:v libx264 -crf 21 -vf "scale=-2:'min(720,ih)', hqdn3d"
                -c:a aac -b:a 160k -ac 2
                ${OUTPUT}
                """,
            old: "-i|/input/0/a b.mkv|-map|0:v:0|-map|0:a|-c:v|libx264|-crf|21|-vf|"
                + "\"scale=-2:'min(720,ih)', hqdn3d\"|-c:a|aac|-b:a|160k|-ac|2|"
                + "/var/tmp/clustercode/a b.mkv",
            result: """
                film.mkv (matroska)
                picture  libx264 crf=21 filters:scale=-2:'min(720,ih)', hqdn3d
                sound    aac b=160k ac=2
                streams  0:v:0 0:a
                """
        ),
        ClustercodeCase(
            name: "MP4 for the web, all tracks mapped, text subtitles named",
            profile: """
                %{format=.MP4}
                -nostats -loglevel error -i ${INPUT}
                -map 0 -vcodec libx264 -preset fast -b:v 2500k -maxrate 3M -bufsize 6M
                -acodec aac -ab 128k -scodec mov_text
                -movflags +faststart -f mp4
                ${OUTPUT}
                """,
            old: "-nostats|-loglevel|error|-i|/input/0/a b.mkv|-map|0|-vcodec|libx264|-preset|fast|"
                + "-b:v|2500k|-maxrate|3M|-bufsize|6M|-acodec|aac|-ab|128k|-scodec|mov_text|"
                + "-movflags|+faststart|-f|mp4|/var/tmp/clustercode/a b.mkv",
            result: """
                film.mp4 (mp4)
                picture  libx264 preset=fast b=2500k maxrate=3M bufsize=6M
                sound    aac b=128k
                streams  0
                mux      movflags=+faststart
                """,
            notes: """
                1: results end in .mp4
                2: -nostats is passed over: there is no ffmpeg that prints anything
                2: -loglevel error is passed over: there is no ffmpeg that prints anything
                4: -scodec mov_text is passed over: subtitles are kept as they are, and text \
                becomes what the container takes
                """
        ),
        ClustercodeCase(
            name: "No -map: 1.x lost all but one track of each kind",
            profile: "-i ${INPUT} -c:v libx264 -crf 20 -c:a copy -c:s copy ${OUTPUT}",
            old: "-i|/input/0/a b.mkv|-c:v|libx264|-crf|20|-c:a|copy|-c:s|copy|"
                + "/var/tmp/clustercode/a b.mkv",
            result: """
                film.mkv (matroska)
                picture  libx264 crf=20
                sound    copy
                """,
            notes: "all: \(noMap)"
        ),
        ClustercodeCase(
            name: "Everything copied into another container",
            profile: """
                %{FORMAT=.mp4}
                -y -fflags +genpts -i ${INPUT} -map 0:v -map 0:a -c copy -b:a 192k ${OUTPUT}
                """,
            old: "-y|-fflags|+genpts|-i|/input/0/a b.mkv|-map|0:v|-map|0:a|-c|copy|-b:a|192k|"
                + "/var/tmp/clustercode/a b.mkv",
            result: """
                film.mp4 (mp4)
                picture  copy
                sound    copy
                streams  0:v 0:a
                """,
            notes: """
                2: -y is passed over: on_conflict says what is done about a file of the result's \
                name
                2: -fflags +genpts is passed over: how a source is read follows from the source
                2: -b:a has no effect: sound is copied, not encoded
                """
        ),
        ClustercodeCase(
            name: "Copied, and then the picture encoded: the later one holds",
            profile: """
                -i ${INPUT} -map 0 -c copy
                -c:v libx265 -crf 22 -pix_fmt yuv420p10le -tag:v hvc1 -x265-params \
                "aq-mode=3:no-sao=1"
                -max_muxing_queue_size 4096 ${OUTPUT}
                """,
            old: "-i|/input/0/a b.mkv|-map|0|-c|copy|-c:v|libx265|-crf|22|-pix_fmt|yuv420p10le|"
                + "-tag:v|hvc1|-x265-params|\"aq-mode=3:no-sao=1\"|-max_muxing_queue_size|4096|"
                + "/var/tmp/clustercode/a b.mkv",
            result: """
                film.mkv (matroska)
                picture  libx265 crf=22 x265-params=aq-mode=3:no-sao=1 pixels:yuv420p10le tag:hvc1
                sound    copy
                streams  0
                """,
            notes: "3: -max_muxing_queue_size 4096 is passed over: there is no such queue here"
        ),
        ClustercodeCase(
            name: "A filter's own quotes and backslashes, as they are",
            profile: """
                -i ${INPUT} -map 0:v -map 0:a
                -c:v libx264 -crf 20 -vf scale='min(960,iw)':-2,drawtext=text=A\\:B
                -c:a copy ${OUTPUT}
                """,
            old: "-i|/input/0/a b.mkv|-map|0:v|-map|0:a|-c:v|libx264|-crf|20|-vf|"
                + "scale='min(960,iw)':-2,drawtext=text=A\\:B|-c:a|copy|"
                + "/var/tmp/clustercode/a b.mkv",
            result: """
                film.mkv (matroska)
                picture  libx264 crf=20 filters:scale='min(960,iw)':-2,drawtext=text=A\\:B
                sound    copy
                streams  0:v 0:a
                """
        ),
        ClustercodeCase(
            name: "The sound alone",
            profile: """
                %{FORMAT=.flac}
                -i ${INPUT} -vn -map 0:a:0 -c:a flac ${OUTPUT}
                """,
            old: "-i|/input/0/a b.mkv|-vn|-map|0:a:0|-c:a|flac|/var/tmp/clustercode/a b.mkv",
            result: """
                film.flac (flac)
                picture  drop
                sound    flac
                streams  0:a:0
                """
        ),
        ClustercodeCase(
            name: "The sound alone, in what nobody named",
            profile: "-i ${INPUT} -map 0:a -vn -c:a copy -avoid_negative_ts make_zero ${OUTPUT}",
            old: "-i|/input/0/a b.mkv|-map|0:a|-vn|-c:a|copy|-avoid_negative_ts|make_zero|"
                + "/var/tmp/clustercode/a b.mkv",
            result: """
                film.mka (matroska)
                picture  drop
                sound    copy
                streams  0:a
                """,
            notes: """
                1: -avoid_negative_ts make_zero is passed over: the result's times follow from the \
                source's
                all: results end in .mka; for the old ending write %{FORMAT=.mkv}
                """
        ),
        ClustercodeCase(
            name: "An option on each line, and its value on the next",
            profile: """
                -i
                ${INPUT}
                # what is kept
                -map
                0:v
                -map
                -0:s
                -c:v
                libvpx-vp9
                -crf
                32
                -b:v
                0
                -an
                ${OUTPUT}
                %{FORMAT=.webm}
                """,
            old: "-i|/input/0/a b.mkv|-map|0:v|-map|-0:s|-c:v|libvpx-vp9|-crf|32|-b:v|0|-an|"
                + "/var/tmp/clustercode/a b.mkv",
            result: """
                film.webm (webm)
                picture  libvpx-vp9 crf=32 b=0
                sound    drop
                streams  0:v -0:s
                """
        ),
        ClustercodeCase(
            name: "The AAC encoder of old days, and times as they are",
            profile: """
                -hwaccel auto -i ${INPUT} -map 0:v:0 -map 0:a:0
                -c:v libx264 -vsync 0 -profile:v high -level 4.1 -pix_fmt yuv420p
                -c:a aac -strict -2 -q:a 2
                -v quiet ${OUTPUT}
                """,
            old: "-hwaccel|auto|-i|/input/0/a b.mkv|-map|0:v:0|-map|0:a:0|-c:v|libx264|-vsync|0|"
                + "-profile:v|high|-level|4.1|-pix_fmt|yuv420p|-c:a|aac|-strict|-2|-q:a|2|-v|quiet|"
                + "/var/tmp/clustercode/a b.mkv",
            result: """
                film.mkv (matroska)
                picture  libx264 profile=high level=4.1 strict=-2 pixels:yuv420p
                sound    aac strict=-2 flags=+qscale global_quality=236
                streams  0:v:0 0:a:0
                """,
            notes: """
                1: -hwaccel auto is passed over: the processor decodes, as fast as it can
                2: -vsync 0 is passed over: every frame keeps its time in any case
                4: -v quiet is passed over: there is no ffmpeg that prints anything
                """
        ),
        ClustercodeCase(
            name: "Tags and roles",
            profile: """
                -i ${INPUT} -map 0:0 -map 0:2 -map_metadata 0 -map_chapters -1
                -c:v libx264 -crf 20 -c:a copy
                -metadata title="A film" -metadata:s:a:0 language=deu -disposition:a:0 default
                ${OUTPUT}
                """,
            old: "-i|/input/0/a b.mkv|-map|0:0|-map|0:2|-map_metadata|0|-map_chapters|-1|-c:v|"
                + "libx264|-crf|20|-c:a|copy|-metadata|title=\"A film\"|-metadata:s:a:0|"
                + "language=deu|-disposition:a:0|default|/var/tmp/clustercode/a b.mkv",
            result: """
                film.mkv (matroska)
                picture  libx264 crf=20
                sound    copy
                streams  0:0 0:2 file{title=A film} audio:0{language=deu} audio:0{default} no \
                chapters
                """
        ),
        ClustercodeCase(
            name: "The least that works: ffmpeg chose the sound's encoder, and fields nobody reads",
            profile: """
                %{COMMENT=made by hand}
                -i ${INPUT} -crf 23 ${OUTPUT}
                """,
            old: "-i|/input/0/a b.mkv|-crf|23|/var/tmp/clustercode/a b.mkv",
            result: """
                film.mkv (matroska)
                picture  libx264 crf=23
                sound    copy
                """,
            notes: """
                1: the field "COMMENT" is passed over, as clustercode does; it knows FORMAT
                all: \(noMap)
                all: there is no -c:a, for which ffmpeg takes the container's usual encoder; here \
                sound is kept as it is
                """
        ),
    ]

    private static let noMap =
        "there is no -map, for which ffmpeg takes one picture, one track of sound and one of "
        + "subtitles; here all tracks are kept. For the old way write -map 0:v:0 -map 0:a:0? "
        + "-map 0:s:0?"
}
