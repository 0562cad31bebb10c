import Testing

@testable import Model

@Suite("Words for languages")
struct LanguageTests {
    static let same = [
        ("de", "deu"), ("ger", "deu"), ("ger", "de"), ("fre", "fra"), ("chi", "zho"),
        ("en", "eng"), ("EN", "eng"), ("en-US", "eng"), ("pt_BR", "por"), ("deu", "deu"),
        ("gre", "el"), ("cze", "cs"), ("tib", "bo"), ("jpn", "ja"), ("qaa", "QAA"),
    ]

    @Test("two that mean one language are the same", arguments: same)
    func isSame(one: String, other: String) {
        #expect(Language.isSame(one, other))
        #expect(Language.isSame(other, one))
    }

    static let different = [
        ("eng", "deu"), ("en", "enm"), ("", ""), ("und", "eng"), ("sl", "sk"), ("slv", "slo"),
    ]

    @Test("others are not, and nothing is no language", arguments: different)
    func isDifferent(one: String, other: String) { #expect(!Language.isSame(one, other)) }

    static let names = [
        ("de", "Deutsch"), ("pt-BR", "Português (BR)"), ("zh-Hans", "中文 (Hans)"),
        ("id", "Bahasa Indonesia"), ("ja", "日本語"), ("enm", "enm"), ("", ""),
    ]

    @Test("a language is called what its speakers call it", arguments: names)
    func ownName(tag: String, name: String) { #expect(Language.ownName(of: tag) == name) }
}
