/// Options of a command line that change nothing of its result here. In a `.conf`, which is written
/// anew, they are refused.
enum PassedOver {
    /// Nil for an option that means something.
    static func reason(_ base: String, _ value: String?, isBeforeInput: Bool) -> String? {
        if let group = anywhere.first(where: { $0.names.contains(base) }) { return group.reason }
        if ["vsync", "fps_mode"].contains(base), let value, keepingTimes.contains(value) {
            return "every frame keeps its time in any case"
        }
        if isBeforeInput, reading.contains(base) {
            return "how a source is read follows from the source"
        }
        return nil
    }

    private static let anywhere: [(names: Set<String>, reason: String)] = [
        (["y", "n"], "on_conflict says what is done about a file of the result's name"),
        (
            [
                "hide_banner", "loglevel", "v", "stats", "nostats", "stats_period", "progress",
                "nostdin", "stdin", "report", "benchmark", "benchmark_all", "qphist", "psnr",
                "vstats", "vstats_file", "debug_ts", "dump", "hex",
            ],
            "there is no ffmpeg that prints anything"
        ),
        (
            ["threads", "filter_threads", "filter_complex_threads", "thread_type"],
            "the number of threads follows from the film"
        ),
        (
            ["max_muxing_queue_size", "muxing_queue_data_threshold", "thread_queue_size"],
            "there is no such queue here"
        ),
        (
            ["hwaccel", "hwaccel_device", "re", "readrate"],
            "the processor decodes, as fast as it can"
        ),
        (["avoid_negative_ts"], "the result's times follow from the source's"),
        (["noautorotate"], "pictures are stored as they are in the source in any case"),
        (["dn", "ignore_unknown", "copy_unknown"], "streams of data are never carried on"),
    ]

    private static let keepingTimes: Set = ["0", "-1", "auto", "passthrough", "vfr", "2"]

    /// Before `-i`.
    private static let reading: Set = ["analyzeduration", "probesize", "fflags", "err_detect"]
}
