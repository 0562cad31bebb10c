public import Model

/// Where a value comes from.
public enum Origin: Hashable, Sendable, CustomStringConvertible {
    case flag(String)
    case variable(String)
    case file(Path, line: Int)
    case fallback(note: String?)

    public var description: String {
        switch self {
        case .flag(let name): "flag --\(name)"
        case .variable(let name): name
        case .file(let path, let line): "\(path):\(line)"
        case .fallback(let note): note.map { "default (\($0))" } ?? "default"
        }
    }

    /// The higher one wins.
    var rank: Int {
        switch self {
        case .flag: 3
        case .variable: 2
        case .file: 1
        case .fallback: 0
        }
    }
}

/// What one setting came to.
public struct ResolvedSetting: Sendable {
    public let definition: SettingDefinition
    /// Nil when nobody set it and it has no default.
    public let value: ParsedValue?
    public let origin: Origin

    public var key: String { definition.key }

    /// As a line of the file has it, behind `key = `; nil when there is no value to be shown.
    public var written: String? {
        guard !definition.isSecret else { return nil }
        return value.map { QuotedText.written($0.bytes) }
    }
}

/// All settings in effect.
public struct Settings: Sendable {
    /// In the order of the table.
    public let all: [ResolvedSetting]

    /// - Parameters:
    ///   - flags: what the command line says, by key.
    ///   - file: what was read, if there is a file.
    public init(
        flags: [String: ParsedValue],
        file: ConfigurationFile?,
        surroundings: Surroundings,
        table: CommandTable
    ) throws(ConfigurationError) {
        let resolver = Resolver(flags: flags, file: file, surroundings: surroundings)
        all = try resolver.resolve(table)
    }

    public subscript<Value>(setting: Setting<Value>) -> Value {
        setting.read(self[setting.definition.key]?.value)
    }

    public subscript(key: String) -> ResolvedSetting? { all.first { $0.key == key } }
}

extension Invocation {
    /// The settings that flags of this command line make, by key.
    public func settingFlags(_ table: CommandTable) -> [String: ParsedValue] {
        var values: [String: ParsedValue] = [:]
        for setting in table.settings where setting.flag != nil {
            values[setting.key] = flags[setting.key]?.first
        }
        return values
    }

    /// What this command line says of one setting.
    public func flagValue<Value>(of setting: Setting<Value>) -> ParsedValue? {
        flags[setting.definition.key]?.first
    }
}

extension ParsedValue {
    /// As it is written in a file.
    var bytes: [UInt8] {
        switch self {
        case .on: Array("yes".utf8)
        case .text(let text): Array(text.utf8)
        case .path(let path): path.bytes
        case .words(let words): Array(words.joined(separator: ",").utf8)
        case .integer(let number), .bytes(let number): Array(String(number).utf8)
        case .duration(let time): Array(Measure.written(time).utf8)
        }
    }
}
