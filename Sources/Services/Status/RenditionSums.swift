internal import Model
internal import Spool

/// What a view of a job says of its renditions.
extension ViewedJob {
    /// Nil is a film in one size.
    var renditions: [RenditionLine]? {
        guard let ladder = order.ladder else { return nil }
        return zip(ladder.rungs.indices, rungs).map { index, counts in
            let rung = ladder.rungs[index]
            let pace = running.filter { $0.attempt.task.makes(rung: index) }
                .reduce(0) { $0 + ($1.progress?.framesPerSecond ?? 0) }
            return RenditionLine(
                name: rung.name,
                width: rung.width,
                height: rung.height,
                slices: counts,
                framesPerSecond: pace
            )
        }
    }
}

extension TaskName {
    /// Whether it makes a rendition of its slice, alone or among others.
    fileprivate func makes(rung: Int) -> Bool { slice != nil && (self.rung ?? rung) == rung }

    /// The name of the one rendition that it makes; nil where it makes all, or there are none.
    func rendition(of ladder: FilmLadder?) -> String? {
        guard let ladder, let rung, ladder.rungs.indices.contains(rung) else { return nil }
        return ladder.rungs[rung].name
    }
}

extension JobOrder {
    /// What part of the work on its slice a task does.
    func share(of task: TaskName) -> Double {
        guard let ladder, let rung = task.rung, ladder.rungs.indices.contains(rung) else {
            return 1
        }
        return ladder.workShares[rung]
    }
}

extension FilmLadder {
    /// What part of the work each rendition is, by its pixels; together 1.
    var workShares: [Double] {
        let pixels = rungs.map { Double(max(1, $0.width) * max(1, $0.height)) }
        let all = pixels.reduce(0, +)
        return pixels.map { $0 / all }
    }
}
