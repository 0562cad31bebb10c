internal import Model
internal import Platform
internal import Profiles
internal import Spool
private import Synchronization

/// Reads films on threads of its own, a few at a time, so that no scan waits for one.
final class FilmReaders: Sendable {
    enum Result: Sendable {
        case film(FilmTask, FilmOutcome)
        /// What is wrong with the profile of this digest, or why that could not be found out.
        case profile(digest: String, Swift.Result<String?, MediaFailure>)
    }

    private enum Order: Sendable {
        case film(FilmTask)
        case profile(ReadProfile)
    }

    private struct State {
        /// Before all films: thousands may wait for one profile.
        var profiles: [ReadProfile] = []
        var films: [FilmTask] = []
        /// Before it the films are read.
        var next = 0
        var results: [Result] = []
        var reading = 0
        var threads = 0
        var cancellation = Cancellation()
        var isStopping = true
        var known: Set<JobID> = []

        var hasOrders: Bool { !profiles.isEmpty || next < films.count }

        mutating func takeOrder() -> Order? {
            if !profiles.isEmpty { return .profile(profiles.removeFirst()) }
            guard next < films.count else { return nil }
            defer {
                next += 1
                if next == films.count { (films, next) = ([], 0) }
            }
            return .film(films[next])
        }
    }

    private let reading: FilmReading
    private let threadsMax: Int
    private let state = Mutex(State())
    private let bell = Bell()
    /// Called when there is a result, from any thread.
    private let onResult: @Sendable () -> Void

    init(
        _ reading: FilmReading,
        threads: Int,
        onResult: @escaping @Sendable () -> Void = {}
    ) {
        (self.reading, threadsMax, self.onResult) = (reading, max(1, threads), onResult)
    }

    // MARK: For whoever scans

    func add(_ task: FilmTask) {
        state.withLock { $0.films.append(task) }
        bell.ring()
    }

    func add(_ profile: ReadProfile) {
        state.withLock { $0.profiles.append(profile) }
        bell.ring()
    }

    /// Jobs that need not be read to be known.
    func setKnown(_ jobs: Set<JobID>) { state.withLock { $0.known = jobs } }

    func takeResults() -> [Result] {
        state.withLock { state in
            defer { state.results = [] }
            return state.results
        }
    }

    /// Whether something is being read, waits for it, or was read and not taken.
    var isBusy: Bool {
        state.withLock { $0.hasOrders || $0.reading > 0 || !$0.results.isEmpty }
    }

    /// Blocks until there are results, all is done, or the time is over.
    func waitForResults(upTo limit: Duration) {
        let count = bell.count
        let isThere = state.withLock { state in
            !state.results.isEmpty || (!state.hasOrders && state.reading == 0)
        }
        if !isThere { bell.wait(after: count, upTo: limit) }
    }

    /// Forgets what waits.
    func clear() {
        state.withLock { state in
            (state.profiles, state.films, state.next, state.results) = ([], [], 0, [])
        }
    }

    // MARK: Threads

    /// Does nothing where they run already.
    func start() throws(SystemError) {
        let missing = state.withLock { state in
            if state.isStopping {
                (state.isStopping, state.cancellation) = (false, Cancellation())
            }
            let missing = threadsMax - state.threads
            state.threads += missing
            return missing
        }
        for index in 0..<missing {
            do throws(SystemError) {
                _ = try NamedThread("film reader") { self.work() }
            } catch {
                let left = missing - index
                state.withLock { $0.threads -= left }
                // One is enough to go on.
                if state.withLock({ $0.threads }) == 0 { throw error }
                return
            }
        }
    }

    /// Ends the children that read, and blocks until all threads have ended.
    func stop() {
        state.withLock { state in
            state.isStopping = true
            state.cancellation.set()
        }
        bell.ring()
        while true {
            let count = bell.count
            if state.withLock({ $0.threads }) == 0 { return }
            bell.wait(after: count, upTo: .seconds(1))
        }
    }

    private func work() {
        while let (order, cancellation) = nextOrder() {
            let result = result(of: order, cancellation)
            state.withLock { state in
                state.reading -= 1
                // What was cut short says nothing of the film.
                if !cancellation.isSet { state.results.append(result) }
            }
            bell.ring()
            onResult()
        }
        state.withLock { $0.threads -= 1 }
        bell.ring()
    }

    /// Blocks until there is one; nil is to end.
    private func nextOrder() -> (Order, Cancellation)? {
        while true {
            let count = bell.count
            let (found, isOver) = state.withLock { state -> ((Order, Cancellation)?, Bool) in
                if state.isStopping { return (nil, true) }
                guard let order = state.takeOrder() else { return (nil, false) }
                state.reading += 1
                return ((order, state.cancellation), false)
            }
            if isOver { return nil }
            if let found { return found }
            bell.wait(after: count, upTo: .seconds(60))
        }
    }

    private func result(of order: Order, _ cancellation: Cancellation) -> Result {
        switch order {
        case .film(let task):
            let reader = FilmReader(reading: reading) { job in
                self.state.withLock { $0.known.contains(job) }
            }
            return .film(task, reader.outcome(task, cancellation))
        case .profile(let profile):
            let digest = profile.profile.digest
            do throws(MediaFailure) {
                return .profile(digest: digest, .success(try reading.check(profile, cancellation)))
            } catch {
                return .profile(digest: digest, .failure(error))
            }
        }
    }
}
