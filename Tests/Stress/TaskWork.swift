import Model
import Platform
import Spool

/// Does one task as the engine would: slowly, and with files.
struct TaskWork {
    let spool: Spool
    let ground: Ground
    let claim: Claim
    let film: Film
    /// Waits for a part of the work's time; false when the claim is lost or not wanted any more.
    let goesOn: @Sendable () -> Bool

    struct Lost: Error {}

    func run() throws {
        switch claim.task {
        case .split: try split()
        case .audio: try make(film.sound)
        case .video: try encode()
        case .merge: try merge()
        }
    }

    private func check() throws(Lost) {
        guard goesOn() else { throw Lost() }
    }

    private func split() throws {
        for index in try spool.publishedBatches(of: claim.key)..<film.batches {
            try check()
            let draft = try spool.beginBatch(index, of: claim)
            let slices = film.slices(ofBatch: index)
            for slice in slices {
                let path = ground.spool.appending(draft.slice(.video(slice)))
                try writeDurably(film.slice(slice), to: path)
            }
            _ = try spool.publish(
                draft,
                tasks: slices.map { .video($0) },
                isLast: index == film.batches - 1,
                plan: Array("{}\n".utf8)
            )
        }
        try check()
        _ = try spool.commit(claim, report: nil)
    }

    private func encode() throws {
        guard let slice = claim.slice else { throw Trouble("\(claim.attempt) has no slice") }
        let bytes = try readWhole(ground.spool.appending(slice))
        try make(Film.encoded(bytes))
    }

    private func make(_ part: [UInt8]) throws {
        try check()
        let file = try OpenFile.create(ground.spool.appending(claim.part))
        let half = part.count / 2
        try file.write(Array(part[..<half]))
        try check()
        try file.write(Array(part[half...]))
        try file.sync()
        try file.close()
        try check()
        _ = try spool.commit(claim, report: nil)
    }

    private func merge() throws {
        guard let parts = try spool.parts(for: claim) else {
            try spool.handBack(claim, reason: "a part is missing", blame: nil)
            return
        }
        var result: [UInt8] = []
        for part in parts.slices + (parts.sound.map { [$0] } ?? []) {
            result += try readWhole(ground.spool.appending(part.path))
        }
        let staged = StagedResult(
            path: ground.staging / FileName("\(claim.key).\(claim.attempt)"),
            target: ground.output / film.resultName,
            bytes: UInt64(result.count),
            hash: StagedResult.hash(result)
        )
        try check()
        try writeDurably(result, to: staged.path)
        try Directory.sync(ground.staging)
        do {
            try check()
            let settlement = try spool.commit(claim, report: nil, staged: staged)
            guard settlement == .settled else { throw Lost() }
        } catch is Lost {
            try? Directory.removeFile(staged.path)
            throw Lost()
        }
    }
}
