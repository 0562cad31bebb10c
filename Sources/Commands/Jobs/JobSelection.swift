internal import CommandLine
internal import Model
internal import Services
internal import Spool

/// The open jobs that words on the command line mean: an id or its first letters, a path as it is
/// shown or as it lies on this host, a folder, or a pattern.
struct JobSelection {
    private let jobs: [ViewedJob]
    private let input: Path?
    private let surroundings: Surroundings

    init(_ view: ClusterView, _ spool: OpenSpool, _ surroundings: Surroundings) {
        (jobs, input, self.surroundings) = (view.jobs, spool.input, surroundings)
    }

    /// Each once, in the order of work.
    func jobs(_ words: [Path]) throws(Failure) -> [ViewedJob] {
        var chosen: Set<JobKey> = []
        for word in words {
            let found = try matches(of: word)
            guard !found.isEmpty else { throw nothing(word) }
            chosen.formUnion(found.map(\.key))
        }
        return jobs.filter { chosen.contains($0.key) }
    }

    /// The one that is meant; of several the candidates are listed.
    func job(_ word: Path) throws(Failure) -> ViewedJob {
        let found = try matches(of: word)
        guard let first = found.first else { throw nothing(word) }
        guard found.count == 1 else { throw several(word, found) }
        return first
    }

    private func matches(of word: Path) throws(Failure) -> [ViewedJob] {
        let byPath = jobs(at: word)
        if !byPath.isEmpty { return byPath }
        guard let text = String(validating: word.bytes, as: UTF8.self) else { return [] }
        let byID = jobs.filter { JobRules.isMeant($0.key, by: text) }
        if byID.count > 1 {
            // Two lives of one source are told apart by their whole names alone.
            let exact = byID.filter { $0.key.text == text || $0.key.job.text == text }
            guard exact.isEmpty else { return exact }
            throw several(word, byID)
        }
        guard byID.isEmpty, text.contains(where: { "*?[".contains($0) }) else { return byID }
        guard let glob = Glob(text) else {
            throw Failure(
                .usage,
                "\(Quoted.readable(text)) is no pattern: "
                    + (Glob.problem(text) ?? "it matches nothing")
            )
        }
        return jobs.filter { glob.matches($0.order.source.path) }
    }

    /// Of this file, or of a file in this folder.
    private func jobs(at word: Path) -> [ViewedJob] {
        let whole = surroundings.absolute(word)
        let below = [word, input.flatMap { whole.relative(to: $0) }].compactMap(\.self)
        let exact = jobs.filter { below.contains($0.order.source.path) }
        guard exact.isEmpty else { return exact }
        return jobs.filter { job in
            below.contains { job.order.source.path.relative(to: $0) != nil }
                || whole == input
        }
    }

    // MARK: - What is said instead

    private func nothing(_ word: Path) -> Failure {
        let paths = jobs.map { ReadableBytes.escaped($0.order.source.path.bytes) }
        let names = jobs.compactMap { job in
            job.order.source.path.name.map { ReadableBytes.escaped($0.bytes) }
        }
        let text = ReadableBytes.escaped(word.bytes)
        var closest = Suggestion.nearest(to: text, among: paths)
        if closest == nil, let name = Suggestion.nearest(to: text, among: names) {
            closest = names.firstIndex(of: name).map { paths[$0] }
        }
        closest = closest ?? paths.first { $0.lowercased().contains(text.lowercased()) }
        let near = closest.map { "; closest: \(Quoted.readable($0))" } ?? ""
        return Failure(
            .notFound,
            "no open job matches \(Quoted.readable(word.bytes))\(near)",
            hint: "reelmill jobs ls"
        )
    }

    private func several(_ word: Path, _ found: [ViewedJob]) -> Failure {
        let shown = found.prefix(JobSelection.candidatesMax).map { job in
            "\n  \(JobSelection.id(job, among: found))  \(Quoted.path(job.order.source.path))"
        }
        let more = found.count - shown.count
        return Failure(
            .usage,
            "\(Quoted.readable(word.bytes)) may mean \(found.count) jobs:" + shown.joined()
                + (more > 0 ? "\n  and \(more) more" : "")
        )
    }

    /// As short as tells them apart.
    private static func id(_ job: ViewedJob, among others: [ViewedJob]) -> String {
        let short = job.key.job.shortText
        let isAlone = others.count { $0.key.job.shortText == short } == 1
        return isAlone ? short : job.key.text
    }

    private static let candidatesMax = 10
}
