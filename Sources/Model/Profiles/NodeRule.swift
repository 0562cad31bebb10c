/// Which nodes may take a task.
public struct NodeRule: Hashable, Sendable, Codable {
    public enum Property: String, Hashable, Sendable, Codable, CaseIterable {
        /// As Debian calls it: `amd64`, `arm64`.
        case arch
        /// An encoder that really works there.
        case encoder
        /// The node's name; a glob.
        case name
    }

    public struct Term: Hashable, Sendable, Codable {
        public var property: Property
        public var value: String
        public var isNegative: Bool

        public init(_ property: Property, _ value: String, isNegative: Bool = false) {
            self.property = property
            self.value = value
            self.isNegative = isNegative
        }
    }

    /// Of the terms about one property one has to hold, of the negative ones all; empty is any
    /// node.
    public var terms: [Term] = []

    public init() {}
}
