import Model
import Spool

/// A source that nodes find, and what there is to do with it.
struct SimulatedJob: Sendable {
    let id: JobID
    /// How many slices each batch has.
    let batches: [Int]
    let hasAudio: Bool
    /// A slice that no encoder can do.
    let hopeless: Int?
    /// How many of a hundred children die of themselves.
    let frailty: Int
    /// Nil is a film in one size.
    private(set) var ladder: SimulatedLadder?

    init(number: Int, _ generator: inout SplitMix, mayFail: Bool) {
        id = JobID(sourceName: "film\(number)", hash: UInt64(number) &* 0x1234_5678_9abc_def1)
        var rest = generator.number(in: 3...5)
        var batches: [Int] = []
        while rest > 0 {
            let size = min(rest, batches.count + 1)
            batches.append(size)
            rest -= size
        }
        self.batches = batches
        hasAudio = generator.happens(percent: 70)
        let slices = batches.reduce(0, +)
        hopeless =
            mayFail && generator.happens(percent: 10) ? generator.number(below: slices) : nil
        frailty = mayFail && generator.happens(percent: 20) ? 30 : 0
    }

    /// Exactly so many slices, in batches that grow as real ones do.
    init(number: Int, slices: Int, batchMax: Int, hasAudio: Bool) {
        id = JobID(sourceName: "film\(number)", hash: UInt64(number) &* 0x1234_5678_9abc_def1)
        var batches: [Int] = []
        var rest = slices
        while rest > 0 {
            let size = min(rest, batchMax, 1 << min(batches.count, 20))
            batches.append(size)
            rest -= size
        }
        self.batches = batches
        self.hasAudio = hasAudio
        hopeless = nil
        frailty = 0
    }

    var slices: Int { batches.reduce(0, +) }

    /// The slices of a batch, and where each is one task its tasks.
    func tasks(of batch: Int) -> [TaskName] {
        let first = batches[..<batch].reduce(0, +)
        return (first..<first + batches[batch]).map { .video($0) }
    }

    /// - Parameter isApart: Whether each rendition is a task of its own.
    func tasks(of batch: Int, isApart: Bool) -> [TaskName] {
        guard isApart, let ladder else { return tasks(of: batch) }
        return tasks(of: batch).compactMap(\.slice).flatMap { slice in
            (0..<ladder.rungs).map { .video(slice, rung: $0) }
        }
    }

    /// The same film in several sizes.
    func inSizes(_ ladder: SimulatedLadder) -> SimulatedJob {
        var job = self
        job.ladder = ladder
        return job
    }

    var source: Path { Path("input/\(id)") }
    var result: Path { Path(ladder == nil ? "\(id).mkv" : "\(id).hls") }

    var offer: Offer {
        var offer = plainOffer
        offer.ladder = ladder?.order(hasAudio: hasAudio)
        return offer
    }

    private var plainOffer: Offer {
        Offer(
            job: id,
            source: .init(
                path: source,
                bytes: UInt64(slices),
                modifiedSeconds: 0,
                modifiedNanoseconds: 0,
                sample: ""
            ),
            result: result,
            priority: 0,
            recipe: EncodeRecipe(container: "matroska"),
            profile: nil,
            hasAudio: hasAudio
        )
    }

    func slice(_ task: TaskName) -> [UInt8] { Array("slice \(id) \(task)".utf8) }
    func part(_ task: TaskName) -> [UInt8] { Array("part \(id) \(task)".utf8) }

    /// What the parts come to when they are joined.
    var joined: [UInt8] {
        let video = (0..<slices).flatMap { part(.video($0)) }
        return hasAudio ? video + part(.audio) : video
    }
}
