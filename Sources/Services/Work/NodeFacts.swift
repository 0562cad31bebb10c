internal import Media
internal import Model
internal import Platform

/// What a node is, for the rules of profiles.
public struct NodeFacts: Hashable, Sendable {
    public var name: String
    /// As Debian calls it.
    public var architecture: String
    /// That work here, as libavcodec calls them; empty is not known, and then all are tried.
    public var encoders: Set<String>

    public init(name: String, architecture: String, encoders: Set<String>) {
        self.name = name
        self.architecture = architecture
        self.encoders = encoders
    }

    /// Of this machine. Those that need hardware are left out: that they are compiled in says
    /// nothing.
    public static func here(name: String) -> NodeFacts {
        let encoders = EncoderCatalogue.installed().encoders.map(\.name).filter { encoder in
            !hardware.contains { encoder.hasSuffix($0) }
        }
        return NodeFacts(
            name: name,
            architecture: HostIdentity.architecture,
            encoders: Set(encoders)
        )
    }

    /// What makes the same headers elsewhere: this program, its libraries, this architecture.
    public static var maker: String {
        let codec = MediaLibraries.all.first { $0.name == "libavcodec" }?.running ?? "?"
        return "\(Product.name) \(Product.version) libavcodec \(codec) \(HostIdentity.architecture)"
    }

    func has(_ encoder: String) -> Bool { encoders.isEmpty || encoders.contains(encoder) }

    /// Those that people choose, for the node's record, which is rewritten with every beat.
    public var announced: [String] {
        let catalogue = EncoderCatalogue.installed()
        return encoders.filter { name in
            catalogue[name].map { NodeFacts.chosen.contains($0.codec) } ?? false
        }.sorted()
    }

    private static let hardware = [
        "_nvenc", "_vaapi", "_qsv", "_v4l2m2m", "_amf", "_omx", "_vulkan", "_mf", "_videotoolbox",
    ]
    private static let chosen: Set<String> = [
        "h264", "hevc", "av1", "vp8", "vp9", "vvc", "mpeg2video", "mpeg4", "prores", "dnxhd",
        "ffv1", "theora", "aac", "opus", "vorbis", "flac", "ac3", "eac3", "mp3", "alac",
    ]
}
