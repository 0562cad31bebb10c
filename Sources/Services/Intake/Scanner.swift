public import Model
internal import Platform
internal import Profiles
internal import Spool
private import Synchronization

/// Finds films in the input, waits until each is whole, and makes jobs of them. Every node may run
/// one; whoever leads looks.
///
/// A file is looked at by its stamp alone as long as that stays: 100,000 known files cost one
/// lstat(2) each and no question to the spool.
public final class Scanner: Sendable {
    private let site: Site
    private let engine: Mutex<ScanEngine>
    private let readers: FilmReaders
    /// Nil until it has looked once.
    private let passing = Mutex<Int?>(nil)
    /// Whether the last look found the input and the spool.
    private let found = Mutex(false)
    /// Wakes the thread that scans.
    private let wake: WakeCall

    /// - Parameter runner: Starts the children that read films.
    public convenience init(_ site: Site, _ settings: ScanSettings, runner: TaskRunner) {
        self.init(site, settings, FilmReading(runner))
    }

    init(
        _ site: Site,
        _ settings: ScanSettings,
        _ reading: FilmReading,
        _ disk: any ProfileDisk = DirectoryProfileDisk()
    ) {
        let wake = WakeCall()
        self.site = site
        self.wake = wake
        readers = FilmReaders(reading, threads: settings.readersMax) { wake.call() }
        engine = Mutex(ScanEngine(site, settings, readers, disk))
    }

    /// Whether some files become something else soon without anybody's doing: they are being
    /// written, or read.
    public var isSettling: Bool { passing.withLock { $0.map { $0 > 0 } ?? true } || readers.isBusy }

    /// Whether the input and the spool were there when it last looked.
    public var hasLooked: Bool { found.withLock(\.self) }

    /// Looks once, at all of the input or at parts of it, and reads what is whole. Blocks until all
    /// of that is read.
    ///
    /// - Parameter paths: On this host or below the input; nil is everything.
    public func scan(_ paths: [Path]? = nil) -> ScanReport {
        let began = WallTime.now
        let start = MonotonicTime.now
        var troubles: [String] = []
        var canRead = true
        do throws(SystemError) {
            try readers.start()
        } catch {
            troubles.append("\(error)")
            canRead = false
        }
        defer { readers.stop() }
        return engine.withLock { engine in
            if let paths { engine.limits = paths.map { engine.below($0) } }
            defer { engine.limits = engine.chosen }
            engine.rest()
            troubles += engine.lookAtAll().troubles
            while canRead, readers.isBusy {
                readers.waitForResults(upTo: .seconds(1))
                let files = engine.takeResults()
                guard !files.isEmpty else { continue }
                let pass = engine.lookAgain(at: files, refreshes: false) { true }
                troubles += pass.troubles
            }
            passing.withLock { $0 = engine.passing }
            return engine.report(began, MonotonicTime.now - start, troubles)
        }
    }

    /// Wakes the thread that scans, so that it sees at once that it is to stop.
    public func wakeUp() { wake.call() }

    /// Watches the input while this node leads. Blocks until it is to stop.
    public func run(isLeading: @escaping @Sendable () -> Bool, until stop: StopSign) {
        let wakeUp = try? WakeUp()
        wake.set {
            stop.wake()
            wakeUp?.wake()
        }
        defer {
            wake.set(nil)
            readers.stop()
        }
        while !stop.isSet {
            guard isLeading() else {
                // What begins with it is waited for by people.
                stop.wait(upTo: .milliseconds(200))
                continue
            }
            do throws(SystemError) {
                try readers.start()
                site.journal.end("readers", "films are read again")
            } catch {
                site.journal.begin("readers", .warning, "no film is read: \(error)")
                stop.wait(upTo: .seconds(5))
                continue
            }
            let round = ScanRound(
                isWanted: { isLeading() && !stop.isSet },
                stop: stop,
                wakeUp: wakeUp
            )
            lead(round)
            readers.stop()
            engine.withLock { $0.rest() }
        }
    }

    /// Until somebody else leads, or it is to stop.
    private func lead(_ round: ScanRound) {
        var turns = ScanTurns()
        while round.isWanted() {
            let wait = turn(&turns, nil, round)
            guard let wakeUp = round.wakeUp, mode?.kind == .inotify else {
                round.stop.wait(upTo: min(wait, .seconds(1)))
                continue
            }
            watch(&turns, round, wakeUp)
        }
    }

    private func watch(_ turns: inout ScanTurns, _ round: ScanRound, _ wakeUp: WakeUp) {
        let input = engine.withLock { $0.input }
        let folders = site.folders
        // In the cluster's own folders something happens all the time.
        let own = Set(
            [folders.output, folders.spool, folders.state, folders.profiles ?? folders.spool]
                .map(\.normalized)
        )
        var watch = FolderWatch(input, wakeUp: wakeUp) { folder in
            let isPassed = folder.name.map { DropNames.folder($0) != nil } ?? false
            return !isPassed && !own.contains(folder.normalized)
        }
        var wait = Duration.zero
        while round.isWanted(), mode?.kind == .inotify {
            let hints: WatchHints
            do throws(SystemError) {
                hints = try watch.wait(upTo: min(max(wait, .zero), .seconds(1)))
                site.journal.end("watch", "the input is watched again")
            } catch {
                site.journal.begin("watch", .warning, "the input is looked at in full: \(error)")
                round.stop.wait(upTo: .seconds(5))
                watch.startAgain()
                continue
            }
            if hints.needsRescan || !hints.directories.isEmpty { tellGaps(watch.coverage) }
            wait = turn(&turns, hints, round)
            // While a film is copied in, its folder has something to say all the time.
            if !hints.directories.isEmpty { round.stop.wait(upTo: .seconds(1)) }
        }
    }

    private func tellGaps(_ coverage: WatchCoverage) {
        guard !coverage.isSettingUp else { return }
        if coverage.isComplete {
            site.journal.end("watches", "every folder of the input is watched")
        } else {
            let text = coverage.messages.joined(separator: "; ")
            site.journal.begin("watches", .warning, text)
        }
    }

    private func turn(
        _ turns: inout ScanTurns,
        _ hints: WatchHints?,
        _ round: ScanRound
    ) -> Duration {
        engine.withLock { engine in
            let wait = turns.turn(&engine, hints, round.isWanted)
            passing.withLock { $0 = engine.passing }
            found.withLock { $0 = engine.pass.identity != nil }
            return wait
        }
    }

    private var mode: WatchMode? { engine.withLock { $0.mode } }
}

/// What a thread that scans goes by.
struct ScanRound: Sendable {
    var isWanted: @Sendable () -> Bool
    var stop: StopSign
    var wakeUp: WakeUp?
}

/// What is called when a film was read, while somebody waits for that.
final class WakeCall: Sendable {
    private let body = Mutex<(@Sendable () -> Void)?>(nil)

    func set(_ body: (@Sendable () -> Void)?) { self.body.withLock { $0 = body } }
    func call() { body.withLock { $0 }?() }
}
