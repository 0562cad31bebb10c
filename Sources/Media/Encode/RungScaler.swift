internal import CFFmpeg
internal import Model

/// Scales a film's pictures to a ladder's sizes, each from the nearest larger one that will do, and
/// only those that somebody wants.
///
/// From which sizes a rendition is scaled follows from the ladder alone, so one that is made by
/// itself gets the same pictures.
final class RungScaler {
    private let ladder: FilmLadder
    private let film: FilmPlan
    private var steps: [Int: Step] = [:]
    /// Of the frame that is shared now.
    private var pictures: [Int: Frame] = [:]

    private struct Step {
        let rung: FilmLadder.Rung
        /// What its pictures may be in; all are in that of the first.
        var formats: [AVPixelFormat]
        var graph: VideoGraph?

        func has(_ frame: Frame) -> Bool {
            let picture = frame.handle.pointee
            let isTaken = formats.isEmpty || formats.contains { $0.rawValue == picture.format }
            return isTaken && picture.width == rung.width && picture.height == rung.height
        }
    }

    init(_ ladder: FilmLadder, _ film: FilmPlan) {
        (self.ladder, self.film) = (ladder, film)
    }

    /// The next frame is another one.
    func forget() { pictures.removeAll(keepingCapacity: true) }

    /// The picture as a rendition has it; it is shared, so a copy is to be changed.
    func picture(
        of rung: Int,
        from frame: Frame,
        _ clock: FrameClock
    ) throws(MediaFailure) -> Frame {
        if let picture = pictures[rung] { return picture }
        let larger =
            if let parent = ladder.rungs[rung].scalesFrom {
                try picture(of: parent, from: frame, clock)
            } else {
                frame
            }
        let picture = try scale(larger.copy(), to: rung, clock)
        picture.handle.pointee.sample_aspect_ratio = AVRational(num: 1, den: 1)
        pictures[rung] = picture
        return picture
    }

    private func scale(
        _ frame: Frame,
        to index: Int,
        _ clock: FrameClock
    ) throws(MediaFailure) -> Frame {
        var step = try step(index)
        defer { steps[index] = step }
        PixelFormats.renameFullRange(frame, for: step.formats)
        var scaled: Frame?
        if step.has(frame) {
            scaled = frame
        } else {
            if step.graph == nil { step.graph = try makeGraph(step, clock) }
            try step.graph?.push(frame) { out throws(MediaFailure) in scaled = try out.copy() }
        }
        guard let scaled else {
            throw MediaFailure(.mismatch, "scale to \(step.rung.name)", nil, "no picture came out")
        }
        step.formats = [AVPixelFormat(rawValue: scaled.handle.pointee.format)]
        return scaled
    }

    private func step(_ index: Int) throws(MediaFailure) -> Step {
        if let step = steps[index] { return step }
        let rung = ladder.rungs[index]
        return Step(rung: rung, formats: try PixelFormats.taken(by: rung.video))
    }

    /// One thread, and nothing that depends on the processor: the same everywhere.
    private func makeGraph(
        _ step: Step,
        _ clock: FrameClock
    ) throws(MediaFailure) -> VideoGraph {
        var film = film
        (film.timeBase, film.frameRate) = (clock.timeBase, clock.frameRate)
        return try VideoGraph(
            film,
            filters: RungScaler.filters(step.rung),
            formats: step.formats
        )
    }

    static func filters(_ rung: FilmLadder.Rung) -> String {
        "scale=\(rung.width):\(rung.height)"
            + ":flags=bicubic+accurate_rnd+full_chroma_int+bitexact,setsar=1"
    }
}
