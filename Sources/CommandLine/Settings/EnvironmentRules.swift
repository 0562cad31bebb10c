internal import Model

/// Which variables are ours.
///
/// A variable that begins with `REELMILL_` and is neither known nor made by a container engine is
/// an error: a mistyped one would otherwise be passed over without a word. Kubernetes sets
/// variables for every service it knows, and container links do the same; for a service named
/// after this program they begin like ours
/// (https://kubernetes.io/docs/concepts/services-networking/service/). They are told by their
/// shape and passed over, and so is what a program is told that is given events. An empty variable
/// counts as not set.
enum EnvironmentRules {
    static let prefix = "REELMILL_"
    /// Those of a hook, which may run this program as well.
    private static let event = "\(prefix)EVENT"
    static let configuration = "\(prefix)CONFIG"

    /// The first unknown variable in the order of names, if any.
    static func firstUnknown(
        in environment: [[UInt8]: [UInt8]],
        known: [String]
    ) -> ConfigurationProblem? {
        let start = Array(prefix.utf8)
        let names = environment.filter { $0.key.starts(with: start) && !$0.value.isEmpty }.keys
            .sorted { $0.lexicographicallyPrecedes($1) }
        for name in names {
            let text = String(decoding: name, as: UTF8.self)
            guard !known.contains(text), !isService(text, environment[name] ?? []),
                text != event, !text.hasPrefix("\(event)_")
            else { continue }
            // The prefix is right; counted as well, it would make any two short names near.
            let own = known.map { String($0.dropFirst(prefix.count)) }
            let near = Suggestion.nearest(to: String(text.dropFirst(prefix.count)), among: own)
                .map { prefix + $0 }
            return ConfigurationProblem(
                "unknown variable \(Quoted.readable(name))" + Quoted.suggestion(near)
            )
        }
        return nil
    }

    /// `…_SERVICE_HOST`, `…_SERVICE_PORT`, `…_SERVICE_PORT_HTTP`, `…_PORT=tcp://…` and
    /// `…_PORT_8080_TCP` with what follows it.
    private static func isService(_ name: String, _ value: [UInt8]) -> Bool {
        let words = name.split(separator: "_", omittingEmptySubsequences: false)
        if words.suffix(2) == ["SERVICE", "HOST"] { return true }
        if zip(words, words.dropFirst()).contains(where: { $0 == ("SERVICE", "PORT") }) {
            return true
        }
        let protocols = ["tcp", "udp", "sctp"]
        if words.last == "PORT",
            protocols.contains(where: { value.starts(with: Array("\($0)://".utf8)) })
        {
            return true
        }
        return words.indices.dropFirst().dropLast(2).contains { index in
            words[index] == "PORT" && words[index + 1].utf8.allSatisfy(Measure.isDigit)
                && protocols.contains(words[index + 2].lowercased())
        }
    }
}
