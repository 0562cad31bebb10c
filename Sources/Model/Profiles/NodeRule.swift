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

extension NodeRule {
    public func matches(arch: String, encoders: Set<String>, name: String) -> Bool {
        refusal(arch: arch, encoders: encoders, name: name) == nil
    }

    /// Why a node may not, as after "pi4 does not take it: "; nil when it may.
    public func refusal(arch: String, encoders: Set<String>, name: String) -> String? {
        func holds(_ term: Term) -> Bool {
            switch term.property {
            case .arch: term.value == arch
            case .encoder: encoders.contains(term.value)
            case .name: Glob(term.value)?.matches(name) ?? false
            }
        }
        func have(_ property: Property) -> String {
            switch property {
            case .arch: "it is \(arch)"
            case .encoder: "it has none of them"
            case .name: "it is called \(Quoted.readable(name))"
            }
        }
        if let term = terms.first(where: { $0.isNegative && holds($0) }) {
            return "the profile says \(term)"
        }
        for property in Property.allCases {
            let wanted = terms.filter { $0.property == property && !$0.isNegative }
            guard !wanted.isEmpty, !wanted.contains(where: holds) else { continue }
            let list = Quoted.list(wanted.map(\.description), last: "or")
            let isOneEncoder = property == .encoder && wanted.count == 1
            return "the profile says \(list), and "
                + (isOneEncoder ? "it has none that works" : have(property))
        }
        return nil
    }
}

extension NodeRule.Term: CustomStringConvertible {
    /// As the profile writes it.
    public var description: String { "\(isNegative ? "!" : "")\(property.rawValue):\(value)" }
}
