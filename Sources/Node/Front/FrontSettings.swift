public import Dashboard
public import Model

/// What a node serves over HTTP, and to whom.
public struct FrontSettings: Sendable {
    public var listen: ListenAddress
    /// Whether somebody asked for that very address: a node goes on without one that nobody asked
    /// for.
    public var isAsked: Bool
    /// How others reach it; nil is by the host's name.
    public var advertised: String?
    /// Names it goes by besides its own.
    public var hosts: [String] = []
    public var token: WebToken?
    /// Whether it serves other machines without a token.
    public var isInsecure = false

    public init(_ listen: ListenAddress, isAsked: Bool) {
        (self.listen, self.isAsked) = (listen, isAsked)
    }
}
