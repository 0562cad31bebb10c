import Model
import Platform
import Spool

extension TaskName {
    /// The task of all renditions of its slice, by which its slice file is called.
    var whole: TaskName { slice.map { .video($0) } ?? self }
}

/// Films in several sizes, and headers that have to fit together.
extension SimulatedTask {
    /// A file for each rendition, or for each way of the sound, that the task is to make.
    func make(_ job: SimulatedJob) throws(Stop) {
        let life = claim.key.life
        guard let ladder = job.ladder else {
            return try write(job.part(claim.task), to: claim.part)
        }
        if claim.task == .audio {
            for index in 0..<ladder.sounds {
                try write(job.sound(index, life: life), to: claim.part(sound: index))
            }
        } else if let slice = claim.task.slice {
            for rung in rungs(ladder) {
                let part = job.part(slice, rung: rung, life: life, maker: node.maker)
                let isAlone = claim.task.rung != nil
                try write(part, to: isAlone ? claim.part : claim.part(rung: rung))
            }
        }
    }

    private func write(_ bytes: [UInt8], to path: Path) throws(Stop) {
        try volume { () throws(SystemError) in try node.volume.create(path, bytes) }
    }

    private func rungs(_ ladder: SimulatedLadder) -> [Int] {
        claim.task.rung.map { [$0] } ?? Array(0..<ladder.rungs)
    }

    /// Whoever has the first part says what the headers of all are, of each rendition.
    func pin(_ job: SimulatedJob) throws(Stop) {
        guard world.bug != .unpinned else { return }
        let maker = node.maker.rawValue
        for rung in job.ladder.map({ rungs($0).map { Int?.some($0) } }) ?? [nil] {
            // Encoders say of every rendition something else.
            let headers = rung.map { "\(maker) r\($0)" } ?? maker
            let pin = try storage { () throws(SpoolError) in
                try spool.pin(headers, rung: rung, by: maker, claim)
            }
            guard let pin else { throw .lost }
            if pin.headers != headers { throw .foreign }
        }
    }

    /// Puts the parts of each rendition together, and all of them into a directory.
    func package(_ job: SimulatedJob) throws(Stop) {
        guard let ladder = job.ladder, let outlet = node.ladderOutlet else { return }
        let found = try storage { () throws(SpoolError) in try spool.parts(for: claim) }
        guard let parts = found else {
            throw .storage(.unreadable(claim.part, "a part is missing"))
        }
        let life = claim.key.life
        var files: [(name: String, bytes: [UInt8])] = []
        for rung in 0..<ladder.rungs {
            var film: [UInt8] = []
            for part in parts.slices
            where part.attempt.task.rung == nil || part.attempt.task.rung == rung {
                film += try read(part.path(of: rung))
            }
            files.append((SimulatedJob.file(rung, life: life), film))
        }
        for index in 0..<(job.hasAudio ? ladder.sounds : 0) {
            guard let sound = parts.sound else { continue }
            files.append(("sound\(index).mp4", try read(sound.path(sound: index))))
        }
        let whole = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.bytes) })
        if job.life(of: whole, upTo: life) != life {
            world.weather.fail("\(claim.key) is not joined of one part of each slice and rendition")
        }
        try wait(world.generator.number(in: 0...2))
        let staged = try volume { () throws(SystemError) in
            try outlet.stage(files, claim, as: job.result)
        }
        try commit(staged)
    }

    private func read(_ path: Path) throws(Stop) -> [UInt8] {
        try volume { () throws(SystemError) in try node.volume.read(path, limit: 1 << 20) }
    }
}
