public import Model
public import Profiles
private import Synchronization

/// Whether the media libraries take a profile, asked in a child: what a library makes of wrong
/// words may be its end. Answers are kept by what the profile says, so a tree with a thousand
/// profiles of which none changed asks nothing.
public final class ProfileCheck: Sendable {
    public struct Result: Hashable, Sendable {
        /// Mistakes; no node can encode by it, and its films wait.
        public var wrong: [ConfigurationProblem] = []
        /// What this machine has not got. Other nodes may, so no film waits for its sake.
        public var lacking: [ConfigurationProblem] = []

        /// Whether this machine can encode by it.
        public var isPossibleHere: Bool { wrong.isEmpty && lacking.isEmpty }
    }

    private let runner: TaskRunner
    /// By the digests of profiles.
    private let known = Mutex<[String: [RecipeComplaint]]>([:])

    public init(runner: TaskRunner) { self.runner = runner }

    /// Blocks while the libraries are asked: some tenths of a second for a new profile, some
    /// seconds for a ladder.
    public func result(
        of profile: ReadProfile,
        cancellation: Cancellation = Cancellation()
    ) throws(MediaFailure) -> Result {
        if let result = knownResult(of: profile) { return result }
        let complaints: [RecipeComplaint]
        do throws(MediaFailure) {
            let event = try runner.run(.trial(profile.profile), cancellation: cancellation) { _ in }
            guard case .tried(let found) = event else {
                throw MediaFailure(.mismatch, "try the profile", nil, "the child gave no report")
            }
            complaints = found
        } catch {
            guard error.kind == .died || error.kind == .hung, !cancellation.isSet else {
                throw error
            }
            // It would break down in the same way under every film.
            complaints = [
                RecipeComplaint(.videoEncoder, .name, "the libraries break down when they try it")
            ]
        }
        known.withLock { $0[profile.profile.digest] = complaints }
        return ProfileCheck.result(complaints, profile)
    }

    /// What is known without asking; nil is nothing.
    public func knownResult(of profile: ReadProfile) -> Result? {
        let complaints = known.withLock { $0[profile.profile.digest] }
        return complaints.map { ProfileCheck.result($0, profile) }
    }

    /// Forgets all but these.
    public func keep(digests: Set<String>) {
        known.withLock { known in known = known.filter { digests.contains($0.key) } }
    }

    private static func result(_ complaints: [RecipeComplaint], _ profile: ReadProfile) -> Result {
        func problems(_ kind: RecipeComplaint.Kind) -> [ConfigurationProblem] {
            ProfileChecks.problems(of: complaints.filter { $0.kind == kind }, in: profile)
        }
        return Result(wrong: problems(.wrong), lacking: problems(.lacking))
    }
}
