/// A file in the input, and what becomes of it: every file has a reason.
public struct Sighting: Hashable, Sendable {
    /// Below the input.
    public var path: Path
    public var state: State

    public init(_ path: Path, _ state: State) { (self.path, self.state) = (path, state) }

    public enum State: Hashable, Sendable {
        // MARK: It becomes a film, or awaits something

        case empty
        /// It is new, or it moved so long ago.
        case settling(quiet: Duration, of: Duration, grew: Bool)
        /// It is whole by its stamp, and waits to be read or is being read.
        case reading
        /// Something of it is still to come.
        case incomplete(cause: String, readAgainIn: Duration, isRejected: Bool)
        /// It is no film, or none that can be read.
        case unreadable(cause: String, readAgainIn: Duration, isRejected: Bool)
        /// We may not read it.
        case denied(String)
        /// Trouble of the disk or of this machine.
        case trouble(cause: String, readAgainIn: Duration)
        /// By the file that pauses its folder.
        case held(by: Path)
        /// One of its profile's files is being written.
        case profileMoving
        /// With the file, the line and the message.
        case invalidProfile(String)
        /// The profile asks for what this version cannot do.
        case unsupported(String)
        /// Another source owns the result of that name.
        case conflict(with: Path, result: Path)

        // MARK: It is left alone

        case ignored(String)
        /// By its profile's rules.
        case skipped(String)

        // MARK: It is a job

        /// Nothing is taken: it would be, with this profile to this result.
        case wouldTake(profile: String, result: Path)
        /// It became one by this look.
        case queued(job: String)
        case open(job: String)
        case done(record: String)
        case failed(record: String)
        case cancelled(record: String)
    }
}

extension Sighting.State {
    /// For machines and for counting.
    public var name: String {
        switch self {
        case .empty: "empty"
        case .settling: "settling"
        case .reading: "reading"
        case .incomplete: "incomplete"
        case .unreadable: "unreadable"
        case .denied: "denied"
        case .trouble: "trouble"
        case .held: "held"
        case .profileMoving: "profile-changing"
        case .invalidProfile: "invalid-profile"
        case .unsupported: "unsupported"
        case .conflict: "conflict"
        case .ignored: "ignored"
        case .skipped: "skipped"
        case .wouldTake: "would-take"
        case .queued: "queued"
        case .open: "open"
        case .done: "done"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }

    /// Whether it becomes another one soon without anybody's doing, as far as anybody knows.
    public var isPassing: Bool {
        ScanSummary.passing.contains(name)
    }

    /// Whether it awaits something, or somebody should know.
    public var isWorthShowing: Bool {
        switch self {
        case .ignored, .skipped, .queued, .open, .done, .failed, .cancelled: false
        default: true
        }
    }

    /// Whether it is looked at again before the next look at everything.
    public var isRestless: Bool {
        switch self {
        case .settling, .reading, .incomplete, .unreadable, .denied, .trouble,
            .profileMoving, .invalidProfile, .conflict:
            true
        default: false
        }
    }
}

extension Sighting.State {
    /// For people: what it waits for, and what to do about it where there is something.
    public var text: String {
        switch self {
        case .empty: "empty: nothing is in it yet"
        case .settling(let quiet, let rule, let grew): Self.settling(quiet, rule, grew)
        case .reading: "being read: it is whole by its size and times"
        case .incomplete(let cause, let wait, let isRejected):
            (isRejected ? "rejected, incomplete for a day: " : "incomplete: ") + cause
                + Self.again(wait)
        case .unreadable(let cause, let wait, let isRejected):
            (isRejected ? "rejected, unreadable for a day: " : "unreadable: ") + cause
                + Self.again(wait)
        case .denied(let why): "may not be read: \(why)"
        case .trouble(let cause, let wait): "cannot be read now: \(cause)" + Self.again(wait)
        case .held(let file):
            "held by \(Quoted.path(file)); let it go:  rm \(ShellWord.quoted(file))"
        case .profileMoving: "its profile is being written; the next look decides"
        case .invalidProfile(let message): "profile invalid: \(message)"
        case .unsupported(let what): what
        case .conflict(let owner, let result):
            "conflict: \(Quoted.path(result)) would be the result of \(Quoted.path(owner)), too; "
                + "rename one of them, or write  on_conflict = suffix  into the profile"
        case .ignored(let why): "ignored: \(why)"
        case .skipped(let why): "skipped: \(why)"
        case .wouldTake(let profile, let result):
            "would be encoded with \(Quoted.readable(profile)) to \(Quoted.path(result))"
        case .queued(let job): "taken as \(job)"
        case .open(let job): "open as \(job)"
        case .done(let record): "done; to have it done again:  \(Self.remove(record))"
        case .failed(let record): "failed; to try it again:  \(Self.remove(record))"
        case .cancelled(let record): "cancelled; to have it done:  \(Self.remove(record))"
        }
    }

    /// The same without times that run: for what is read later than it is written.
    public var lastingText: String {
        switch self {
        case .settling(_, let rule, let grew):
            (grew ? "settling: it grew, and" : "settling: it")
                + " is taken when it has not changed for \(Self.shown(rule))"
        case .incomplete(let cause, _, let isRejected):
            Self.incomplete(cause: cause, readAgainIn: .zero, isRejected: isRejected).text
        case .unreadable(let cause, _, let isRejected):
            Self.unreadable(cause: cause, readAgainIn: .zero, isRejected: isRejected).text
        case .trouble(let cause, _): Self.trouble(cause: cause, readAgainIn: .zero).text
        default: text
        }
    }

    private static func settling(_ quiet: Duration, _ rule: Duration, _ grew: Bool) -> String {
        let ago = shown(quiet)
        let event = grew ? "grew \(ago) ago" : "unchanged for \(ago)"
        return "settling: \(event), and is taken when it has not changed for \(shown(rule))"
    }

    private static func again(_ wait: Duration) -> String {
        wait > .zero ? "; it is read again in \(shown(wait))" : "; it is read again"
    }

    /// Records are called by their jobs, which are called by the letters behind the name.
    private static func remove(_ record: String) -> String {
        let job = record.split(separator: ".").first ?? record[...]
        let id = job.split(separator: "_").last ?? job
        return "reelmill history rm \(id.prefix(8))"
    }

    /// In whole seconds, minutes or hours.
    static func shown(_ time: Duration) -> String {
        let seconds = max(0, time.components.seconds)
        switch seconds {
        case ..<120: return "\(seconds) s"
        case ..<7_200: return "\(seconds / 60) min"
        default: return "\(seconds / 3_600) h"
        }
    }
}
