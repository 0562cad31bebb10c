internal import CommandLine
internal import Model
internal import Platform
internal import Profiles
internal import Services
private import Synchronization

/// `reelmill profiles try PATH…`
enum ProfilesTryCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let words = context.invocation[ProfilesTable.anyPaths]
        let setup = try ProfilesSetup(context, needsInput: words.isEmpty)
        var selection = ProfileSelection(setup)
        try selection.add(words, context.surroundings)
        let folder = context.surroundings.value("TMPDIR").flatMap { Path(bytes: $0) } ?? "/tmp"
        let work = TryWork(selection.profiles, in: context.surroundings.absolute(folder))
        var answers: [TriedProfile] = []
        let signal = try work.run { answer throws(OutputError) in
            answers.append(answer)
            if !context.invocation[GlobalFlags.json] {
                try context.console.print(TryText.text(answer))
            }
        }
        if let signal {
            throw Failure(
                signal == .terminate ? .terminated : .interrupted,
                "stopped by \(signal); nothing is left of what was made"
            )
        }
        if context.invocation[GlobalFlags.json] {
            let document = Document(
                schema: "\(Product.name).profile-trial/1",
                body: TryBody(profiles: answers.map(TryBody.Row.init))
            )
            try context.console.print(JSONText.line(document))
        }
        if answers.contains(where: \.isWrong) { return .invalidConfiguration }
        return answers.contains { !$0.lacking.isEmpty } ? .failed : .done
    }
}

/// A profile that was tried, or why it was not.
struct TriedProfile: Sendable {
    let origin: ProfileSource.Origin
    var wrong: [ConfigurationProblem] = []
    var lacking: [ConfigurationProblem] = []
    var attempts: [ProfileTrial.Attempt] = []
    /// What kept it from being tried that is no fault of the profile.
    var failure: MediaFailure?

    var isWrong: Bool { !wrong.isEmpty || failure != nil || attempts.contains(where: \.isFailed) }
}

/// Tries profiles one after the other on a thread of its own, so that a signal can end it.
final class TryWork: Sendable {
    private let profiles: [ProfileSelection.Chosen]
    private let folder: Path
    private let trial: ProfileTrial
    private let check: ProfileCheck
    private let cancellation = Cancellation()
    private let answers = AnswerQueue()

    init(_ profiles: [ProfileSelection.Chosen], in folder: Path) {
        let runner = TaskRunner(program: OwnProgram.path)
        (self.profiles, self.folder) = (profiles, folder)
        (trial, check) = (ProfileTrial(runner: runner), ProfileCheck(runner: runner))
    }

    /// The signal that ended it, if one did; then nothing is left behind either.
    func run(_ tell: (TriedProfile) throws(OutputError) -> Void) throws -> Signal? {
        // Before there is a second thread, which a signal would otherwise end the process in.
        let inbox = try SignalInbox(for: [.interrupt, .terminate, .hangUp])
        let done = try WakeUp()
        let thread = try NamedThread("try") { [self] () throws(Never) in
            defer { done.wake() }
            for chosen in profiles where !cancellation.isSet { answers.put(answer(chosen)) }
        }
        var signal: Signal?
        var failure: OutputError?
        while signal == nil, failure == nil {
            let event = try inbox.next(until: Deadline(after: .milliseconds(200)), orWoken: done)
            do throws(OutputError) {
                for answer in answers.take() { try tell(answer) }
            } catch {
                failure = error
            }
            if case .signal(let number, _) = event { signal = number }
            if case .woken = event { break }
        }
        if signal != nil || failure != nil { cancel() }
        thread.join()
        if let failure { throw failure }
        if signal == nil { for answer in answers.take() { try tell(answer) } }
        return signal
    }

    private func cancel() {
        cancellation.set()
        trial.cancel()
    }

    private func answer(_ chosen: ProfileSelection.Chosen) -> TriedProfile {
        var answer = TriedProfile(origin: chosen.origin)
        switch chosen.resolved.outcome {
        case .invalid(let error, _): answer.wrong = error.problems
        case .profile(let profile):
            do throws(MediaFailure) {
                let result = try check.result(of: profile, cancellation: cancellation)
                (answer.wrong, answer.lacking) = (result.wrong, result.lacking)
                guard result.isPossibleHere else { return answer }
                var attempts: [ProfileTrial.Attempt] = []
                try trial.run(profile.profile, in: folder) { attempts.append($0) }
                answer.attempts = attempts
            } catch {
                answer.failure = error
            }
        }
        return answer
    }
}

/// What one thread has done and another one tells.
private final class AnswerQueue: Sendable {
    private let waiting = Mutex<[TriedProfile]>([])

    func put(_ answer: TriedProfile) { waiting.withLock { $0.append(answer) } }

    func take() -> [TriedProfile] {
        waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
    }
}
