internal import CommandLine
internal import Model
internal import Node
internal import Platform
internal import Profiles
internal import Services

/// What a node is by the settings.
struct NodeSetup {
    let settings: NodeSettings

    /// - Parameter listen: Where it serves when nobody says it; nil is nowhere.
    init(_ context: Context, listen: ListenAddress? = nil) throws {
        let chosen = try context.settings().settings
        let folders = try ClusterFolders(context, chosen).media
        let name = chosen[SettingsTable.name] ?? HostIdentity.read().name
        var node = NodeSettings(
            folders: folders,
            name: name,
            version: Product.version,
            program: OwnProgram.path
        )
        let roles = chosen[SettingsTable.roles]
        node.coordinates = roles.contains(.coordinator)
        node.slots = roles.contains(.worker) ? NodeSetup.count(chosen[SettingsTable.slots]) : 0
        node.grace = chosen[SettingsTable.grace]
        node.scan = ScanSettings(chosen)
        node.beat = chosen[SettingsTable.beat]
        node.front = try FrontSetup(context, chosen, usual: listen).settings
        node.times.atClose = chosen[SettingsTable.atClose]
        if let text = chosen[SettingsTable.hours] { node.times.hours = try NodeSetup.hours(text) }
        node.notify = try NotifySetup(context, chosen).settings
        settings = node
    }

    private static func hours(_ text: String) throws(Failure) -> [WeeklyHours] {
        do throws(HoursText.Problem) { return try HoursText.read(text) } catch {
            throw Failure(.invalidConfiguration, error.message, hint: "reelmill config show")
        }
    }

    /// One for each processor, as long as each has memory enough for a large film.
    private static func count(_ slots: Slots) -> Int {
        if case .count(let count) = slots { return count }
        let machine = Platform.Machine()
        let cores = (try? machine.cores().whole) ?? 1
        let memory = (try? machine.memory().total).map { Int($0 / bytesPerSlot) } ?? cores
        return max(1, min(cores, memory))
    }

    /// What x265 takes for a slice of UHD with two threads, measured, and some.
    private static let bytesPerSlot: UInt64 = 1 << 30
}

extension ScanSettings {
    /// How the input is looked at by the settings.
    init(_ chosen: Settings) {
        self.init()
        watch = chosen[SettingsTable.watch]
        interval = chosen[SettingsTable.scanInterval]
        settle = chosen[SettingsTable.settle]
        numbers = chosen[SettingsTable.numberedFolders]
    }
}

/// The folders of the cluster by the settings, as absolute paths.
struct ClusterFolders {
    let media: MediaFolders

    init(_ context: Context, _ settings: Settings) throws(Failure) {
        func folder(_ setting: Setting<Path?>) -> Path? {
            settings[setting].map(context.surroundings.absolute)
        }
        guard let input = folder(SettingsTable.input), let output = folder(SettingsTable.output),
            let spool = folder(SettingsTable.spool)
        else {
            let name = context.invocation.command.name
            throw Failure(
                .invalidConfiguration,
                "no root is set; --root says where input, output, profiles and spool are",
                hint: "reelmill help \(name)"
            )
        }
        let identity = (try? Directory.target(of: input))?.identity
        let isOne = identity != nil && identity == (try? Directory.target(of: output))?.identity
        guard input != output, !isOne else {
            throw Failure(
                .invalidConfiguration,
                "input and output are one folder, \(Quoted.path(input)): results would be taken "
                    + "for sources, and sources replaced by results",
                hint: "reelmill help configuration"
            )
        }
        guard let state = folder(SettingsTable.state) else {
            throw Failure(.invalidConfiguration, "no state is set; --state names a local folder")
        }
        media = MediaFolders(
            input: input,
            output: output,
            profiles: folder(SettingsTable.profiles),
            spool: spool,
            state: state
        )
    }
}
