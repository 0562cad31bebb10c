internal import Media
public import Model
internal import Platform
private import Synchronization

/// A real encode of a second of film by a profile: the same children and the same proofs as for a
/// film, each rendition of a ladder by itself. What the libraries warn of comes with it: an encoder
/// that does not know a setting often goes on without.
public final class ProfileTrial: Sendable {
    /// What came of one recipe.
    public struct Attempt: Sendable {
        /// Nil where the profile has no ladder.
        public var rendition: String?
        public var outcome: Outcome
        /// What libav and the encoder wrote meanwhile, each line once.
        public var warnings: [String] = []
        public var elapsedMilliseconds: Int64 = 0

        public init(
            rendition: String?,
            outcome: Outcome,
            warnings: [String] = [],
            elapsedMilliseconds: Int64 = 0
        ) {
            self.rendition = rendition
            self.outcome = outcome
            self.warnings = warnings
            self.elapsedMilliseconds = elapsedMilliseconds
        }

        /// Whether the encode came to nothing, or to something else than was asked for.
        public var isFailed: Bool {
            if case .failed = outcome { return true }
            return warnings.contains(where: ProfileTrial.isAlarm)
        }
    }

    public enum Outcome: Sendable {
        case made(Made)
        case failed(MediaFailure)
    }

    public struct Made: Sendable {
        public var media: MediaDescription
        public var bytes: Int64
        public var frames: Int
        /// What a person should know of the result, such as streams that are not in it.
        public var notes: [String]
    }

    private let runner: TaskRunner
    private let running = Mutex<LocalTranscode?>(nil)
    private let cancellation = Cancellation()

    public init(runner: TaskRunner) { self.runner = runner }

    /// Ends it soon; `run` then throws and leaves nothing behind.
    public func cancel() {
        cancellation.set()
        running.withLock { $0?.cancel() }
    }

    /// Blocks until all is made, told and removed again.
    ///
    /// - Parameters:
    ///   - folder: where a folder for its files is made meanwhile.
    ///   - tell: gets each attempt as it is done.
    public func run(
        _ profile: EncodingProfile,
        in folder: Path,
        tell: (Attempt) -> Void
    ) throws(MediaFailure) {
        let room = folder / FileName(".reelmill-try-\(UniqueName.random())")
        do throws(SystemError) {
            try Directory.create(room, permissions: 0o700)
        } catch {
            throw MediaFailure(error)
        }
        defer { try? Directory.removeTree(room) }
        let film = room / "film.mkv"
        try TrialFilm.make(film)
        for (rendition, recipe) in ProfileTrial.recipes(of: profile) {
            let result = room / FileName("result-\(UniqueName.random())")
            let attempt = attempt(recipe, film, result, rendition)
            if cancellation.isSet {
                throw MediaFailure(.died, "try the profile", nil, "it was cancelled")
            }
            tell(attempt)
        }
    }

    private static func recipes(
        of profile: EncodingProfile
    ) -> [(rendition: String?, recipe: EncodeRecipe)] {
        guard let ladder = profile.ladder else { return [(nil, profile.recipe)] }
        return ladder.renditions.map { ($0.name, RecipeTrial.recipe(of: $0, profile)) }
    }

    private func attempt(
        _ recipe: EncodeRecipe,
        _ film: Path,
        _ result: Path,
        _ rendition: String?
    ) -> Attempt {
        let warnings = WarningLines()
        var runner = runner
        runner.environment[TaskChild.logsByName] = Array("1".utf8)
        runner.onErrors = { warnings.take($0) }
        let job = TranscodeJob(source: film, result: result, recipe: recipe, slots: 1)
        let transcode = LocalTranscode(job, runner: runner)
        running.withLock { $0 = transcode }
        if cancellation.isSet { transcode.cancel() }
        let begin = MonotonicTime.now
        var attempt = Attempt(rendition: rendition, outcome: outcome(of: transcode, result))
        attempt.elapsedMilliseconds = (MonotonicTime.now - begin).milliseconds
        attempt.warnings = warnings.lines
        return attempt
    }

    private func outcome(of transcode: LocalTranscode, _ result: Path) -> Outcome {
        do throws(MediaFailure) {
            let outcome = try transcode.run()
            let notes = outcome.notes + outcome.join.dropped.map { "not in the result: \($0)" }
            return .made(
                Made(
                    media: try Probe.run(result),
                    bytes: outcome.join.bytes,
                    frames: outcome.join.frames,
                    notes: notes
                )
            )
        } catch {
            return .failed(error)
        }
    }

    /// Whether the line says that something asked for was not understood.
    public static func isAlarm(_ line: String) -> Bool {
        let line = line.lowercased()
        return alarms.contains { line.contains($0) }
    }

    private static let alarms = [
        "unknown option", "error parsing option", "not found", "invalid", "bad option",
        "bad value",
    ]
}

/// Lines that children write to their standard errors, each once, without what no one has to know.
private final class WarningLines: Sendable {
    /// More would not be read.
    private static let linesMax = 100

    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock(\.self) }

    func take(_ bytes: [UInt8]) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let text = ReadableBytes.escaped(Array(line))
            // SVT-AV1 and x265 tell of themselves in passing.
            guard !text.allSatisfy({ $0 == " " }), !text.contains("[info]") else { continue }
            kept.withLock { kept in
                if kept.count < WarningLines.linesMax, !kept.contains(text) { kept.append(text) }
            }
        }
    }
}
