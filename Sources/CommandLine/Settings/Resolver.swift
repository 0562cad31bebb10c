internal import Model

/// Flag before variable before file before default, for every setting.
struct Resolver {
    let flags: [String: ParsedValue]
    let file: ConfigurationFile?
    let surroundings: Surroundings

    func resolve(_ table: CommandTable) throws(ConfigurationError) -> [ResolvedSetting] {
        let known = table.settings.map(\.variable) + table.variables.map(\.name)
        let unknown = EnvironmentRules.firstUnknown(in: surroundings.environment, known: known)
        if let unknown { throw ConfigurationError(problems: [unknown]) }
        var found: [ResolvedSetting] = []
        for setting in table.settings {
            found.append(try given(setting) ?? ResolvedSetting(setting, nil, .fallback(note: nil)))
        }
        let settled = try settleSecrets(found)
        return settled.map { $0.value == nil ? fallback(of: $0.definition, settled) : $0 }
    }

    /// What somebody set.
    private func given(_ setting: SettingDefinition) throws(ConfigurationError) -> ResolvedSetting?
    {
        if let value = flags[setting.key] {
            return ResolvedSetting(setting, absolute(value), .flag(setting.key))
        }
        if let bytes = surroundings.value(setting.variable) {
            let value = absolute(try parsed(bytes, setting))
            return ResolvedSetting(setting, value, .variable(setting.variable))
        }
        guard let file, let entry = file.entries[setting.key] else { return nil }
        return ResolvedSetting(
            setting,
            absolute(entry.value),
            .file(file.path, line: entry.line)
        )
    }

    /// A path that means the same in every directory and, printed, in every file.
    private func absolute(_ value: ParsedValue) -> ParsedValue {
        guard case .path(let path) = value else { return value }
        return .path(surroundings.absolute(path))
    }

    private func parsed(
        _ bytes: [UInt8],
        _ setting: SettingDefinition
    ) throws(ConfigurationError) -> ParsedValue {
        if let problem = setting.kind.shellProblem(subject: setting.variable, bytes) {
            throw ConfigurationError(problems: [ConfigurationProblem(problem)])
        }
        do throws(ValueProblem) {
            return try setting.kind.parse(bytes)
        } catch {
            let shown = setting.isSecret ? nil : bytes
            let message = error.sentence(subject: setting.variable, given: shown)
            throw ConfigurationError(problems: [ConfigurationProblem(message)])
        }
    }

    /// Of a secret and its file only one is left: the one from the higher place.
    private func settleSecrets(
        _ found: [ResolvedSetting]
    ) throws(ConfigurationError) -> [ResolvedSetting] {
        var settled = found
        for secret in found where secret.definition.isSecret && secret.value != nil {
            let twin = found.first { $0.key == "\(secret.key)-file" && $0.value != nil }
            guard let twin else { continue }
            guard twin.origin.rank != secret.origin.rank else {
                let message =
                    "\(secret.key) and \(twin.key) are both set, by \(secret.origin) and "
                    + "\(twin.origin); one of them has to go"
                throw ConfigurationError(problems: [ConfigurationProblem(message)])
            }
            let beaten = twin.origin.rank > secret.origin.rank ? secret.key : twin.key
            settled = settled.map { setting in
                guard setting.key == beaten else { return setting }
                return ResolvedSetting(setting.definition, nil, .fallback(note: nil))
            }
        }
        return settled
    }

    private func fallback(
        of setting: SettingDefinition,
        _ found: [ResolvedSetting]
    ) -> ResolvedSetting {
        let (value, note) = fallbackValue(setting.fallback, setting.kind, found)
        return ResolvedSetting(setting, value, .fallback(note: note))
    }

    private func fallbackValue(
        _ fallback: SettingDefinition.Fallback,
        _ kind: ValueKind,
        _ found: [ResolvedSetting]
    ) -> (ParsedValue?, note: String?) {
        switch fallback {
        case .none: (nil, nil)
        case .text(let text): (try? kind.parse(Array(text.utf8)), nil)
        case .belowRoot(let name):
            if let root = found.first(where: { $0.key == SettingsTable.root.definition.key })?
                .value?.asPath
            {
                (.path(root / name), "below root")
            } else {
                (nil, nil)
            }
        case .hostName: (.text(Resolver.nodeName(of: surroundings.hostName)), "host name")
        case .stateDirectory: (absolute(.path(stateDirectory)), nil)
        }
    }

    private var stateDirectory: Path {
        let base =
            surroundings.absolutePath("XDG_STATE_HOME")
            ?? surroundings.absolutePath("HOME")?.appending(".local/state")
            ?? "/var/lib"
        return base.appending(Path(Product.name))
    }

    /// The host's name up to the first dot, with a dash for what a node's name cannot hold.
    static func nodeName(of host: [UInt8]) -> String {
        let first = host.prefix { $0 != UInt8(ascii: ".") }.prefix(ValueKind.nameBytesMax)
        let bytes = first.map { ValueKind.isNameByte($0) ? $0 : UInt8(ascii: "-") }
        return bytes.isEmpty ? "node" : String(decoding: bytes, as: UTF8.self)
    }
}

extension ResolvedSetting {
    fileprivate init(_ definition: SettingDefinition, _ value: ParsedValue?, _ origin: Origin) {
        self.init(definition: definition, value: value, origin: origin)
    }
}
