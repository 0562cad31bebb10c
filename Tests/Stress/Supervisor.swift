import Model
import Platform
import Spool

/// Puts sources in, has the killer at work for as long, waits for the end, and judges.
struct Supervisor {
    private let options: StressOptions
    private let ground: Ground
    private var films: [Film]
    private let bell = Bell()

    init(_ options: StressOptions) {
        self.options = options
        ground = Ground(place: options.place)
        films = Film.films(tasks: options.tasks)
    }

    mutating func run() throws -> Verdict {
        try ground.make()
        let began = MonotonicTime.now
        var fleet = try Fleet(options)
        var patience = Patience(options)
        var nextKill = began
        var nextFreeze = began
        var offered = 0
        var overSince = began
        while true {
            try fleet.tend()
            let progress = progress(of: fleet.figures)
            // As many sources as there is violence left, so that neither ends before the other.
            let wanted = min(
                films.count,
                options.workers / 2 + Int(progress * Double(films.count)),
                patience.recorded + options.open
            )
            while offered < wanted {
                try offer(films[offered])
                offered += 1
            }
            let now = MonotonicTime.now
            if progress < 1, now >= nextKill {
                nextKill = now + .milliseconds(options.killEveryMilliseconds)
                try kill(&fleet)
            }
            if fleet.figures.freezes < options.freezes, now >= nextFreeze {
                let every = options.killEveryMilliseconds * max(1, options.kills)
                nextFreeze = now + .milliseconds(every / max(1, options.freezes))
                try fleet.freeze()
            }
            if try patience.check(recorded), try isEnough() {
                films.removeSubrange(offered...)
            }
            if patience.isOver { break }
            guard offered == films.count, progress >= 1, try isOver() else {
                overSince = now
                bell.wait(after: bell.count, upTo: options.beat / 5)
                continue
            }
            // The last who were killed are forgotten by then, and a late one has come to nothing.
            if now - overSince > options.lease * 5 { break }
            bell.wait(after: bell.count, upTo: options.beat / 5)
        }
        try writeDurably([], to: ground.stop)
        try fleet.dismiss()
        let duration = MonotonicTime.now - began
        return try Verdict(options, films, fleet.figures, duration, isStuck: patience.isOver)
    }

    /// Of what the killer has to do, the part that is furthest behind: 0 to 1.
    private func progress(of figures: Fleet.Figures) -> Double {
        func share(_ done: Int, _ all: Int) -> Double {
            all <= 0 ? 1 : min(1, Double(done) / Double(all))
        }
        return min(
            share(figures.kills, options.kills),
            share(figures.freezes, options.freezes),
            share(figures.wipes, options.wipes)
        )
    }

    private func kill(_ fleet: inout Fleet) throws {
        let figures = fleet.figures
        let isWipeDue = figures.kills * options.wipes >= (figures.wipes + 1) * options.kills
        if figures.wipes < options.wipes, isWipeDue || figures.kills >= options.kills {
            try fleet.wipe()
        } else if figures.kills < options.kills {
            try fleet.kill()
        }
    }

    private func isEnough() throws -> Bool {
        guard let until = options.until, let name = until.name else { return false }
        return try Ground.names(in: until.parent).contains(
            String(decoding: name.bytes, as: UTF8.self)
        )
    }

    private func offer(_ film: Film) throws {
        let made = ground.place / film.sourceName
        try writeDurably(film.source, to: made)
        try Directory.rename(made, to: ground.input / film.sourceName)
    }

    private var recorded: Int {
        get throws {
            var count = 0
            let history = ground.spool.appending(Layout.history)
            for folder in try Ground.names(in: history) where folder.utf8.count == 2 {
                count += try Ground.names(in: history / FileName(folder)).count
            }
            return count
        }
    }

    /// Everything is in history, and everything else is swept.
    private func isOver() throws -> Bool {
        for directory in [Layout.jobs, Layout.queue, Layout.temporary] {
            guard try Ground.names(in: ground.spool.appending(directory)).isEmpty else {
                return false
            }
        }
        let nodes = try Ground.names(in: ground.spool.appending(Layout.nodes)).count
        return try recorded >= films.count && nodes <= options.workers
            && Ground.names(in: ground.staging).isEmpty
    }
}

/// Ends a run in which nothing ends any more.
private struct Patience {
    private let limit: Duration
    /// How many films were done when it was last counted.
    private(set) var recorded = 0
    private var changed = MonotonicTime.now
    private var next = MonotonicTime.now

    init(_ options: StressOptions) { limit = .seconds(options.patienceSeconds) }

    var isOver: Bool { MonotonicTime.now - changed > limit }

    /// False as long as it is not yet time to count again.
    mutating func check(_ count: @autoclosure () throws -> Int) throws -> Bool {
        guard MonotonicTime.now >= next else { return false }
        next = MonotonicTime.now + .milliseconds(500)
        let count = try count()
        if count != recorded {
            recorded = count
            changed = .now
        }
        return true
    }
}
