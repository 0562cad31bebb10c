import History
import Model
import Platform
import Services
import Spool

/// Looks at an input of films that are all on record.
struct ScanBenchmarks {
    let place: Path
    private static let (folders, films) = (1_000, 100)

    func run() throws {
        let count = Self.folders * Self.films
        print("\n\(count) films in \(Self.folders) folders, all of them done")
        let bed = try PipelineBed(place / "scan", PipelineBed.medium)
        let spool = try SpoolBed(bed.root)
        let folders = MediaFolders(
            input: bed.input,
            output: bed.output,
            profiles: nil,
            spool: bed.root / "spool",
            state: bed.root / "state"
        )
        let history = try HistoryDatabase(bed.root / "history.db")
        try fill(folders, history)
        let site = Site(
            folders: folders,
            spool: spool.spool(on: spool.volume),
            journal: Journal { print("  \($0.text)") }
        )
        var settings = ScanSettings()
        settings.history = { history }
        var first: [Double] = []
        var next: [Double] = []
        for _ in 0..<3 {
            let runner = TaskRunner(program: try Program.reelmill())
            let scanner = Scanner(site, settings, runner: runner)
            first.append(try look(scanner, count))
            for _ in 0..<2 { next.append(try look(scanner, count)) }
        }
        row("first look of a process, with its listing of all records", first)
        row("every later look", next)
    }

    private func look(_ scanner: Scanner, _ count: Int) throws -> Double {
        let began = MonotonicTime.now
        let report = scanner.scan()
        guard report.counts["done"] == count else { fatalError("seen are \(report.counts)") }
        return MeasuredRun.seconds(MonotonicTime.now - began)
    }

    /// Files, what is remembered of them, and records, of which a look reads the names alone.
    private func fill(_ folders: MediaFolders, _ history: HistoryDatabase) throws {
        for folder in 0..<Self.folders {
            let name = FileName("show \(folder)")
            try Directory.create(folders.input / name)
            var seen: [SeenFilm] = []
            for film in 0..<Self.films {
                let path = Path("show \(folder)/film \(film).mkv")
                seen.append(try make(path, UInt64(folder * Self.films + film), folders))
            }
            try history.remember(seen)
        }
    }

    private func make(_ path: Path, _ number: UInt64, _ folders: MediaFolders) throws -> SeenFilm {
        let whole = folders.input.appending(path)
        try OpenFile.create(whole).write([1])
        // Spread over all folders of the history, as hashes are.
        let job = JobID(sourceName: "film", hash: number &* 0x9E37_79B9_7F4A_7C15)
        let record = RecordName(JobKey(job, life: 0), generation: 0, outcome: .done)
        let file = folders.spool.appending(Layout.record(record))
        try Directory.createAll(file.parent)
        _ = try OpenFile.create(file)
        let status = try Directory.status(of: whole)
        let stamp = FileStamp(
            device: status.identity.device,
            inode: status.identity.inode,
            size: status.size,
            modified: status.modified.seconds * 1_000_000_000
                + Int64(status.modified.nanoseconds),
            changed: status.changed.seconds * 1_000_000_000 + Int64(status.changed.nanoseconds)
        )
        return SeenFilm(path: path, stamp: stamp, job: job.text, sample: "")
    }

    private func row(_ name: String, _ samples: [Double]) {
        let median = Figures.decimal(EncoderResult.median(samples), digits: 2)
        print(LatencyBenchmarks.padded(name) + median + " s")
    }
}
