internal import CommandLine
internal import Model

/// `reelmill config show`
enum ConfigShowCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let loaded = try context.settings()
        if context.invocation[GlobalFlags.json] {
            let body = SettingsBody(loaded)
            let document = Document(schema: "\(Product.name).settings/1", body: body)
            try context.console.print(JSONText.line(document))
        } else {
            let origin = context.invocation[ConfigTable.origin]
            try context.console.print(text(loaded.settings, withOrigin: origin))
        }
        return .done
    }

    /// Lines of a configuration file; what is no setting of it is a comment.
    static func text(_ settings: Settings, withOrigin: Bool) -> String {
        let keys = settings.all.map(\.key.count).max() ?? 0
        let assignments = settings.all.map { setting in
            setting.written.map { padded(setting.key, keys) + " = " + $0 } ?? comment(setting)
        }
        let widths = zip(settings.all, assignments).filter { $0.0.written != nil }.map(\.1.count)
        let column = min(widths.max() ?? 0, originColumnMax)
        return zip(settings.all, assignments).map { setting, line in
            guard withOrigin, setting.value != nil else { return line + "\n" }
            return padded(line, column) + "  # \(setting.origin)\n"
        }.joined()
    }

    /// A long path must not push every comment off the screen.
    private static let originColumnMax = 48

    private static func comment(_ setting: ResolvedSetting) -> String {
        setting.value == nil
            ? "# \(setting.key) is not set" : "# \(setting.key) is set, but is not shown"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

/// The settings for other programs.
private struct SettingsBody: Encodable {
    struct Row: Encodable {
        let key: String
        let value: Value
        let value_b64: String?
        let isSecret: Bool?
        let isSet: Bool
        let origin: OriginBody

        private enum CodingKeys: String, CodingKey {
            case key, value, value_b64, origin
            case isSecret = "secret"
            case isSet = "set"
        }
    }

    enum Value: Encodable {
        case none
        case text(String)
        case words([String])
        case integer(Int)

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .none: try container.encodeNil()
            case .text(let text): try container.encode(text)
            case .words(let words): try container.encode(words)
            case .integer(let number): try container.encode(number)
            }
        }
    }

    struct OriginBody: Encodable {
        let kind: String
        /// What a default is made of.
        var note: String?
        var name: String?
        var path: String?
        var path_b64: String?
        var line: Int?
    }

    let file: String?
    let file_b64: String?
    let settings: [Row]

    init(_ loaded: LoadedSettings) {
        let file = loaded.file.map { JSONBytes($0.bytes) }
        self.file = file?.text
        file_b64 = file?.base64
        settings = loaded.settings.all.map(SettingsBody.row)
    }

    private static func row(_ setting: ResolvedSetting) -> Row {
        let (value, base64) = setting.definition.isSecret ? (.none, nil) : shown(setting.value)
        return Row(
            key: setting.key,
            value: value,
            value_b64: base64,
            isSecret: setting.definition.isSecret ? true : nil,
            isSet: setting.value != nil,
            origin: origin(setting.origin)
        )
    }

    private static func shown(_ value: ParsedValue?) -> (Value, base64: String?) {
        switch value {
        case .path(let path):
            let bytes = JSONBytes(path.bytes)
            return (.text(bytes.text), bytes.base64)
        case .words(let words): return (.words(words), nil)
        case .integer(let number), .bytes(let number): return (.integer(number), nil)
        case .text(let text): return (.text(text), nil)
        case .duration, .on, nil: return (.none, nil)
        }
    }

    private static func origin(_ origin: Origin) -> OriginBody {
        switch origin {
        case .flag(let name): return OriginBody(kind: "flag", name: "--\(name)")
        case .variable(let name): return OriginBody(kind: "variable", name: name)
        case .fallback(let note): return OriginBody(kind: "default", note: note)
        case .file(let path, let line):
            let bytes = JSONBytes(path.bytes)
            return OriginBody(
                kind: "file",
                path: bytes.text,
                path_b64: bytes.base64,
                line: line
            )
        }
    }
}
