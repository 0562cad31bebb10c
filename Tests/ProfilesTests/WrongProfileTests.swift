import Model
import Profiles
import Testing

/// A profile that cannot be meant, and the whole of what it is answered.
struct WrongProfile: Sendable, CustomTestStringConvertible {
    let text: String
    let message: String

    init(_ text: String, _ message: String) { (self.text, self.message) = (text, message) }

    var testDescription: String { text }
}

/// The files of a chain, the root first; what is wrong with them, or nothing.
func complaint(of chain: [(path: Path, bytes: [UInt8])]) -> String? {
    do throws(ConfigurationError) {
        let sources = chain.map { ProfileSource(.file($0.path), $0.bytes) }
        _ = try ProfileReading.read(sources, name: "tv")
        return nil
    } catch {
        return "\(error)"
    }
}

@Suite("Wrong profiles")
struct WrongProfileTests {
    @Test("A key that there is not where it stands is refused", arguments: WrongProfile.keys)
    func key(profile: WrongProfile) { expect(profile) }

    @Test("A heading that there is not is refused", arguments: WrongProfile.headings)
    func heading(profile: WrongProfile) { expect(profile) }

    @Test("A line that is none is refused", arguments: WrongProfile.texts)
    func text(profile: WrongProfile) { expect(profile) }

    @Test("A value that a key does not take is refused", arguments: WrongProfile.settings)
    func setting(profile: WrongProfile) { expect(profile) }

    @Test("A list or condition is refused at its piece", arguments: WrongProfile.conditions)
    func condition(profile: WrongProfile) { expect(profile) }

    @Test("A choice of streams that cannot be meant is refused", arguments: WrongProfile.streams)
    func stream(profile: WrongProfile) { expect(profile) }

    @Test("A ladder that cannot be made is refused", arguments: WrongProfile.ladders)
    func ladder(profile: WrongProfile) { expect(profile) }

    @Test("An option that cannot be meant is refused", arguments: WrongProfile.options)
    func option(profile: WrongProfile) { expect(profile) }

    private func expect(_ profile: WrongProfile) {
        #expect(complaint(of: [("tv.conf", Array(profile.text.utf8))]) == profile.message)
    }
}
