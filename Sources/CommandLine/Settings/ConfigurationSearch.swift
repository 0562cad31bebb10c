public import Model

/// Where the configuration file is looked for. The current directory is not among the places: a
/// node that is started in a folder which others can write would take its orders from them.
public struct ConfigurationSearch: Hashable, Sendable {
    /// Who named the file; nil when nobody did and the usual places are tried.
    public let namedBy: String?
    /// The first that is there is the one.
    public let places: [Path]

    /// Below a directory for the configuration of all programs.
    static let file = Path("\(Product.name)/\(Product.name).conf")
    static let system: Path = "/etc"

    public init(
        flag: Path?,
        environment: [[UInt8]: [UInt8]]
    ) throws(ConfigurationError) {
        let variables = Surroundings(environment: environment, hostName: [], directory: nil)
        if let flag {
            (namedBy, places) = (GlobalFlags.config.definition.spelling, [flag])
        } else if let path = variables.path(EnvironmentRules.configuration) {
            let name = EnvironmentRules.configuration
            if let problem = ValueKind.path.shellProblem(subject: name, path.bytes) {
                throw ConfigurationError(problems: [ConfigurationProblem(problem)])
            }
            (namedBy, places) = (name, [path])
        } else {
            namedBy = nil
            let personal =
                variables.absolutePath("XDG_CONFIG_HOME")
                ?? variables.absolutePath("HOME").map { $0.appending(".config") }
            places = [personal, Self.system].compactMap { $0?.appending(Self.file) }
        }
    }
}

/// What of the machine the defaults depend on.
public struct Surroundings: Sendable {
    public let environment: [[UInt8]: [UInt8]]
    public let hostName: [UInt8]
    /// Where relative paths begin; without it they stay relative.
    public let directory: Path?

    public init(environment: [[UInt8]: [UInt8]], hostName: [UInt8], directory: Path?) {
        self.environment = environment
        self.hostName = hostName
        self.directory = directory
    }

    /// The variable's value; an empty one counts as not set.
    public func value(_ name: String) -> [UInt8]? {
        guard let value = environment[Array(name.utf8)], !value.isEmpty else { return nil }
        return value
    }

    /// A path that means the same in every directory, without the parts that mean nothing: `.` and
    /// a slash behind another or at the end. `..` stays, since behind a link it leads elsewhere.
    public func absolute(_ path: Path) -> Path {
        let whole = directory?.appending(path) ?? path
        guard whole.isAbsolute else { return path }
        let slash = UInt8(ascii: "/")
        let names = whole.bytes.split(separator: slash).filter { $0 != [UInt8(ascii: ".")] }
        return Path(bytes: names.flatMap { [slash] + $0 }) ?? "/"
    }

    func path(_ name: String) -> Path? { value(name).flatMap { Path(bytes: $0) } }

    /// The XDG base directory specification has relative paths ignored.
    func absolutePath(_ name: String) -> Path? {
        path(name).flatMap { $0.isAbsolute ? $0 : nil }
    }
}
