internal import CommandLine
internal import Model

/// The nodes that words on the command line mean: a name, of which there may be several nodes, or
/// a name with its incarnation.
struct NodeSelection {
    let nodes: [NodeLine]
    /// Names that count as well, though no node goes by them.
    var others: [String] = []

    func nodes(_ word: String) throws(Failure) -> [NodeLine] {
        let found = nodes.filter { $0.holder == word || $0.node == word }
        guard found.isEmpty, !others.contains(word) else { return found }
        let names = nodes.map(\.node) + others
        let near = Suggestion.nearest(to: word, among: names) ?? names.first { $0.contains(word) }
        throw Failure(
            .notFound,
            "no node is called \(Quoted.readable(word))"
                + (near.map { "; closest: \(Quoted.readable($0))" } ?? ""),
            hint: "reelmill nodes ls"
        )
    }

    /// Each once.
    func nodes(_ words: [String]) throws(Failure) -> [NodeLine] {
        var found: Set<String> = []
        for word in words { found.formUnion(try nodes(word).map(\.holder)) }
        return nodes.filter { found.contains($0.holder) }
    }
}
