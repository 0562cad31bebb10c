internal import CFFmpeg
public import Model

/// Where slices go. Media makes their files; making them durable, giving them to others and taking
/// them away again is the caller's, who knows the volume.
public protocol SliceOutput {
    /// Takes away a file that was begun and is not needed.
    func remove(_ name: FileName) throws(MediaFailure)
    /// All files of the batch are written. It may block, which holds the cutting back.
    func complete(_ batch: SliceBatch) throws(MediaFailure)
    /// Called often.
    func progress(_ progress: TaskProgress)
}

/// Plans and cuts a film in one pass over its packets, without decoding.
public enum SliceCutting {
    public static func run(
        _ order: SplitOrder,
        to output: some SliceOutput
    ) throws(MediaFailure) {
        try LogCapture.during { _ throws(MediaFailure) in
            try Completeness.check(order.source)
            let demuxer = try Demuxer(order.source)
            try Completeness.checkIndex(demuxer)
            let selection = try StreamSelection(demuxer, order.recipe)
            guard let picture = selection.picture, order.recipe.video.mode == .encode else {
                return try planUncut(order, demuxer, selection, output)
            }
            let run = try CutRun(order, output, try CutSource(demuxer, picture))
            try run.all()
        }
    }

    /// Where no picture is encoded there is one batch, and no slice in it.
    private static func planUncut(
        _ order: SplitOrder,
        _ demuxer: Demuxer,
        _ selection: StreamSelection,
        _ output: some SliceOutput
    ) throws(MediaFailure) {
        guard order.firstBatch == 0 else { return }
        let begin = av_gettime_relative()
        var film = FilmPlan(demuxer, picture: selection.picture)
        var pace = SurveyPace(begin)
        let copied = [selection.picture].compactMap { $0 }
        film.copied = try CopySurvey.run(order.source, copied) {
            pace.take($0, Rational($1)).map(output.progress)
        }
        try output.complete(
            SliceBatch(
                index: 0,
                film: film,
                slices: [],
                ending: SliceBatch.Ending(lastDuration: 1)
            )
        )
    }

    static func backwards(_ failure: String, _ path: Path, _ attempt: String) -> MediaFailure {
        MediaFailure(
            .unreadable,
            attempt,
            path,
            failure,
            remedy: "ffmpeg -fflags +genpts+igndts -i FILE -map 0 -c copy repaired.mkv"
        )
    }
}

/// One pass.
private final class CutRun<Output: SliceOutput> {
    private let order: SplitOrder
    private let output: Output
    private let source: CutSource
    private let film: FilmPlan
    private var pending: (packet: Packet, described: CutPacket)?
    private var planner: CutPlanner
    private var batch = BatchBuilder()
    private var files: [Int: OpenFile] = [:]
    /// Of slices that are closed and not yet published.
    private var sizes: [Int: (file: Int64, packets: Int64)] = [:]
    private var counter = CutCounter()
    /// Whether as many frames leave the filters as go in.
    private let keepsFrames: Bool

    private struct OpenFile {
        /// Nil for a slice that is there already.
        var file: SliceFile?
        var packetBytes: Int64 = 0
    }

    init(
        _ order: SplitOrder,
        _ output: Output,
        _ source: CutSource
    ) throws(MediaFailure) {
        self.order = order
        self.output = output
        self.source = source
        let first = try source.next()
        film = try source.film(order.recipe, first: first?.described)
        pending = first
        let recipe = order.recipe.resolved(for: FilmFacts(film))
        let filters = FilterRule.of(recipe.video.filters)
        keepsFrames = filters.keepsFrames
        planner = CutPlanner(
            CutRules(
                sliceMilliseconds: order.recipe.sliceMilliseconds,
                timeBase: film.timeBase,
                needsPreRoll: filters.needsPreRoll,
                uncutReason: source.wholeFilmObstacle ?? filters.uncutReason
            )
        )
    }

