import Testing

@testable import Media

@Suite("Which pictures are wrong")
struct LikenessRuleTests {
    /// After a scene in which frames are so far from their source.
    private func rule(after distance: Double, thumbnail: Double = 0.005) -> LikenessRule {
        var rule = LikenessRule()
        for _ in 0..<30 {
            rule.accept(distance)
            rule.accept(thumbnail: thumbnail)
        }
        return rule
    }

    @Test("A frame as good as those before is not looked at again")
    func usual() {
        #expect(!rule(after: 0.02).isDoubtful(0.04))
        #expect(!rule(after: 0.2).isDoubtful(0.5))
        #expect(rule(after: 0.02).isDoubtful(0.07))
        #expect(rule(after: 0).isDoubtful(0.031))
        #expect(!rule(after: 0).isDoubtful(0.029))
    }

    @Test("A blurred frame after a cut is bad, not wrong: its thumbnail is right")
    func blurred() {
        let distances = LikenessRule.Distances(thumbnail: 0.03, before: 0.6, after: 0.35)
        #expect(!rule(after: 0.02).isWrong(0.3, distances))
    }

    @Test("A frame of another place is wrong by its thumbnail")
    func elsewhere() {
        let distances = LikenessRule.Distances(thumbnail: 0.3, before: 0.4, after: 0.4)
        #expect(rule(after: 0.02).isWrong(0.4, distances))
    }

    @Test("A repeated frame is wrong by being nearer to the one before")
    func repeated() {
        let before = LikenessRule.Distances(thumbnail: 0.02, before: 0.02, after: 0.2)
        #expect(rule(after: 0.02).isWrong(0.1, before))
        let after = LikenessRule.Distances(thumbnail: 0.02, before: nil, after: 0.02)
        #expect(rule(after: 0.02).isWrong(0.1, after))
        let neither = LikenessRule.Distances(thumbnail: 0.02, before: 0.06, after: 0.06)
        #expect(!rule(after: 0.02).isWrong(0.1, neither))
    }

    @Test("Only the last second counts, so that a film may become hard to encode")
    func memory() {
        var rule = rule(after: 0.01)
        #expect(rule.isDoubtful(0.2))
        for _ in 0..<24 { rule.accept(0.15) }
        #expect(!rule.isDoubtful(0.2))
    }
}
