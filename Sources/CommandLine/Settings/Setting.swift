public import Model

/// All there is to say about one setting.
public struct SettingDefinition: Sendable {
    /// What holds when nobody sets it.
    public enum Fallback: Sendable, Equatable {
        case none
        /// As it would be written in the file.
        case text(String)
        /// A directory in the root, where a root is set.
        case belowRoot(FileName)
        /// The first part of the host's name.
        case hostName
        /// Where the operating system wants a user's programs to keep their state.
        case stateDirectory
    }

    public let key: String
    public let placeholder: String
    public let kind: ValueKind
    public let fallback: Fallback
    public let summary: String
    public let details: String?
    /// Never printed, and no flag: what stands on a command line is shown by `ps` to everybody.
    public let isSecret: Bool
    /// False where its flag would be called as another one that is something else, and for what
    /// nobody sets for one run.
    public let hasFlag: Bool

    /// For example `REELMILL_TOKEN_FILE` for `token-file`.
    public var variable: String {
        EnvironmentRules.prefix + String(key.uppercased().map { $0 == "-" ? "_" : $0 })
    }

    public var flag: FlagDefinition? {
        guard !isSecret, hasFlag else { return nil }
        return FlagDefinition(
            name: key,
            short: nil,
            value: ValueForm(placeholder: placeholder, kind: kind),
            isRepeatable: false,
            isRequired: false,
            summary: summary,
            details: details
        )
    }
}

/// A setting together with the type that the program reads it as.
public struct Setting<Value: Sendable>: SettingKey {
    public let definition: SettingDefinition
    let read: @Sendable (ParsedValue?) -> Value

    init(
        _ key: String,
        _ placeholder: String,
        _ kind: ValueKind,
        _ fallback: SettingDefinition.Fallback = .none,
        _ summary: String,
        details: String? = nil,
        isSecret: Bool = false,
        hasFlag: Bool = true,
        as read: @escaping @Sendable (ParsedValue?) -> Value
    ) {
        definition = SettingDefinition(
            key: key,
            placeholder: placeholder,
            kind: kind,
            fallback: fallback,
            summary: summary,
            details: details,
            isSecret: isSecret,
            hasFlag: hasFlag
        )
        self.read = read
    }
}

/// A setting of any type, for the lists of the table.
public protocol SettingKey: Sendable {
    var definition: SettingDefinition { get }
}

extension Setting where Value == Path? {
    static func directory(
        _ key: String,
        _ fallback: SettingDefinition.Fallback,
        _ summary: String,
        details: String? = nil
    ) -> Setting {
        Setting(key, "DIR", .path, fallback, summary, details: details) { $0?.asPath }
    }
}

/// A secret and the setting that names a file to read it from; they come in pairs.
public struct SecretSetting: Sendable {
    public let text: Setting<Secret?>
    public let file: Setting<Path?>

    /// - Parameter hasFlag: Whether a flag names the file; the secret itself never has one.
    init(_ key: String, _ summary: String, hasFlag: Bool = true) {
        text = Setting(key, "TEXT", .text, .none, summary, isSecret: true) { value in
            value?.asText.map { Secret(Array($0.utf8)) }
        }
        file = Setting(
            "\(key)-file",
            "FILE",
            .path,
            .none,
            "Read the \(key) from this file",
            details: "Line ends at the end of the file are no part of the \(key). Of a \(key) and "
                + "its file, the one that is set at the higher place counts; at the same place "
                + "both are an error.",
            hasFlag: hasFlag
        ) { $0?.asPath }
    }
}

/// Bytes that no message, log or listing shows.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    public let bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public var description: String { "(not shown)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
