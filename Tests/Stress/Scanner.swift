import Model
import Platform
import Spool

/// Takes sources in, as the coordinator of a real node does, and removes what dead merges staged.
struct Scanner {
    let spool: Spool
    let ground: Ground
    /// What needs not be asked for again.
    private var ended: Set<Film> = []
    private var strangers: Set<String> = []

    init(spool: Spool, ground: Ground) {
        self.spool = spool
        self.ground = ground
    }

    mutating func scan() throws {
        for name in try Ground.names(in: ground.input) {
            guard let film = Film(sourceName: name), !ended.contains(film) else { continue }
            // Storage trouble is nothing: the next scan asks again.
            guard let intake = try? spool.takeIn(film.offer) else { continue }
            if case .resultIsTaken(let owner) = intake {
                throw Trouble("\(name): its result belongs to \(owner)")
            }
            if case .isRecorded = intake { ended.insert(film) }
        }
        try sweepStaging()
    }

    /// A merge that was taken back may stage its result after its job was closed, and be killed.
    private mutating func sweepStaging() throws {
        let jobs = Set(try Ground.names(in: ground.spool.appending(Layout.jobs)))
        var now: Set<String> = []
        for name in try Ground.names(in: ground.staging) {
            // The job's id holds no dot: `<id>.<life>.<task>.…`.
            let key = name.split(separator: ".").prefix(2).joined(separator: ".")
            if jobs.contains(key) { continue }
            now.insert(name)
            if strangers.contains(name) {
                try? Directory.removeFile(ground.staging / FileName(name))
            }
        }
        strangers = now
    }
}
