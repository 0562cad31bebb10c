/// Which of the waiting tasks a worker tries for. Those who look at the same moment see the same
/// list: if all took the first, one would win and all others would look again.
struct ClaimChoice<Candidate: Sendable>: Sendable {
    private var candidates: [Candidate]
    private var window: Int

    /// - Parameter candidates: In the order in which they should be done.
    init(_ candidates: [Candidate], window: Int) {
        self.candidates = candidates
        self.window = window
    }

    /// The next to try. After each that was lost the choice is wider, since there are more rivals
    /// than was thought.
    mutating func next(_ chance: any Chance) -> Candidate? {
        guard !candidates.isEmpty else { return nil }
        window = min(max(1, window), candidates.count)
        let index = chance.number(below: window)
        window *= 2
        return candidates.remove(at: index)
    }
}
