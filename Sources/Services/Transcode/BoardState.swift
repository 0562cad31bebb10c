internal import Model

extension TaskBoard.Content {
    /// What is made of every slice; nil is the film in one size.
    var pictures: [Int?] { FilmLadder.pictures(of: ladder) }
    /// The tasks of every slice: nil is one for all that is made of it.
    var tasks: [Int?] { isApart ? pictures : [nil] }

    /// How far it is, but for the time.
    var state: TranscodeJob.State {
        var state = TranscodeJob.State()
        state.filmMilliseconds = film?.expectedMilliseconds
        state.isReading = isReading
        state.isCut = isCut
        state.slicesKnown = planned.count
        state.slicesDone = slicesDone
        state.isJoining = isJoining
        state.soundDone = !sounds.isEmpty
        state.renditions = ladder?.rungs.map { TranscodeJob.Rendition(name: $0.name) } ?? []
        addParts(to: &state)
        for (owner, progress) in progress {
            guard case .slice(_, let rung) = owner, progress.stage == .encoding else { continue }
            // The frames of a film are those of its largest picture.
            if rung == tasks[0] { state.frames += progress.frames }
            state.bytes += progress.bytes
            state.doneMilliseconds += progress.outputMilliseconds / Int64(tasks.count)
        }
        if isCut, planned.isEmpty { addUncut(to: &state) }
        return state
    }

    private func addParts(to state: inout TranscodeJob.State) {
        let milliseconds = Rational(1, 1_000)
        var done: Int64 = 0
        for part in parts.values {
            state.bytes += part.bytes
            if part.rung == pictures[0] { state.frames += part.times.count }
            if let rung = part.rung, state.renditions.indices.contains(rung) {
                state.renditions[rung].slicesDone += 1
                state.renditions[rung].frames += part.times.count
                state.renditions[rung].bytes += part.bytes
            }
            if let first = part.times.first, let last = part.times.last {
                done += part.timeBase.rescale(last - first, to: milliseconds)
            }
        }
        state.doneMilliseconds = done / Int64(pictures.count)
    }

    /// Where no picture is encoded, the sound is what there is to do, or else the copying.
    private func addUncut(to state: inout TranscodeJob.State) {
        let owner: TaskBoard.Owner = isSoundTaken ? .sound : .join
        guard let progress = progress[owner], progress.stage != .proving else { return }
        state.frames = progress.frames
        state.bytes = progress.bytes
        state.doneMilliseconds = progress.outputMilliseconds
    }
}
