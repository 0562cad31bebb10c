internal import Model

/// The profiles that are part of the program: the files beside this one, byte for byte, which
/// `extends = builtin:NAME` names and people copy.
public enum Shipped {
    private static let files: [(name: String, bytes: [UInt8])] = [
        ("default", PackageResources.default_conf),
        ("hevc-10bit", PackageResources.hevc_10bit_conf),
        ("av1-svt", PackageResources.av1_svt_conf),
        ("vp9-webm", PackageResources.vp9_webm_conf),
        ("small-for-phones", PackageResources.small_for_phones_conf),
        ("archive", PackageResources.archive_conf),
        ("audio-only", PackageResources.audio_only_conf),
        ("remux-only", PackageResources.remux_only_conf),
        ("h264-raspberry-pi", PackageResources.h264_raspberry_pi_conf),
        ("web-ladder", PackageResources.web_ladder_conf),
    ]

    /// The one that holds where nothing else is said comes first.
    public static let names = files.map(\.name)

    public static let all = files.map { ProfileSource(.builtin($0.name), $0.bytes) }

    /// Nil when none has that name.
    public static func source(_ name: String) -> ProfileSource? {
        all.first { $0.origin == .builtin(name) }
    }

    /// What the file says of itself in a line; nil when no profile has that name.
    public static func summary(of name: String) -> String? {
        let key = Array("description = ".utf8)
        let lines = source(name)?.bytes.split(separator: UInt8(ascii: "\n"))
        let line = lines?.first { $0.starts(with: key) }
        return line.map { String(decoding: $0.dropFirst(key.count), as: UTF8.self) }
    }
}
