import CommandLine
import Model
import Testing

@Suite("Settings of what is served")
struct FrontSettingsTests {
    private static let values: [(String, String, String)] = [
        ("listen", "127.0.0.1:8080", "127.0.0.1:8080"), ("listen", "none", "none"),
        ("listen", "[::]:0", "[::]:0"), ("advertise", "http://nuc-1:8080/", "http://nuc-1:8080"),
        ("allowed-hosts", "films.example,10.0.0.7", "films.example,10.0.0.7"),
        ("insecure", "yes", "yes"),
    ]

    @Test("They are read from the file as from variables", arguments: values)
    func value(key: String, text: String, written: String) throws {
        let variable = "REELMILL_" + key.uppercased().split(separator: "-").joined(separator: "_")
        let settings = try Sources(environment: [variable: text]).resolve()
        #expect(settings[key]?.written == written)
        #expect(try Sources(file: "\(key) = \(text)").resolve()[key]?.written == written)
    }

    private static let problems: [(String, String)] = [
        (
            "REELMILL_LISTEN=8080",
            "REELMILL_LISTEN takes an address and a port such as 127.0.0.1:8080 or [::]:8080, or "
                + #"none, not "8080""#
        ),
        (
            "REELMILL_ADVERTISE=nuc-1:8080",
            "REELMILL_ADVERTISE takes an address such as http://nuc-1:8080, without a path, not "
                + #""nuc-1:8080""#
        ),
        (
            "REELMILL_ALLOWED_HOSTS=a,,b",
            #"REELMILL_ALLOWED_HOSTS takes names of hosts (several with commas), not "a,,b""#
        ),
        (
            "REELMILL_INSECURE=true",
            #"REELMILL_INSECURE takes yes or no, not "true""#
        ),
    ]

    @Test("What does not fit says what would", arguments: problems)
    func problem(line: String, message: String) {
        let parts = line.split(separator: "=").map(String.init)
        #expect(Sources(environment: [parts[0]: parts[1]]).message?.hasPrefix(message) ?? false)
    }

    @Test("Nobody said where to listen: that is for the command to decide")
    func unset() throws {
        let settings = try Sources().resolve()
        #expect(settings[SettingsTable.listen] == nil)
        #expect(!settings[SettingsTable.insecure])
        #expect(settings[SettingsTable.allowedHosts].isEmpty)
        let none = try Sources(flags: ["listen": .text("none")]).resolve()
        #expect(none[SettingsTable.listen] == ListenChoice.none)
        let address = try Sources(flags: ["listen": .text("[::1]:80")]).resolve()
        let wanted = try #require(ListenAddress("[::1]:80"))
        #expect(address[SettingsTable.listen] == .address(wanted))
    }
}
