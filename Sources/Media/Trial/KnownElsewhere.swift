/// Encoders and filters that FFmpeg can have, and this machine's need not: not a mistake in a
/// profile where it lacks them.
enum KnownElsewhere {
    /// What such an encoder needs, as after "it needs"; nil for a name that FFmpeg has nowhere.
    static func need(ofEncoder name: String) -> String? {
        if let family = families.first(where: { name.hasSuffix("_\($0.ending)") }),
            codecs.contains(String(name.dropLast(family.ending.count + 1)))
        {
            return family.need
        }
        return libraries.contains(name) ? "an FFmpeg that was built with it" : nil
    }

    /// Whether it works with a device that a machine may lack.
    static func needsDevice(_ name: String) -> Bool {
        families.contains { name.hasSuffix("_\($0.ending)") }
    }

    static func isFilter(_ name: String) -> Bool {
        filters.contains(name) || isFilterOfDevice(name)
    }

    /// Whether it computes on a graphics card.
    static func isFilterOfDevice(_ name: String) -> Bool {
        ["libplacebo", "hwmap", "hwupload"].contains(name)
            || devices.contains { name.hasSuffix("_\($0)") && name.count > $0.count + 1 }
    }

    private static let codecs: Set<String> = [
        "h264", "hevc", "av1", "vp8", "vp9", "mpeg2", "mpeg4", "h263", "mjpeg", "prores", "ffv1",
        "aac", "alac", "ac3", "mp3",
    ]

    private static let families: [(ending: String, need: String)] = [
        ("v4l2m2m", "a video device such as /dev/video11 that encodes, as a Raspberry Pi has"),
        ("nvenc", "an NVIDIA card and its driver (libcuda, libnvidia-encode)"),
        ("vaapi", "a graphics card with VA-API (/dev/dri/renderD128) and its driver"),
        ("qsv", "an Intel graphics card and its media driver"),
        ("amf", "an AMD card and its AMF driver"),
        ("vulkan", "a graphics card whose Vulkan driver encodes"),
        ("omx", "an OpenMAX driver"),
        ("rkmpp", "a Rockchip processor"),
        ("mmal", "an old Raspberry Pi system"),
        ("videotoolbox", "a Mac"), ("at", "a Mac"),
        ("mf", "Windows"), ("d3d12va", "Windows"),
        ("mediacodec", "Android"),
    ]

    private static let libraries: Set<String> = [
        "libaom-av1", "libcodec2", "libfdk_aac", "libgsm", "libilbc", "libjxl", "libkvazaar",
        "liblc3", "libmp3lame", "liboapv", "libopencore_amrnb", "libopenh264", "libopenjpeg",
        "libopus", "librav1e", "libshine", "libspeex", "libsvt_hevc", "libsvt_vp9", "libsvtav1",
        "libsvtjpegxs", "libtheora", "libtwolame", "libvo_amrwbenc", "libvorbis", "libvpx",
        "libvpx-vp9", "libvvenc", "libwebp", "libx262", "libx264", "libx264rgb", "libx265",
        "libxavs", "libxavs2", "libxeve", "libxvid",
    ]

    private static let devices = [
        "cuda", "npp", "opencl", "qsv", "vaapi", "vulkan", "videotoolbox", "rkrga",
    ]

    private static let filters: Set<String> = [
        "ass", "bs2b", "coreimage", "cropdetect", "cuda", "drawtext", "flite", "frei0r", "hwmap",
        "hwupload", "hwupload_cuda", "ladspa", "lcms2", "lensfun", "libplacebo", "libvmaf", "lv2",
        "ocr", "ocv", "rubberband", "sofalizer", "subtitles", "vidstabdetect",
        "vidstabtransform", "zmq", "zscale", "iccdetect", "iccgen", "quirc", "whisper",
    ]
}
