import Model
import Spool

/// Looks at every change of results that are directories. The earlier one or the new one is whole
/// at its name at all times where names can be exchanged, and somewhere to be found where they
/// cannot; no earlier one ever takes the place of a later one.
final class LadderLedger {
    private let weather: Weather
    private let jobs: [String: SimulatedJob]
    /// By name, the latest life whose result had it.
    private var shown: [String: Int] = [:]
    /// By name, the latest life behind which nobody has the source.
    private var finished: [String: Int] = [:]

    init(_ weather: Weather, _ jobs: [SimulatedJob]) {
        self.weather = weather
        let ladders = jobs.filter { $0.ladder != nil }
        self.jobs = Dictionary(uniqueKeysWithValues: ladders.map { ("\($0.result)", $0) })
    }

    private var output: Inode? { weather.server.root.entries["output"] }
    private var room: Inode? { output?.entries[".reelmill"] }

    func look(at change: Change) {
        if jobs.isEmpty { return }
        switch change.kind {
        case .added, .removed: look(in: change.directory, change.name)
        case .renamed(let target, let name), .exchanged(let target, let name, _):
            // First what came: it may be the same that went.
            look(in: target, name)
            if target !== change.directory || name != change.name {
                look(in: change.directory, change.name)
            }
        }
    }

    private func look(in directory: Inode, _ name: String) {
        guard let output else { return }
        if directory === output {
            if let job = jobs[name] { checkResult(job, name) }
        } else if directory.parent === output, jobs[directory.name] != nil {
            weather.fail("\(directory.name) is published and changes in its place")
        } else if directory.parent === room, let key = JobKey(directory.name) {
            for (name, job) in jobs where job.id == key.job { checkKept(job, name) }
        }
    }

    private func checkResult(_ job: SimulatedJob, _ name: String) {
        guard output?.entries[name] != nil else {
            if weather.habits.exchanges { weather.fail("the result \(name) went away") }
            return checkKept(job, name)
        }
        guard let life = publishedLife(of: job) else {
            return weather.fail("\(name) is published and is not whole")
        }
        let before = shown[name] ?? -1
        if life < before {
            weather.fail("\(name) of life \(life) took the place of that of life \(before)")
        }
        if life > before, !isDecided(JobKey(job.id, life: life)) {
            weather.fail("\(name) is published before its merge is done")
        }
        shown[name] = life
    }

    /// What was published is there, or on its way, or something later is.
    private func checkKept(_ job: SimulatedJob, _ name: String) {
        guard let least = shown[name], (publishedLife(of: job) ?? -1) < least else { return }
        for (folder, inode) in room?.entries ?? [:] where JobKey(folder)?.job == job.id {
            for (staged, tree) in inode.entries where !staged.hasPrefix("dead.") {
                if let life = life(of: tree, job), life >= least { return }
            }
        }
        weather.fail("the result \(name) of life \(least) is lost")
    }

    private func isDecided(_ key: JobKey) -> Bool {
        let tasks = weather.server.find("jobs/\(key)/tasks/done")
        return tasks?.names.contains { $0.hasPrefix("merge.") } ?? false
    }

    private func life(of tree: Inode, _ job: SimulatedJob) -> Int? {
        job.life(of: tree.entries.mapValues(\.content), upTo: LadderLedger.livesMax)
    }

    /// More than a person makes of one film in one world.
    private static let livesMax = 9

    func publishedLife(of job: SimulatedJob) -> Int? {
        output?.entries["\(job.result)"].flatMap { life(of: $0, job) }
    }

    /// From now on nobody has the source: the result is published, and stays.
    func note(sourceFinishedOf key: JobKey) {
        for (name, job) in jobs where job.id == key.job {
            if (shown[name] ?? -1) < key.life {
                weather.fail("the source of \(name) is finished before it is published")
            }
            checkKept(job, name)
            finished[name] = max(finished[name] ?? -1, key.life)
        }
    }

    /// At the beginning, and when names were lost with the power.
    func lookAnew() {
        for (name, job) in jobs {
            shown[name] = finished[name]
            if output?.entries[name] != nil, publishedLife(of: job) == nil {
                weather.fail("after a power cut \(name) is not whole")
            }
            checkKept(job, name)
            shown[name] = [finished[name], publishedLife(of: job)].compactMap { $0 }.max()
        }
    }
}
