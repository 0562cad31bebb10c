internal import CommandLine

/// Does one command. It runs on the main thread, which is none of Swift's shared pool, so it may
/// block.
struct Handler: Sendable {
    let id: CommandID
    let run: @Sendable (Context) throws -> ExitCode

    init(_ command: Command, _ run: @escaping @Sendable (Context) throws -> ExitCode) {
        id = command.id
        self.run = run
    }
}

/// Which code does which command; the table says what there is, this says how it is done.
enum Handlers {
    static let all: [Handler] = [
        Handler(AboutTable.completion, CompletionCommand.run),
        Handler(AboutTable.help, HelpCommand.run),
        Handler(AboutTable.man, ManCommand.run),
        Handler(AboutTable.version, VersionCommand.run),
        Handler(WatchingTable.audit, AuditCommand.run),
        Handler(WatchingTable.doctor, DoctorCommand.run),
        Handler(WatchingTable.events, EventsCommand.run),
        Handler(WatchingTable.health, HealthCommand.run),
        Handler(WatchingTable.status, StatusCommand.run),
        Handler(WatchingTable.top, TopCommand.run),
        Handler(JobsTable.list, JobsListCommand.run),
        Handler(JobsTable.show, JobsShowCommand.run),
        Handler(JobsTable.wait, JobsWaitCommand.run),
        Handler(JobsTable.logs, JobsLogsCommand.run),
        Handler(JobsTable.cancel, JobsCancelCommand.run),
        Handler(JobsTable.retry, JobsSteeringCommand.retry.run),
        Handler(JobsTable.pause, JobsSteeringCommand.pause.run),
        Handler(JobsTable.resume, JobsSteeringCommand.resume.run),
        Handler(JobsTable.bump, JobsSteeringCommand.bump.run),
        Handler(JobsTable.defer, JobsSteeringCommand.defer.run),
        Handler(NodesTable.list, NodesListCommand.run),
        Handler(NodesTable.show, NodesShowCommand.run),
        Handler(NodesTable.drain, NodesDrainCommand.run),
        Handler(NodesTable.resume, NodesResumeCommand.run),
        Handler(NodesTable.forget, NodesForgetCommand.run),
        Handler(ConfigTable.path, ConfigPathCommand.run),
        Handler(ConfigTable.show, ConfigShowCommand.run),
        Handler(HistoryTable.list, HistoryListCommand.run),
        Handler(HistoryTable.show, HistoryShowCommand.run),
        Handler(HistoryTable.remove, HistoryRemoveCommand.run),
        Handler(HistoryTable.restore, HistoryRestoreCommand.run),
        Handler(HistoryTable.stats, HistoryStatsCommand.run),
        Handler(HistoryTable.export, HistoryExportCommand.run),
        Handler(MediaTable.probe, MediaProbeCommand.run),
        Handler(MediaTable.verify, MediaVerifyCommand.run),
        Handler(NotifyTable.test, NotifyTestCommand.run),
        Handler(ProfilesTable.list, ProfilesListCommand.run),
        Handler(ProfilesTable.show, ProfilesShowCommand.run),
        Handler(ProfilesTable.which, ProfilesWhichCommand.run),
        Handler(ProfilesTable.check, ProfilesCheckCommand.run),
        Handler(ProfilesTable.attempt, ProfilesTryCommand.run),
        Handler(PauseTable.pause, PauseCommand.run),
        Handler(PauseTable.resume, ResumeCommand.run),
        Handler(RunningTable.run, RunCommand.run),
        Handler(RunningTable.up, UpCommand.run),
        Handler(RunningTable.scan, ScanCommand.run),
        Handler(TranscodeTable.transcode, TranscodeCommand.run),
        Handler(TranscodeTable.task, TaskCommand.run),
    ]

    static func handler(of command: Command) -> Handler {
        guard let handler = all.first(where: { $0.id == command.id }) else {
            preconditionFailure("\"\(command.name)\" is built, but nothing does it")
        }
        return handler
    }
}
