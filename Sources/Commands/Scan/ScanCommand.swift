internal import CommandLine
internal import Model
internal import Platform
internal import Profiles
internal import Services
internal import Spool

/// `reelmill scan [--dry-run] [PATH…]`
enum ScanCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let chosen = try context.settings().settings
        let folders = try ClusterFolders(context, chosen).media
        let isDry = context.invocation[CommonFlags.dryRun]
        let printer = JournalPrinter(context.console)
        let site = Site(
            folders: folders,
            spool: try spool(folders.spool, isDry: isDry),
            // What is found is printed; only trouble is told besides.
            journal: Journal { if $0.level == .warning || $0.level == .error { printer.show($0) } }
        )
        var settings = ScanSettings(chosen)
        settings.isDry = isDry
        let keeper = HistoryKeeper(site)
        if !isDry { settings.history = { try? keeper.database() } }
        try Signals.ignoreBrokenPipes()
        let scanner = Scanner(site, settings, runner: TaskRunner(program: OwnProgram.path))
        let paths = try InputPaths.asked(context, folders.input)
        let report = try look(scanner, paths, context.console)
        try print(report, isDry: isDry, isAsked: paths != nil, context)
        return .done
    }

    /// Twice, where there are files that nobody has seen before: a single look cannot tell whether
    /// somebody still writes into them.
    private static func look(
        _ scanner: Scanner,
        _ paths: [Path]?,
        _ console: Console
    ) throws(Failure) -> ScanReport {
        let first = scanner.scan(paths)
        if first.sightings.isEmpty, let trouble = first.troubles.first {
            throw Failure(.temporary, trouble)
        }
        guard first.isSettling else { return first }
        let count = first.sightings.filter(\.state.isPassing).count
        let time = Measure.written(first.mode.settle)
        let files = count == 1 ? "a new file still changes" : "\(count) new files still change"
        console.note("waiting \(time) to see whether \(files)")
        StopSign().wait(upTo: first.mode.settle + .milliseconds(50))
        return scanner.scan(paths)
    }

    private static func spool(_ path: Path, isDry: Bool) throws(Failure) -> Spool {
        let name = HostIdentity.read().name
        guard isDry, !OpenSpool.isThere(path) else {
            return try OpenSpool.reader(at: path, hostName: name).spool
        }
        // Nothing is asked of it then.
        let traits = VolumeTraits(listingsStayOld: false, isShared: false)
        return ClusterReader(DirectoryVolume(root: path, traits: traits), hostName: name).spool
    }

    private static func print(
        _ report: ScanReport,
        isDry: Bool,
        isAsked: Bool,
        _ context: Context
    ) throws {
        if context.invocation[GlobalFlags.json] {
            let body = ScanBody(report, isDry: isDry)
            let document = Document(schema: "\(Product.name).scan/1", body: body)
            return try context.console.print(JSONText.line(document))
        }
        let showsAll = isAsked || context.invocation[GlobalFlags.verbose]
        try context.console.print(ScanText.text(report, showsAll: showsAll))
    }
}
