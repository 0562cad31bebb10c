/// Where an option belongs that says of no stream.
enum OptionNames {
    static func target(_ name: String) -> Target {
        if sound.contains(name) { return .audio }
        if name == "sn" { return .subtitles }
        if StreamOptions.names.contains(name) { return .streams }
        return container.contains(name) ? .mux : .video
    }

    /// Where an option belongs whatever section it stands in; nil where the section says it.
    static func fixedTarget(_ name: String) -> Target? {
        if picture.contains(name) { return .video }
        let target = target(name)
        return target == .video ? nil : target
    }

    private static let picture: Set = ["pix_fmt", "s", "aspect", "r", "vn"]

    private static let sound: Set<String> = [
        "aac_coder", "aac_is", "aac_ms", "aac_pns", "aac_tns", "abr", "ac", "an", "application",
        "apply_phase_inv", "ar", "ch_layout", "channel_layout", "compression_level", "cutoff",
        "dialnorm", "dmix_mode", "dsur_mode", "dsurex_mode", "fec", "frame_duration",
        "joint_stereo", "lpc_coeff_precision", "lpc_passes", "lpc_type", "mapping_family",
        "packet_loss", "reservoir", "sample_fmt", "stereo_rematrixing", "vbr",
    ]

    private static let container: Set<String> = [
        "allow_raw_vfw", "brand", "chunk_duration", "chunk_size", "cluster_size_limit",
        "cluster_time_limit", "cues_to_front", "default_mode", "empty_hdlr_name", "f", "fflags",
        "flipped_raw_rgb", "flush_packets", "frag_duration", "frag_size", "iods_audio_profile",
        "iods_video_profile", "ism_lookahead", "live", "max_delay", "max_interleave_delta",
        "min_frag_duration", "moov_size", "movflags", "mpegts_copyts", "mpegts_flags",
        "mpegts_m2ts_mode", "mpegts_original_network_id", "mpegts_pmt_start_pid",
        "mpegts_service_id", "mpegts_service_type", "mpegts_start_pid",
        "mpegts_transport_stream_id", "muxrate", "nit_period", "omit_video_pes_length",
        "pat_period", "pcr_period", "pes_payload_size", "reserve_index_space", "rtpflags",
        "sdt_period", "skip_iods", "tables_version", "use_editlist", "use_stream_ids_as_track_ids",
        "video_track_timescale", "write_btrt", "write_colr", "write_crc32", "write_gama",
        "write_id3v2", "write_prft", "write_tmcd",
    ]

    /// Encoders by the names that people take for them.
    static func encoder(meantBy name: String) -> String? { meant[name.lowercased()] }

    private static let meant = [
        "h264": "libx264", "x264": "libx264", "avc": "libx264", "h265": "libx265",
        "hevc": "libx265", "x265": "libx265", "av1": "libsvtav1", "svtav1": "libsvtav1",
        "svt-av1": "libsvtav1", "vp8": "libvpx", "vp9": "libvpx-vp9", "libvpx-9": "libvpx-vp9",
        "mp3": "libmp3lame", "lame": "libmp3lame",
    ]
}
