import Profiles

/// What is broken: profiles of every kind.
enum ProfileBases {
    /// Each with how its file is called.
    static let all: [(name: String, bytes: [UInt8])] =
        Shipped.all.map { ("profile.conf", $0.bytes) }
        + plain.map { ("profile.conf", Array($0.utf8)) }
        + clustercode.map { ("profile.ffmpeg", Array($0.utf8)) }

    private static let plain = [
        """
        # everything above the headings
        name        = films   # of the living room
        description = What "it" is for
        extends     = none
        container   = mkv
        slice       = 60s
        on_damage   = conceal
        priority    = 10
        hours       = mon-fri 22:00-07:00, sat-sun
        nodes       = arch:amd64 encoder:libx265 name:pi* !name:pi4
        tries       = 3
        on_conflict = suffix
        source      = move:done
        keep_times  = yes
        min_saving  = 5%
        skip_if     = video_codec=h264|hevc and height<=1080 or bitrate<6M
        include     = *.mkv 'two words/*' **/[a-z]?.mp4
        exclude     = *sample*
        min_size    = 150M
        """,
        """
        container = mp4
        [video]
        -c:v libx265 -preset slow -crf 22 \\
          -pix_fmt yuv420p10le -profile:v main10 -tag:v hvc1
        -vf "scale=-2:'min(1080,ih)',yadif"   # smaller
        -x265-params 'log-level=error:aq-mode=3:keyint={gop}'
        [audio]
        -c:a aac -b:a 160k -ac 2
        [subtitles]
        -c:s copy
        [streams]
        audio = eng deu
        subtitles = all
        default_audio = eng
        default_subtitles = none
        -map 0:v:0 -map 0:a:m:language:eng? -map -0:s:1
        -metadata title=Film -metadata:s:a:0 language=eng
        -disposition:a:0 default+forced -map_metadata -1 -map_chapters 0
        [mux]
        -movflags +faststart
        """,
        """
        container = hls
        slice = 48s
        [hls]
        segment = 4s
        playlist = vod
        dash = yes
        [video]
        -c:v libx264 -preset veryfast -g {gop} -keyint_min {gop} -q:v 3 -r 25 -s 1280x720
        [audio +]
        -c:a libopus -ar 48000
        [rendition 1080p]
        height = 1080
        fps_max = 30000/1001
        -b:v 5000k -maxrate 5350k -b:a 192k
        [rendition 144p +]
        width = 256
        height = 144
        -crf 30 -an
        """,
        "[video]\n-c:v copy\n[audio]\n-c:a copy\n",
        "\u{feff}[video]\r\n-crf 20\r\n[audio]\r\n-an\r\n",
        "[video]\n-vn\n",
        "",
    ]

    private static let clustercode = [
        """
        # clustercode
        -y
        -hide_banner
        -i ${INPUT}
        -map 0:0 -map 0:1
        -c:v libx264 -crf 24 -preset medium
        -metadata:s:a:0 language=eng
        -c:a copy
        ${OUTPUT}
        %{FORMAT=.mkv}
        """,
        """
        -i "${INPUT}" -vf "scale=-2:720, yadif" -c:v libx265 -x265-params crf=20:log-level=error
        -c:a aac -b:a 128k -sn -threads 4 -stats
        -f mp4 "${OUTPUT}"
        %{FORMAT=.mp4}
        """,
        "-i ${INPUT} -c copy ${OUTPUT}\n",
    ]
}
