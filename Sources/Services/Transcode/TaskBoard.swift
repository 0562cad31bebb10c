internal import Model
internal import Platform
private import Synchronization

/// What there is to do of one film, what is under way and what is done; shared by its threads.
final class TaskBoard: Sendable {
    struct SliceTask: Sendable {
        var slice: SlicePlan
        var film: FilmPlan
    }

    /// Whose progress it is.
    enum Owner: Hashable {
        case split, sound, join
        case slice(Int)
    }

    private struct Content {
        var film: FilmPlan?
        var waiting: [SliceTask] = []
        var planned: [SlicePlan] = []
        var batches = 0
        var ending: SliceBatch.Ending?
        var isCut = false
        var parts: [Int: PartReport] = [:]
        var sound: SoundReport?
        var isSoundTaken = false
        var progress: [Owner: TaskProgress] = [:]
        var failure: MediaFailure?
        var notes: [String] = []
        var isJoining = false
        var splitMilliseconds: Int64 = 0
    }

    let cancellation = Cancellation()
    private let content = Mutex(Content())
    private let begin = MonotonicTime.now
    /// Rises with every change, for those who wait.
    private let bell = Bell()

    // MARK: Cutting

    func add(_ batch: SliceBatch) {
        change { content in
            content.film = batch.film
            content.batches += 1
            content.planned += batch.slices
            content.waiting += batch.slices.map { SliceTask(slice: $0, film: batch.film) }
            content.ending = batch.ending
        }
    }

    /// How many batches and slices there are, and whether that is all of the film.
    var cutSoFar: (batches: Int, slices: Int, isWhole: Bool) {
        content.withLock { ($0.batches, $0.planned.count, $0.ending != nil) }
    }

    func endCutting(_ milliseconds: Int64) {
        change { content in
            content.isCut = true
            content.splitMilliseconds = milliseconds
        }
    }

    /// Blocks while more slices wait than that.
    func waitForRoom(slices: Int) {
        wait { $0.waiting.count <= slices || $0.failure != nil ? () : nil }
    }

    // MARK: Tasks

    /// True for the one who is to encode the sound.
    func takeSound() -> Bool {
        content.withLock { content in
            defer { content.isSoundTaken = true }
            return !content.isSoundTaken
        }
    }

    /// Blocks until there is a slice to encode; nil when there will be none any more.
    func takeSlice() -> SliceTask? {
        wait { content -> SliceTask?? in
            if content.failure != nil { return .some(nil) }
            if !content.waiting.isEmpty { return content.waiting.removeFirst() }
            return content.isCut ? .some(nil) : nil
        }.flatMap(\.self)
    }

    func finish(_ part: PartReport) {
        change { content in
            content.parts[part.slice] = part
            content.progress[.slice(part.slice)] = nil
        }
    }

    func finish(_ sound: SoundReport) {
        change { $0.sound = sound.tracks.isEmpty ? nil : sound }
    }

    func beginJoining() { change { $0.isJoining = true } }

    /// The first failure counts; the others follow from it. Everything under way is ended.
    func fail(_ failure: MediaFailure) {
        change { $0.failure = $0.failure ?? failure }
        cancellation.set()
    }

    var failure: MediaFailure? { content.withLock(\.failure) }

    func note(_ event: TaskEvent, of owner: Owner) {
        content.withLock { content in
            switch event {
            case .progress(let progress): content.progress[owner] = progress
            case .note(let text): if !content.notes.contains(text) { content.notes.append(text) }
            default: break
            }
        }
    }

    // MARK: Results

    func joinOrder(_ job: TranscodeJob, result: Path) throws(MediaFailure) -> JoinOrder {
        let content = content.withLock(\.self)
        let parts = content.planned.compactMap { content.parts[$0.index] }
        guard let film = content.film, let ending = content.ending,
            parts.count == content.planned.count
        else { throw MediaFailure(.mismatch, "join the parts", nil, "not all parts are there") }
        return JoinOrder(
            source: job.source,
            recipe: job.recipe,
            film: film,
            lastDuration: ending.lastDuration,
            parts: parts,
            sound: content.sound,
            result: result
        )
    }

    var state: TranscodeJob.State {
        content.withLock { content in
            var state = TranscodeJob.State()
            state.filmMilliseconds = content.film?.expectedMilliseconds
            state.isCut = content.isCut
            state.slicesKnown = content.planned.count
            state.slicesDone = content.parts.count
            state.isJoining = content.isJoining
            state.soundDone = content.sound != nil
            for part in content.parts.values {
                state.frames += part.times.count
                state.bytes += part.bytes
                if let first = part.times.first, let last = part.times.last {
                    let milliseconds = Rational(1, 1_000)
                    state.doneMilliseconds += part.timeBase.rescale(last - first, to: milliseconds)
                }
            }
            for (owner, progress) in content.progress {
                guard case .slice = owner, progress.stage == .encoding else { continue }
                state.frames += progress.frames
                state.bytes += progress.bytes
                state.doneMilliseconds += progress.outputMilliseconds
            }
            if content.isCut, content.planned.isEmpty { TaskBoard.addUncut(content, to: &state) }
            state.elapsedMilliseconds = (MonotonicTime.now - begin).milliseconds
            return state
        }
    }

    /// Where no picture is encoded, the sound is what there is to do, or else the copying.
    private static func addUncut(_ content: Content, to state: inout TranscodeJob.State) {
        let owner: Owner = content.isSoundTaken ? .sound : .join
        guard let progress = content.progress[owner], progress.stage != .proving else { return }
        state.frames = progress.frames
        state.bytes = progress.bytes
        state.doneMilliseconds = progress.outputMilliseconds
    }

    func outcome(
        _ join: JoinReport,
        sourceBytes: Int64,
        elapsedMilliseconds: Int64
    ) -> TranscodeJob.Outcome {
        content.withLock { content in
            var reason: String?
            if case .source(_, let why) = content.planned.last?.origin { reason = why }
            let parts = content.parts.values
            return TranscodeJob.Outcome(
                join: join,
                slices: content.planned.count,
                uncutReason: reason,
                damage: parts.sorted { $0.slice < $1.slice }.map(\.damage).filter { !$0.isEmpty },
                notes: content.notes,
                sourceBytes: sourceBytes,
                encodeMilliseconds: parts.reduce(0) { $0 + $1.encodeMilliseconds },
                proofMilliseconds: parts.reduce(0) { $0 + $1.proofMilliseconds },
                splitMilliseconds: content.splitMilliseconds,
                elapsedMilliseconds: elapsedMilliseconds
            )
        }
    }

    // MARK: Waiting

    private func change(_ body: (inout Content) -> Void) {
        content.withLock { body(&$0) }
        bell.ring()
    }

    /// Asks after every change until there is an answer, or nil when it was cancelled.
    private func wait<Answer>(_ ask: (inout Content) -> Answer?) -> Answer? {
        while true {
            let count = bell.count
            if let answer = content.withLock({ ask(&$0) }) { return answer }
            if cancellation.isSet { return nil }
            bell.wait(after: count, upTo: .milliseconds(200))
        }
    }
}
