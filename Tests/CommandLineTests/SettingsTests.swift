@testable import CommandLine
import Model
import Testing

/// What one set of sources comes to.
struct Sources {
    var flags: [String: ParsedValue] = [:]
    var environment: [String: String] = [:]
    var file: String?
    var host = "nuc-1.lan"

    func resolve() throws -> Settings {
        let table = CommandTable.standard
        let file = try file.map {
            try ConfigurationFile(Array($0.utf8), path: "/etc/r.conf", settings: table.settings)
        }
        return try Settings(flags: flags, file: file, surroundings: surroundings, table: table)
    }

    var surroundings: Surroundings {
        let pairs = environment.map { (Array($0.key.utf8), Array($0.value.utf8)) }
        return Surroundings(
            environment: Dictionary(uniqueKeysWithValues: pairs),
            hostName: Array(host.utf8),
            directory: nil
        )
    }

    var message: String? {
        do {
            _ = try resolve()
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// For example `4 by flag --slots`.
    func line(_ key: String) throws -> String? {
        let setting = try resolve()[key]
        return setting.map { "\($0.written ?? "-") by \($0.origin)" }
    }
}

@Suite("Settings")
struct SettingsTests {
    private static let flag: [String: ParsedValue] = ["slots": .integer(1)]
    private static let variable = ["REELMILL_SLOTS": "2"]
    private static let file = "\nslots = 3"

    @Test(
        "A flag beats a variable, which beats the file, which beats the default",
        arguments: [
            (Sources(flags: flag, environment: variable, file: file), "1 by flag --slots"),
            (Sources(flags: flag), "1 by flag --slots"),
            (Sources(environment: variable, file: file), "2 by REELMILL_SLOTS"),
            (Sources(file: file), "3 by /etc/r.conf:2"),
            (Sources(environment: ["REELMILL_SLOTS": ""], file: file), "3 by /etc/r.conf:2"),
            (Sources(), "auto by default"),
        ]
    )
    func precedence(sources: Sources, expected: String) throws {
        #expect(try sources.line("slots") == expected)
    }

    @Test(
        "Folders lie in the root unless they are set on their own",
        arguments: [
            ("spool", "/m/spool by default (below root)"), ("input", "/films by REELMILL_INPUT"),
            ("output", "/m/output by default (below root)"), ("root", "/m by REELMILL_ROOT"),
            ("profiles", "/etc/p by /etc/r.conf:1"),
        ]
    )
    func folders(key: String, expected: String) throws {
        let sources = Sources(
            environment: ["REELMILL_ROOT": "/m", "REELMILL_INPUT": "/films"],
            file: "profiles = p"
        )
        #expect(try sources.line(key) == expected)
    }

    @Test(
        "A path is made absolute and loses the parts that mean nothing",
        arguments: [
            ("media", "/start/media"), ("./media/.", "/start/media"), ("../a", "/start/../a"),
            ("/a///", "/a"), ("//a/./b//c", "/a/b/c"), ("/", "/"), ("///", "/"), ("/.", "/"),
            (".", "/start"), ("/a/../b", "/a/../b"), ("/.a/b.", "/.a/b."), ("/...", "/..."),
        ]
    )
    func absolute(written: String, meant: String) {
        func surroundings(_ directory: Path?) -> Surroundings {
            Surroundings(environment: [:], hostName: [], directory: directory)
        }
        #expect(surroundings("/start").absolute(Path(written)) == Path(meant))
        let stays = Path(written).isAbsolute ? Path(meant) : Path(written)
        #expect(surroundings(nil).absolute(Path(written)) == stays)
    }

    @Test("Without a root there is no folder")
    func noRoot() throws {
        let settings = try Sources().resolve()
        #expect(settings[SettingsTable.spool] == nil)
        #expect(settings["spool"]?.origin == .fallback(note: nil))
    }

    @Test(
        "The state directory is where the user's programs keep theirs",
        arguments: [
            (["XDG_STATE_HOME": "/s", "HOME": "/users/ada"], "/s/reelmill"),
            (["XDG_STATE_HOME": "s", "HOME": "/users/ada"], "/users/ada/.local/state/reelmill"),
            (["HOME": "/users/ada"], "/users/ada/.local/state/reelmill"),
            (["HOME": "/users//ada/."], "/users/ada/.local/state/reelmill"),
            ([:], "/var/lib/reelmill"),
        ]
    )
    func state(environment: [String: String], expected: String) throws {
        let settings = try Sources(environment: environment).resolve()
        #expect(settings[SettingsTable.state] == Path(expected))
    }

    @Test(
        "A node is called like its host, in letters that a file name of the spool can hold",
        arguments: [("nuc-1.lan", "nuc-1"), ("büro", "b--ro"), ("", "node"), (".lan", "node")]
    )
    func name(host: String, expected: String) throws {
        #expect(try Sources(host: host).resolve()[SettingsTable.name] == expected)
    }

    @Test("Settings are read as the types they stand for")
    func types() throws {
        let sources = Sources(environment: ["REELMILL_ROLES": "worker", "REELMILL_COLOR": "never"])
        let settings = try sources.resolve()
        #expect(settings[SettingsTable.roles] == [.worker])
        #expect(settings[SettingsTable.color] == .never)
        #expect(settings[SettingsTable.slots] == .automatic)
        #expect(try Sources(file: "slots = 9").resolve()[SettingsTable.slots] == .count(9))
        #expect(try Sources().resolve()[SettingsTable.roles] == [.coordinator, .worker])
    }

    @Test(
        "Of a secret and its file the one from the higher place is left",
        arguments: [
            (["REELMILL_TOKEN": "a"], "token-file = /t", "token"),
            (["REELMILL_TOKEN_FILE": "/t"], "token = a", "token-file"),
        ]
    )
    func secretFiles(environment: [String: String], file: String, left: String) throws {
        let settings = try Sources(environment: environment, file: file).resolve()
        let set = settings.all.filter { $0.key.hasPrefix("token") && $0.value != nil }
        #expect(set.map(\.key) == [left])
    }

    @Test("A secret is shown by nothing that prints it")
    func secrets() throws {
        let settings = try Sources(environment: ["REELMILL_TOKEN": "hunter2"]).resolve()
        let secret = try #require(settings[SettingsTable.token.text])
        #expect(secret.bytes == Array("hunter2".utf8))
        #expect(settings["token"]?.written == nil)
        var dumped = ""
        dump(secret, to: &dumped)
        #expect("\(secret) \(String(reflecting: secret)) \(dumped)".contains("hunter2") == false)
        #expect(!dumped.contains("104"))
    }

    @Test("What a hook is told stands in nobody's way, should it run this program")
    func hooks() throws {
        let told = ["REELMILL_EVENT": "job.failed", "REELMILL_EVENT_PATH": "a.mkv"]
        let settings = try Sources(environment: told).resolve()
        #expect(settings[SettingsTable.webhook] == nil)
    }

    @Test(
        "What is wrong in the environment is said",
        arguments: [
            (
                ["REELMILL_SLOT": "3"],
                "unknown variable \"REELMILL_SLOT\"; did you mean \"REELMILL_SLOTS\"?"
            ),
            (["REELMILL_\u{1b}": "3"], "unknown variable \"REELMILL_\\x1b\""),
            (
                ["REELMILL_SLOTS": "many"],
                "REELMILL_SLOTS takes auto or a whole number from 1 to 1024, not \"many\""
            ),
            (
                ["REELMILL_TOKEN": "a", "REELMILL_TOKEN_FILE": "/t"],
                "token and token-file are both set, by REELMILL_TOKEN and REELMILL_TOKEN_FILE; "
                    + "one of them has to go"
            ),
            (["REELMILL_PORT": "8080"], "unknown variable \"REELMILL_PORT\""),
            (
                ["REELMILL_ROOT": "~/media"],
                "REELMILL_ROOT: \"~\" stands for no directory here; write the whole path"
            ),
            (
                ["REELMILL_TOKEN": "hun\nter"],
                "REELMILL_TOKEN takes a text without control characters"
            ),
            (["REELMILL_FOO": "1"], "unknown variable \"REELMILL_FOO\""),
        ] as [([String: String], String)]
    )
    func wrongVariables(environment: [String: String], expected: String) {
        #expect(Sources(environment: environment).message == expected)
    }

    @Test("A flag is the way around a wrong variable")
    func wayOut() throws {
        let sources = Sources(
            flags: SettingsTests.flag,
            environment: ["REELMILL_SLOTS": "many"]
        )
        #expect(try sources.line("slots") == "1 by flag --slots")
    }

    @Test(
        "Variables that container engines make for a service are passed over",
        arguments: [
            ("SERVICE_HOST", "10.0.0.1"), ("SERVICE_PORT", "80"), ("SERVICE_PORT_HTTP", "80"),
            ("PORT", "tcp://10.0.0.1:80"), ("PORT_80_TCP", "tcp://10.0.0.1:80"),
            ("PORT_80_TCP_PROTO", "tcp"), ("PORT_80_TCP_ADDR", "10.0.0.1"),
            ("PORT_53_UDP_PORT", "53"), ("API_SERVICE_HOST", "10.0.0.1"),
            ("API_PORT", "tcp://10.0.0.1:80"), ("API_PORT_80_TCP", "tcp://10.0.0.1:80"),
            ("SLOTZ", ""),
        ]
    )
    func containers(name: String, value: String) {
        #expect(Sources(environment: ["REELMILL_\(name)": value]).message == nil)
    }

    @Test(
        "The configuration file is looked for in a fixed order",
        arguments: [
            (nil, ["HOME": "/users/ada"], nil, ["/users/ada/.config", "/etc"]),
            (nil, ["HOME": "/users/ada", "XDG_CONFIG_HOME": "/x"], nil, ["/x", "/etc"]),
            (
                nil, ["HOME": "/users/ada", "XDG_CONFIG_HOME": "x"], nil,
                ["/users/ada/.config", "/etc"]
            ),
            (nil, [:], nil, ["/etc"]),
            (nil, ["REELMILL_CONFIG": "/c"], "REELMILL_CONFIG", ["/c"]),
            (nil, ["REELMILL_CONFIG": ""], nil, ["/etc"]),
            ("f", ["REELMILL_CONFIG": "/c"], "--config", ["f"]),
        ] as [(String?, [String: String], String?, [String])]
    )
    func search(flag: String?, environment: [String: String], namedBy: String?, places: [String])
        throws
    {
        let search = try ConfigurationSearch(
            flag: flag.map { Path($0) },
            environment: Sources(environment: environment).surroundings.environment
        )
        let tail = namedBy == nil ? "/reelmill/reelmill.conf" : ""
        #expect(search.namedBy == namedBy)
        #expect(search.places == places.map { Path($0 + tail) })
    }
}
