internal import Model
internal import Platform
private import Synchronization

/// What there is to do of one film, what is under way and what is done; shared by its threads.
final class TaskBoard: Sendable {
    struct SliceTask: Sendable {
        var slice: SlicePlan
        var film: FilmPlan
        /// Of renditions that are tasks of their own, which one; nil is all that is made.
        var rung: Int?
    }

    /// Whose progress it is.
    enum Owner: Hashable {
        case split, sound, join
        case slice(Int, rung: Int?)
    }

    /// A slice in one of the film's pictures.
    struct Place: Hashable {
        var slice: Int
        var rung: Int?
    }

    struct Content {
        var ladder: FilmLadder?
        /// Whether each rendition of a slice is a task of its own.
        var isApart = false
        var film: FilmPlan?
        var waiting: [SliceTask] = []
        var planned: [SlicePlan] = []
        var batches = 0
        var ending: SliceBatch.Ending?
        var isCut = false
        var parts: [Place: PartReport] = [:]
        var slicesDone = 0
        var sounds: [SoundReport] = []
        var isSoundTaken = false
        var progress: [Owner: TaskProgress] = [:]
        var failure: MediaFailure?
        var notes: [String] = []
        var isReading = false
        var isJoining = false
        var splitMilliseconds: Int64 = 0
        var encodeMilliseconds: Int64 = 0
        var proofMilliseconds: Int64 = 0
    }

    let cancellation = Cancellation()
    private let content = Mutex(Content())
    private let begin = MonotonicTime.now
    /// Rises with every change, for those who wait.
    private let bell = Bell()

    // MARK: The ladder

    func beginReading() { change { $0.isReading = true } }

    func begin(_ ladder: FilmLadder, isApart: Bool) {
        change { content in
            (content.ladder, content.isApart) = (ladder, isApart)
            content.isReading = false
            content.notes += ladder.notes
        }
    }

    // MARK: Cutting

    func add(_ batch: SliceBatch) {
        change { content in
            content.film = batch.film
            content.batches += 1
            content.planned += batch.slices
            content.waiting += batch.slices.flatMap { slice in
                content.tasks.map { SliceTask(slice: slice, film: batch.film, rung: $0) }
            }
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

    /// Blocks while more slices wait than that, or tasks that are made of them.
    func waitForRoom(slices: Int) {
        wait { content in
            let waiting = content.waiting.count / content.tasks.count
            return waiting <= slices || content.failure != nil ? () : nil
        }
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

    /// Whether that was all there is to make of the slice.
    func finish(_ parts: [PartReport], of task: SliceTask) -> Bool {
        var isWhole = false
        change { content in
            let slice = task.slice.index
            for part in parts { content.parts[Place(slice: slice, rung: part.rung)] = part }
            // Those of one task were made side by side.
            content.encodeMilliseconds += parts.map(\.encodeMilliseconds).max() ?? 0
            content.proofMilliseconds += parts.map(\.proofMilliseconds).max() ?? 0
            content.progress[.slice(slice, rung: task.rung)] = nil
            isWhole = content.pictures.allSatisfy {
                content.parts[Place(slice: slice, rung: $0)] != nil
            }
            if isWhole { content.slicesDone += 1 }
        }
        return isWhole
    }

    func finish(_ sounds: [SoundReport]) {
        change { $0.sounds = sounds }
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

    func made(_ job: TranscodeJob, _ recipe: EncodeRecipe) throws(MediaFailure) -> MadeFilm {
        let content = content.withLock(\.self)
        let parts = content.pictures.map { rung in
            content.planned.compactMap { content.parts[Place(slice: $0.index, rung: rung)] }
        }
        guard let film = content.film, let ending = content.ending,
            parts.allSatisfy({ $0.count == content.planned.count })
        else { throw MediaFailure(.mismatch, "join the parts", nil, "not all parts are there") }
        return MadeFilm(
            source: job.source,
            recipe: recipe,
            ladder: content.ladder,
            film: film,
            lastDuration: ending.lastDuration,
            parts: parts,
            sounds: content.sounds
        )
    }

    var state: TranscodeJob.State {
        var state = content.withLock(\.state)
        state.elapsedMilliseconds = (MonotonicTime.now - begin).milliseconds
        return state
    }

    func outcome(
        _ made: MergedFilm,
        sourceBytes: Int64,
        elapsedMilliseconds: Int64
    ) -> TranscodeJob.Outcome {
        content.withLock { content in
            var reason: String?
            if case .source(_, let why) = content.planned.last?.origin { reason = why }
            // All renditions are made of the same frames.
            let parts = content.planned.compactMap { slice in
                content.parts[Place(slice: slice.index, rung: content.pictures[0])]
            }
            return TranscodeJob.Outcome(
                join: made.join,
                renditions: made.renditions,
                slices: content.planned.count,
                uncutReason: reason,
                damage: parts.map(\.damage).filter { !$0.isEmpty },
                notes: content.notes,
                sourceBytes: sourceBytes,
                encodeMilliseconds: content.encodeMilliseconds,
                proofMilliseconds: content.proofMilliseconds,
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
