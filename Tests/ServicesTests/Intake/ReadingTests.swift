import History
import Model
import Platform
import Profiles
import Spool
import Synchronization
import TestKit
import Testing

@testable import Services

@Suite("Reading dropped files")
struct ReadingTests {
    let bed: IntakeBed

    init() throws { bed = try IntakeBed() }

    @Test("What is no film is read again, ever more seldom, and its owner is told after a day")
    func unreadable() throws {
        try bed.write("a.mkv", "junk")
        var report = bed.settle()
        #expect(
            try bed.state("a.mkv", report)
                == .unreadable(
                    cause: "no format is known",
                    readAgainIn: .seconds(30),
                    isRejected: false
                )
        )
        for delay in [30, 60, 120, 240, 480, 600, 600] {
            let before = bed.reading.films
            bed.clock.go(delay - 1)
            bed.scan()
            #expect(bed.reading.films == before)
            bed.clock.go(1)
            bed.scan()
            #expect(bed.reading.films == before + 1)
        }
        bed.clock.go(86_400)
        report = bed.scan()
        report = bed.scan()
        #expect(
            try bed.state("a.mkv", report)
                == .unreadable(
                    cause: "no format is known",
                    readAgainIn: .seconds(3_600),
                    isRejected: true
                )
        )
        let told = bed.told.filter { $0.contains("rejected, unreadable for a day") }
        #expect(told.count == 1)
        #expect(try bed.orders().isEmpty)
    }

    @Test("Trouble of the disk is no fault of the film")
    func trouble() throws {
        let path = try bed.write("a.mkv")
        bed.reading.fail(path, MediaFailure(.storage, "read", path, "Input/output error (EIO)"))
        let report = bed.settle()
        #expect(bed.name("a.mkv", report) == "trouble")
        bed.reading.fail(path, nil)
        bed.clock.go(30)
        bed.scan()
        #expect(try bed.sources() == ["a.mkv"])
    }

    @Test("A file that may not be read says whose it is, and is taken once it may be")
    func denied() throws {
        let path = try bed.write("a.mkv")
        let stamp = FileStamp(try Directory.status(of: path))
        let task = FilmTask(path: "a.mkv", source: path, stamp: stamp, needsDescription: false)
        let reader = FilmReader(reading: bed.reading.reading) { _ in false }
        let outcome = Faults.with(.fails("open", .accessDenied)) {
            reader.outcome(task, Cancellation())
        }
        guard case .denied(let text) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(text.hasPrefix("Permission denied (EACCES): its mode is "))
        #expect(text.contains("and its owner ") && text.contains("reelmill runs as "))
        bed.settle()
        #expect(try bed.sources() == ["a.mkv"])
    }

    @Test("A folder that may not be listed is told with its path, and others go on")
    func deniedFolder() throws {
        try bed.write("tv/a.mkv")
        try bed.write("b.mkv")
        bed.settle()
        // The folder's own listing comes behind those of the guard and of the input.
        let report = Faults.with(.fails("open", .accessDenied, times: 1, after: 2)) { bed.scan() }
        #expect(report.troubles.count == 1)
        #expect(report.sightings.contains { $0.path == "b.mkv" })
        #expect(bed.scan().counts == ["open": 2])
    }

    @Test("A file that changes while it is read is not taken for what was read")
    func changedMeanwhile() throws {
        let path = try bed.write("a.mkv")
        let stamp = FileStamp(try Directory.status(of: path))
        let task = FilmTask(path: "a.mkv", source: path, stamp: stamp, needsDescription: false)
        let reading = FilmReading(
            read: { _, _ throws(MediaFailure) in
                try? OpenFile(path, for: .append).write([1, 2, 3])
                return TestReading.film(bytes: 8)
            },
            check: { _, _ throws(MediaFailure) in nil }
        )
        let outcome = FilmReader(reading: reading) { _ in false }.outcome(task, Cancellation())
        guard case .moved = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test("A profile is asked about before the films that wait, or none of them would be taken")
    func profilesFirst() throws {
        let readers = FilmReaders(bed.reading.reading, threads: 1)
        for number in 1...3 {
            let path = try bed.write(Path("\(number).mkv"))
            let stamp = FileStamp(try Directory.status(of: path))
            readers.add(
                FilmTask(
                    path: Path("\(number).mkv"),
                    source: path,
                    stamp: stamp,
                    needsDescription: false
                )
            )
        }
        let source = try #require(Shipped.all.first)
        readers.add(try ProfileReading.read([source], name: "any"))
        try readers.start()
        defer { readers.stop() }
        let deadline = Deadline(after: .seconds(60))
        var results: [FilmReaders.Result] = []
        while results.count < 4 {
            try #require(!deadline.isOver, "only \(results.count) of 4 results came")
            readers.waitForResults(upTo: .seconds(1))
            results += readers.takeResults()
        }
        guard case .profile = results[0] else {
            Issue.record("the first result is \(results[0])")
            return
        }
    }

    @Test("A film without a picture is left alone by a profile that makes one")
    func noPicture() throws {
        try bed.write("a.mkv")
        try bed.write("profile.conf", "[video]\n-vn\n#")
        try bed.write("silent.mkv", "silent")
        let report = bed.settle()
        #expect(
            try bed.state("silent.mkv", report)
                == .skipped("no sound is in it, and its profile takes nothing else")
        )
        #expect(try bed.sources() == ["a.mkv"])
    }
}

