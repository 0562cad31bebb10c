/// What a server gives to those who ask, at most. Everything that comes from outside has a bound.
public struct ServerLimits: Hashable, Sendable {
    /// At a time; more wait until one ends, and the oldest that asks nothing is ended.
    public var connections = 512
    /// Answers that go on for as long as both sides want.
    public var streams = 256
    /// Of the body of a request.
    public var bodyBytes = 64 << 10
    /// Of its path and query.
    public var addressBytes = 8 << 10
    /// Of its head and of what is kept of it.
    public var connectionBytes = 48 << 10
    /// Without a byte in either direction.
    public var idle: Duration = .seconds(30)
    /// From a connection's begin, or its last answer, to the end of the next request: whoever sends
    /// a byte now and then is not idle and still takes a place.
    public var arrival: Duration = .seconds(30)
    /// For an answer that is no stream to be taken.
    public var delivery: Duration = .seconds(300)

    public init() {}
}