    func all() throws(MediaFailure) {
        while let next = try nextPacket() {
            var described = next.described
            if let time = described.decoding, time + film.shift < 0 {
                described.obstacle = described.obstacle ?? "the times go too far below zero"
            }
            for action in planner.take(described) { try perform(action, next.packet) }
            if let failure = planner.failure {
                throw SliceCutting.backwards(failure, order.source, "cut")
            }
            counter.take(described)
            if counter.isDue { output.progress(counter.progress(film)) }
        }
        guard counter.frames > 0 else {
            throw MediaFailure(.unreadable, "transcode", order.source, "its video has no packets")
        }
        let lastDuration = source.lastDuration(film)
        for action in planner.end(lastDuration: lastDuration) { try perform(action, nil) }
        try complete(ending: SliceBatch.Ending(lastDuration: lastDuration))
    }

    private func nextPacket() throws(MediaFailure) -> (packet: Packet, described: CutPacket)? {
        defer { pending = nil }
        if let pending { return pending }
        return try source.next()
    }

    private func perform(_ action: CutAction, _ packet: Packet?) throws(MediaFailure) {
        switch action {
        case .open(let slice):
            files[slice] = OpenFile(file: try isWritten(slice) ? file(of: slice) : nil)
        case .write(let slice):
            guard let packet else { preconditionFailure("our bug: a write without a packet") }
            try files[slice]?.file?.write(packet)
            files[slice]?.packetBytes += Int64(packet.bytes.count)
        case .close(let slice):
            guard let open = files.removeValue(forKey: slice) else { return }
            sizes[slice] = (try open.file?.finish() ?? 0, open.packetBytes)
        case .remove(let slice):
            files[slice] = nil
            sizes[slice] = nil
            if isWritten(slice) { try output.remove(SliceName.of(slice)) }
        case .publish(let slice):
            try publish(slice)
        }
    }

    private func isWritten(_ slice: Int) -> Bool { slice >= order.firstSlice }

    private func file(of slice: Int) throws(MediaFailure) -> SliceFile {
        try SliceFile(order.directory / SliceName.of(slice), source.stream, shift: film.shift)
    }

    private func publish(_ slice: CutSlice) throws(MediaFailure) {
        let size = sizes.removeValue(forKey: slice.index)
        let origin: SlicePlan.Origin =
            if let reason = slice.uncutReason {
                .source(firstPacket: slice.firstPacket, reason: reason)
            } else {
                .file(name: SliceName.text(slice.index), bytes: size?.file ?? 0)
            }
        // A full batch waits for a slice after it, so that the last one can carry the ending.
        if batch.isFull { try complete(ending: nil) }
        var plan = SlicePlan(
            index: slice.index,
            start: slice.start,
            end: slice.end,
            times: slice.times,
            surelyWholeFrom: slice.surelyWholeFrom,
            origin: origin
        )
        if keepsFrames { plan.countFrames(of: order.ladder, timeBase: film.timeBase) }
        batch.add(plan, packetBytes: size?.packets ?? 0)
    }

    private func complete(ending: SliceBatch.Ending?) throws(MediaFailure) {
        if batch.index >= order.firstBatch {
            try output.complete(
                SliceBatch(index: batch.index, film: film, slices: batch.slices, ending: ending)
            )
        }
        batch.next()
    }
}

/// What the files of slices are called.
enum SliceName {
    static func text(_ slice: Int) -> String {
        let digits = String(slice)
        return "v" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".nut"
    }

    static func of(_ slice: Int) -> FileName { FileName(text(slice)) }
}

/// How far the reading is.
private struct CutCounter {
    private(set) var frames = 0
    private let begin = av_gettime_relative()
    private var lastReport: Int64 = 0
    private var firstTime: Int64?
    private var time: Int64 = 0

    mutating func take(_ packet: CutPacket) {
        frames += 1
        guard let now = packet.presentation else { return }
        firstTime = firstTime ?? now
        time = max(time, now)
    }

    /// Four times a second at most.
    var isDue: Bool {
        mutating get {
            let now = av_gettime_relative()
            guard now - lastReport > 250_000 else { return false }
            lastReport = now
            return true
        }
    }

    func progress(_ film: FilmPlan) -> TaskProgress {
        let done = film.timeBase.rescale(time - (firstTime ?? 0), to: Rational(1, 1_000))
        return TaskProgress(
            stage: .reading,
            frames: frames,
            framesTotal: nil,
            outputMilliseconds: done,
            bytes: 0,
            elapsedMilliseconds: (av_gettime_relative() - begin) / 1_000
        )
    }
}
