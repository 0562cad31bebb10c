/// Options of ffmpeg's that have no place here, with what is to be done instead.
enum RefusedOptions {
    /// Nil for an option that is taken.
    static func reason(_ base: String) -> String? {
        if let group = groups.first(where: { $0.names.contains(base) }) { return group.reason }
        return prefixes.first { base.hasPrefix($0.prefix) }?.reason
    }

    private static let groups: [(names: Set<String>, reason: String)] = [
        (["i"], "the file to encode is named elsewhere"),
        (
            [
                "ss", "sseof", "t", "to", "fs", "frames", "vframes", "aframes", "stream_loop",
                "loop",
            ],
            "the whole film is encoded; cut it before, for example with "
                + "ffmpeg -ss 60 -t 30 -i IN -c copy PIECE"
        ),
        (
            ["map_channel", "dn"],
            "every stream is kept that the container can hold; -an leaves out sound, -sn subtitles"
        ),
        (
            ["pass", "passlogfile"],
            "slices are encoded in one pass; write -crf, or -b:v with -maxrate and -bufsize"
        ),
        (
            ["threads", "filter_threads", "filter_complex_threads", "thread_type"],
            "the number of threads follows from the film, so that its result is the same on every "
                + "machine; --slots says how many slices are encoded at a time"
        ),
        (
            [
                "vsync", "fps_mode", "async", "copyts", "copytb", "start_at_zero", "enc_time_base",
                "avoid_negative_ts", "output_ts_offset", "itsoffset", "itsscale", "muxdelay",
                "muxpreload", "shortest", "shortest_buf_duration", "apad", "isync",
            ],
            "every frame and every sound keeps its time; write -r for a constant frame rate"
        ),
        (
            ["filter_complex", "lavfi", "filter_complex_script", "filter_script"],
            "filters have one input and one output here; write -vf or -af"
        ),
        (["deinterlace"], "write -vf yadif or -vf bwdif"),
        (
            [
                "hwaccel", "hwaccel_device", "hwaccel_output_format", "init_hw_device",
                "filter_hw_device", "vaapi_device", "qsv_device",
            ],
            "pictures are decoded by the processor; leave it out"
        ),
        (
            [
                "attach", "dump_attachment", "program", "streamid", "stream_group", "timecode",
            ],
            "programs and attachments are those of the source; change them in the result, for "
                + "example with ffmpeg -c copy"
        ),
        (["atag", "stag"], "the container has its own tag for each codec"),
        (["bsf", "vbsf", "absf"], "streams stay as the encoder makes them; leave it out"),
        (["fpre", "vpre", "apre", "spre", "target"], "write out the options that it stands for"),
        (
            [
                "hide_banner", "loglevel", "stats", "nostats", "stats_period", "progress",
                "nostdin", "stdin", "report", "benchmark", "benchmark_all", "xerror", "abort_on",
                "max_muxing_queue_size", "max_error_rate", "vstats", "vstats_file", "psnr",
                "debug_ts", "cpuflags", "y", "n", "re", "autorotate", "noautorotate", "autoscale",
                "noautoscale", "copy_unknown", "ignore_unknown", "copyinkf", "dump", "hex",
                "accurate_seek", "noaccurate_seek", "seek_timestamp", "find_stream_info",
                "fix_sub_duration", "recast_media", "qphist", "bitexact",
            ],
            "it has no use here; leave it out"
        ),
    ]

    private static let prefixes: [(prefix: String, reason: String)] = [
        ("segment_", "a result is one file"), ("hls_", "a result is one file"),
        ("dash_", "a result is one file"),
    ]
}
