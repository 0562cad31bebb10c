internal import Media
internal import Model
internal import Platform
private import Synchronization

/// Which encoders work on this machine, as far as that is known: those that need no device are
/// taken to work until one was seen to fail, those that do only when one was seen to work.
public final class KnownEncoders: Sendable {
    private struct State {
        var all: Set<String>
        var announced: [String]
        /// Whether all of them were tried.
        var isSettled = false
    }

    let catalogue: EncoderCatalogue
    private let began = MonotonicTime.now
    private let state: Mutex<State>

    public convenience init() { self.init(EncoderCatalogue.installed()) }

    init(_ catalogue: EncoderCatalogue) {
        self.catalogue = catalogue
        let all = catalogue.encoders.map(\.name).filter { !HardwareFamily.isOne($0) }
        state = Mutex(State(all: Set(all), announced: KnownEncoders.announced(all, catalogue)))
    }

    /// As libavcodec calls them; empty is not known, and then all are tried.
    public var all: Set<String> { state.withLock(\.all) }

    /// Those that people choose, for the node's record, which is rewritten with every beat.
    public var announced: [String] { state.withLock(\.announced) }

    /// Whether it is worth waiting for what else may work: a driver that hangs may do so for ever.
    public var isSettled: Bool {
        state.withLock(\.isSettled) || MonotonicTime.now - began > KnownEncoders.patience
    }

    func has(_ encoder: String) -> Bool {
        state.withLock { $0.all.isEmpty || $0.all.contains(encoder) }
    }

    func set(_ encoder: String, works: Bool) {
        state.withLock { state in
            if works { state.all.insert(encoder) } else { state.all.remove(encoder) }
            state.announced = KnownEncoders.announced(Array(state.all), catalogue)
        }
    }

    func settle() { state.withLock { $0.isSettled = true } }

    // MARK: What is tried

    /// Those that need a device and may have it.
    func ofHardware(with devices: [String]) -> [String] {
        HardwareFamily.all.filter { !$0.found(among: devices).isEmpty }.flatMap { family in
            family.encoders(of: catalogue).filter { !family.takesOwnMemoryOnly($0, catalogue) }
        }
    }

    /// Those that open without a word about quality, size or color; whether others do depends on
    /// the options.
    var ofSoftware: [String] {
        KnownEncoders.tried.filter { catalogue[$0] != nil }
    }

    private static func announced(_ names: [String], _ catalogue: EncoderCatalogue) -> [String] {
        names.filter { name in catalogue[name].map { chosen.contains($0.codec) } ?? false }.sorted()
    }

    private static let patience = Duration.seconds(300)
    private static let tried = [
        "libx264", "libx265", "libsvtav1", "libaom-av1", "libvpx", "libvpx-vp9", "mpeg2video",
        "mpeg4", "ffv1",
    ]
    static let chosen: Set<String> = [
        "h264", "hevc", "av1", "vp8", "vp9", "vvc", "mpeg2video", "mpeg4", "prores", "dnxhd",
        "ffv1", "theora", "aac", "opus", "vorbis", "flac", "ac3", "eac3", "mp3", "alac",
    ]
}
