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
    /// In bytes, as far as its control groups allow; nil is not known.
    public var memory: Int64?

    public init(name: String, architecture: String, encoders: KnownEncoders) {
        self.name = name
        self.architecture = architecture
        self.encoders = encoders
    }

    /// Of this machine.
    public static func here(name: String) -> NodeFacts {
        var facts = NodeFacts(
            name: name,
            architecture: HostIdentity.architecture,
            encoders: KnownEncoders()
        )
        facts.memory = (try? Machine().memory().total).map { Int64(clamping: $0) }
        return facts
    }

    /// What makes the same headers elsewhere: this program, its libraries, this architecture.
    public static var maker: String {
        let codec = MediaLibraries.all.first { $0.name == "libavcodec" }?.running ?? "?"
        return "\(Product.name) \(Product.version) libavcodec \(codec) \(HostIdentity.architecture)"
    }
}
