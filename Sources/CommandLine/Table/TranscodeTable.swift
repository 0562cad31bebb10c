public import Model

/// The command that encodes one file, and the one that its children run.
public enum TranscodeTable {
    public static let source = Argument<Path?>("IN", .path, .one, "The file to encode") {
        $0.first?.asPath
    }
    public static let target = Argument<Path?>(
        "OUT",
        .path,
        .one,
        "The file to make, or of renditions the directory"
    ) { $0.first?.asPath }
    public static let profile = Flag<Path?>.single(
        "profile",
        "FILE",
        .path,
        "Encode as this profile says, in place of options",
        as: \.asPath
    )
    public static let slice = Flag<Duration?>.single(
        "slice",
        "TIME",
        .duration,
        "Cut slices of at least this length; 10s by default",
        details: "No less than 5s. Longer slices make the result a little smaller, shorter ones "
            + "keep more slots busy. With another length the result has other bytes.",
        as: \.asDuration
    )
    public static let onDamage = Flag<EncodeRecipe.DamageRule?>.single(
        "on-damage",
        "WHAT",
        .choice(EncodeRecipe.DamageRule.allCases.map(\.rawValue)),
        "At broken bits inside the film: conceal (the default) or fail",
        details: "With conceal the decoder hides what it can, as in ffmpeg, and the times are "
            + "reported. A file that breaks off before its end is refused either way."
    ) { $0.asText.flatMap(EncodeRecipe.DamageRule.init) }
    public static let workDirectory = Flag<Path?>.single(
        "work-dir",
        "DIR",
        .path,
        "Where slices lie while it works; beside OUT by default",
        as: \.asPath
    )
    public static let overwrite = Flag<Bool>.toggle(
        "overwrite",
        short: "y",
        "Replace OUT if it is there"
    )
    public static let keep = Flag<Bool>.toggle(
        "no-overwrite",
        short: "n",
        "Fail if OUT is there, as without this flag"
    )

    public static let transcode = Command(
        "transcode",
        .built,
        "Encode one file with this machine alone",
        details: [
            "The film is cut into slices that are encoded side by side and joined again. "
                + "OUT appears when it is whole and proven, never before; Ctrl-C leaves nothing "
                + "behind.",
            "Encoding options are ffmpeg's: what it takes in front of an output file stands here "
                + "anywhere behind the command, in any order. Those below are the usual ones; an "
                + "option that is not among them goes to the encoder by its name, with :a behind "
                + "it to the encoder of sound. Every stream of IN is kept where the container can "
                + "hold it. The ending of OUT says which container that is.",
            "A profile is a file of such options: lines as on a command line under [video], "
                + "[audio], [subtitles] and [mux], behind lines such as container = mkv, "
                + "slice = 10s and on_damage = fail.",
            "A profile with renditions makes a directory, as a cluster does. OUT is its name, "
                + "such as film.hls, or a directory that is there: then it lies in it, called as "
                + "its film is. With -y it is put in the place of an earlier one, but never of a "
                + "directory in which there is anything else.",
        ],
        arguments: [source, target],
        flags: [profile, slice, onDamage, workDirectory, overwrite, keep],
        settings: [SettingsTable.slots],
        conflicts: [[overwrite, keep]],
        encodingOptions: options,
        examples: [
            .init(
                "reelmill transcode film.mov film.mkv -crf 20 -preset slow",
                "x264; sound as it is"
            ),
            .init(
                "reelmill transcode in.mkv out.mp4 -c:v libx265 -crf 24 -vf scale=-2:720 "
                    + "-c:a aac -b:a 160k",
                "HEVC in 720 lines, with sound for every player"
            ),
            .init("reelmill transcode a.ts b.webm -c:a libopus", "VP9 and Opus"),
            .init("reelmill transcode a.mkv b.mkv --profile tv.conf --slots 2", "By a profile"),
            .init(
                "reelmill transcode film.mkv site --profile web-ladder.conf",
                "Several sizes for players that adapt, in site/film.hls"
            ),
        ],
        exitCodes: [.notFound, .invalidConfiguration, .interrupted, .terminated]
    )

    static let options: [EncodingOption] = [
        .init(
            "c:v",
            "ENCODER",
            "The encoder of the picture; libx264, in webm libvpx-vp9",
            words: "libx264 libx265 libsvtav1 libvpx-vp9"
        ),
        .init("crf", "N", "Its quality: the smaller the better"),
        .init(
            "preset",
            "NAME",
            "How much time it takes: slower is smaller",
            words: "ultrafast superfast veryfast faster fast medium slow slower veryslow"
        ),
        .init("tune", "NAME", "What it is for, such as film, grain or animation"),
        .init("profile:v", "NAME", "What players have to know, such as high or main10"),
        .init("b:v", "RATE", "Its bit rate, such as 4M, in place of a quality"),
        .init("maxrate", "RATE", "The highest bit rate, with -bufsize"),
        .init("g", "N", "The most frames from one key frame to the next"),
        .init("pix_fmt", "FORMAT", "The pixel format, such as yuv420p10le"),
        .init("vf", "FILTERS", "Filters of the picture, such as scale=-2:720"),
        .init("r", "RATE", "A constant frame rate; frames are dropped and repeated"),
        .init("s", "SIZE", "The size of the picture, such as 1280x720"),
        .init(
            "c:a",
            "ENCODER",
            "The encoder of sound; copy, the default, takes it as it is",
            words: "copy aac libopus flac ac3"
        ),
        .init("b:a", "RATE", "The bit rate of sound, such as 160k"),
        .init("ac", "N", "How many channels sound has"),
        .init("af", "FILTERS", "Filters of sound, such as loudnorm"),
        .init("an", nil, "Leave sound out"),
        .init("sn", nil, "Leave subtitles out"),
        .init(
            "f",
            "FORMAT",
            "The container, where the ending of OUT does not say it",
            words: "matroska mp4 mov webm mpegts"
        ),
        .init(
            "movflags",
            "FLAGS",
            "Options of the container, by its own names",
            words: "+faststart"
        ),
    ]

    /// The child processes of a transcode and of a node run this.
    public static let task = Command(
        "task",
        .hidden,
        "Do one task that standard input tells, and report on standard output",
        output: .text
    )
}
