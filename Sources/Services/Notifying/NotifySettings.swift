public import HTTPClient
public import Model

/// Who is told of what.
public struct NotifySettings: Sendable {
    public enum Format: String, CaseIterable, Sendable {
        /// CloudEvents 1.0 as JSON.
        case cloudevents
        /// A message as ntfy takes it at the address of a topic.
        case ntfy
    }

    public struct Webhook: Sendable {
        public var address: WebAddress
        /// Signs what is sent; nil signs nothing.
        public var secret: [UInt8]?
        public var format: Format

        public init(address: WebAddress, secret: [UInt8]?, format: Format) {
            (self.address, self.secret, self.format) = (address, secret, format)
        }
    }

    /// By their names.
    public var kinds: Set<String> = Set(NotableEvents.usual)
    public var webhook: Webhook?
    /// A program that is given each event.
    public var hook: Path?

    public init() {}
}