@Suite("What is remembered of films")
struct SeenTests {
    let store = LosableDatabase()
    let bed: IntakeBed

    init() throws {
        let store = store
        bed = try IntakeBed { settings in settings.history = { store.database } }
        try store.open(bed.root / "history.db")
    }

    @Test("A process that begins again reads nothing that it read before")
    func restarted() throws {
        for number in 1...20 { try bed.write(Path("tv/\(number).mkv")) }
        bed.settle()
        #expect(bed.reading.films == 20)
        bed.restart()
        #expect(bed.scan().counts == ["open": 20])
        #expect(bed.reading.films == 20)
        try bed.write("tv/7.mkv", "another film")
        bed.restart()
        #expect(bed.name("tv/7.mkv", bed.scan()) == "settling")
    }

    @Test("A record that is taken back has its film done again, without reading it again")
    func takenBack() throws {
        try bed.write("a.mkv")
        bed.settle()
        try bed.spool.cancel(try bed.order(of: "a.mkv").key)
        try bed.moveJobs()
        #expect(bed.name("a.mkv", bed.scan()) == "cancelled")
        let record = try #require(try bed.records().first)
        try bed.spool.removeRecord(record)
        #expect(bed.name("a.mkv", bed.scan()) == "queued")
        #expect(try bed.order(of: "a.mkv").key.life == 1)
        #expect(bed.reading.films == 1)
    }

    @Test("A database that is gone costs no more than looking into the files")
    func withoutDatabase() throws {
        try bed.write("a.mkv")
        bed.settle()
        store.lose()
        bed.restart()
        #expect(bed.settle().counts == ["open": 1])
        // So much of it was read as tells its job.
        #expect(bed.reading.films == 1)
    }

    @Test("Files that are gone are forgotten")
    func forgotten() throws {
        try bed.write("a.mkv")
        try bed.write("b.mkv")
        bed.settle()
        try Directory.removeFile(bed.input / "a.mkv")
        bed.scan()
        // Of an open job's source it may have to tell that it is gone.
        #expect(try store.database?.seenFilms().count == 2)
        bed.clock.go(10)
        bed.scan()
        #expect(try store.database?.seenFilms().map(\.path) == ["b.mkv"])
    }

    @Test("The source of an order of before is missed by the device on which it was seen")
    func missedByDevice() throws {
        try bed.write("tv/a.mkv")
        try bed.write("b.mkv")
        bed.settle()
        try bed.changeMount(of: "tv/a.mkv", to: nil)
        try Directory.removeTree(bed.input / "tv")
        bed.restart()
        for _ in 1...3 {
            bed.scan()
            bed.clock.go(10)
        }
        try bed.moveJobs()
        #expect(try bed.records().map(\.outcome) == [.cancelled])
    }
}

/// A database that can be lost.
final class LosableDatabase: Sendable {
    private let opened = Mutex<HistoryDatabase?>(nil)

    var database: HistoryDatabase? { opened.withLock { $0 } }

    func open(_ path: Path) throws {
        let database = try HistoryDatabase(path)
        opened.withLock { $0 = database }
    }
    func lose() { opened.withLock { $0 = nil } }
}
