internal import Media
internal import Model
internal import Platform

/// What a node is, for the rules of profiles.
public struct NodeFacts: Sendable {
    public var name: String
    /// As Debian calls it.
    public var architecture: String
    /// Those that work here.
    public let encoders: KnownEncoders

    public init(name: String, architecture: String, encoders: KnownEncoders) {
        self.name = name
        self.architecture = architecture
        self.encoders = encoders
    }

    /// Of this machine.
    public static func here(name: String) -> NodeFacts {
        NodeFacts(
            name: name,
            architecture: HostIdentity.architecture,
            encoders: KnownEncoders()
        )
    }

    /// What makes the same headers elsewhere: this program, its libraries, this architecture.
    public static var maker: String {
        let codec = MediaLibraries.all.first { $0.name == "libavcodec" }?.running ?? "?"
        return "\(Product.name) \(Product.version) libavcodec \(codec) \(HostIdentity.architecture)"
    }
}
