import Model
import Testing

@Suite("Did you mean")
struct SuggestionTests {
    private static let words = [
        "show", "path", "config", "completion", "version", "up", "run", "ls",
    ]

    @Test(
        "A near word is found",
        arguments: [
            ("shwo", "show"), ("SHOW", "show"), ("confgi", "config"), ("comfigg", "config"),
            ("versoin", "version"), ("us", "up"), ("rnu", "run"), ("l", nil), ("xyz", nil),
            ("sun", "run"), ("", nil),
        ] as [(String, String?)]
    )
    func near(word: String, expected: String?) {
        #expect(Suggestion.nearest(to: word, among: SuggestionTests.words) == expected)
    }

    @Test("A word of three letters is not meant by every other one")
    func short() {
        #expect(Suggestion.nearest(to: "run", among: ["up", "add"]) == nil)
    }

    @Test("The beginning of one word means it, that of two means neither")
    func beginnings() {
        #expect(Suggestion.nearest(to: "comp", among: ["config", "completion"]) == "completion")
        #expect(Suggestion.nearest(to: "co", among: ["config", "completion"]) == nil)
    }

    @Test("Of equally near words the first is taken")
    func ties() {
        #expect(Suggestion.nearest(to: "pat", among: ["past", "path"]) == "past")
    }
}
