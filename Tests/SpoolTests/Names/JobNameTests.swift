import Model
import Testing

@testable import Spool

@Suite("Names of jobs and their places")
struct JobNameTests {
    static let job = JobKey(JobID(sourceName: "film", hash: 0xab00_0000_0000_0001), life: 0)

    @Test(
        "A job is called after its source, whatever that is called, and reads back",
        arguments: [
            ("A film (2024).mkv", "A-film--2024--mkv_00000000000000ab"),
            ("", "job_00000000000000ab"), ("..", "--_00000000000000ab"),
            ("a/b", "a-b_00000000000000ab"), ("a_b", "a-b_00000000000000ab"),
            ("-rf", "-rf_00000000000000ab"), ("ä", "--_00000000000000ab"),
            ("C++", "C++_00000000000000ab"),
            (
                String(repeating: "x", count: 300),
                String(repeating: "x", count: 40) + "_00000000000000ab"
            ),
        ]
    )
    func jobs(source: String, text: String) {
        let job = JobID(sourceName: source, hash: 0xab)
        #expect(job.text == text)
        #expect(JobID(text) == job)
    }

    @Test(
        "What is no job is not taken for one",
        arguments: [
            "", "_", "film", "film_", "_0123456789abcdef", "film_0123456789abcde",
            "film_0123456789abcdef0", "film_0123456789ABCDEF", "film_0123456789abcdeg",
            "a_b_0123456789abcdef", "a b_0123456789abcdef", "../x_0123456789abcdef",
            "é_0123456789abcdef", "\u{212A}_0123456789abcdef", "film_0123456789abcdef.json",
            String(repeating: "x", count: 41) + "_0123456789abcdef", "dead.0000000000000.1",
        ]
    )
    func noJobs(text: String) {
        #expect(JobID(text) == nil)
    }

    @Test("A record says of which life and merge it is, and reads back")
    func records() {
        let record = RecordName(Self.job, generation: 2, outcome: .failed)
        #expect(record.text == "film_ab00000000000001.0.2.failed.json")
        #expect(RecordName(record.text) == record)
        for wrong in [
            "film_ab00000000000001.0.2.failed", "film_ab00000000000001.2.failed.json",
            "film_ab00000000000001.0.02.failed.json", "film_ab00000000000001.0.2.lost.json",
            "film_ab00000000000001.-1.2.done.json", "film.0.2.done.json",
        ] {
            #expect(RecordName(wrong) == nil)
        }
    }

    @Test("Names of the queue sort as the work does: priority first, then arrival")
    func queueOrder() {
        let entries = [
            QueueEntry(priority: 4_000, arrival: 9, job: Self.job),
            QueueEntry(priority: 1, arrival: 5, job: Self.job),
            QueueEntry(priority: 0, arrival: 3, job: Self.job),
            QueueEntry(priority: 0, arrival: 1_763_719_200_250, job: Self.job),
            QueueEntry(priority: -4_000, arrival: 0, job: Self.job),
        ]
        #expect(entries.sorted() == entries)
        #expect(entries.map(\.text).sorted() == entries.map(\.text))
        #expect(entries[3].text == "5000-1763719200250-film_ab00000000000001.0")
        for entry in entries { #expect(QueueEntry(entry.text) == entry) }
    }

    @Test("Numbers beyond their reach stop at its end, so that every name reads back")
    func queueReach() {
        let wild = [
            QueueEntry(priority: .max, arrival: .max, job: Self.job),
            QueueEntry(priority: .min, arrival: .min, job: Self.job),
            QueueEntry(rank: -1, arrival: -1, job: Self.job),
            QueueEntry(rank: .max, arrival: .max, job: Self.job),
        ]
        for entry in wild { #expect(QueueEntry(entry.text) == entry) }
        #expect(wild[0].rank == 1_000)
        #expect(wild[1].rank == 9_000)
    }

    @Test("What is bumped sorts before everything, what is deferred behind everything")
    func bump() {
        let highest = QueueEntry(priority: 4_000, arrival: 0, job: Self.job)
        let lowest = QueueEntry(priority: -4_000, arrival: 9_999_999_999_999, job: Self.job)
        #expect(lowest.bumped() < highest)
        #expect(lowest < highest.deferred())
        #expect(lowest.bumped().job == Self.job)
        #expect(lowest.bumped().arrival == lowest.arrival)
    }

    @Test(
        "What is no entry of the queue is not taken for one",
        arguments: [
            "", "--", "5000-1763719200250", "5000-1763719200250-", "5000-1763719200250-film",
            "500-1763719200250-film_ab00000000000001.0",
            "05000-1763719200250-film_ab00000000000001.0",
            "5000-763719200250-film_ab00000000000001.0",
            "+500-1763719200250-film_ab00000000000001.0",
            "-500-1763719200250-film_ab00000000000001.0",
            "5000-01763719200250-film_ab00000000000001.0",
            "99999-1763719200250-film_ab00000000000001.0",
            "x000-1763719200250-film_ab00000000000001.0",
        ]
    )
    func noEntries(text: String) {
        #expect(QueueEntry(text) == nil)
    }

    @Test("A name that begins with hyphens survives the queue's hyphens")
    func hyphens() {
        let entry = QueueEntry(
            priority: 0,
            arrival: 1,
            job: JobKey(JobID(sourceName: "--a-", hash: 1), life: 2)
        )
        #expect(QueueEntry(entry.text) == entry)
    }

    @Test("No name is longer than a file system takes")
    func lengths() {
        let long = String(repeating: "x", count: 1_000)
        let holder = Holder(hostName: long, bits: .max)
        let job = JobKey(JobID(sourceName: long, hash: .max), life: .max)
        let record = RecordName(job, generation: .max, outcome: .cancelled)
        let attempt = Attempt(task: .video(.max), generation: .max, holder: holder)
        let layout = Layout.job(job)
        let paths = [
            layout.lock(attempt), layout.part(attempt), layout.log(attempt), Layout.record(record),
            Layout.node(holder), Layout.events(holder), Layout.drain(holder.node),
            Layout.queue / FileName(QueueEntry(priority: 0, arrival: .max, job: job).text),
        ]
        for path in paths { #expect((path.name?.bytes.count ?? .max) <= 143) }
    }

    @Test("Everything of a job lies below its directory, and each thing in a place of its own")
    func places() {
        let holder = Holder(hostName: "pi4", bits: 1)
        let attempt = Attempt(task: .video(7), generation: 0, holder: holder)
        let layout = Layout.job(Self.job)
        let batch = layout.batch(3)
        let all =
            [
                layout.order, layout.batches, layout.locks, layout.parts, layout.logs,
                layout.cancel,
                layout.pause, layout.lock(attempt), layout.part(attempt), layout.log(attempt),
                batch.path, batch.batch, batch.plan, batch.slices, batch.slice(.video(7)),
                batch.tasks.queued(attempt.waiting), batch.tasks.running(attempt),
                batch.tasks.done(attempt), batch.tasks.failed(attempt),
            ] + layout.tasks.folders + batch.tasks.folders
        #expect(Set(all).count == all.count)
        for path in all { #expect(path.relative(to: layout.path) != nil) }
        #expect("\(batch.path)" == "jobs/film_ab00000000000001.0/batches/0003")
        #expect(layout.batch(12_345).path.name == "12345")
        let record = RecordName(Self.job, generation: 2, outcome: .failed)
        let path = "history/ab/film_ab00000000000001.0.2.failed.json"
        #expect("\(Layout.record(record))" == path)
        #expect(Layout.term(4) == "leader/term.4")
    }

    @Test("A node's record is never taken for a drain of it")
    func drains() {
        let holder = Holder(hostName: "pi4", bits: 1)
        let names = [Layout.node(holder), Layout.drain("pi4")].compactMap(\.name).map { "\($0)" }
        #expect(names.map { Holder($0) } == [holder, nil])
    }

    @Test("Parents of the spool's directories come before what lies in them")
    func order() {
        for (index, path) in Layout.all.enumerated() where path.parent != "." {
            #expect(Layout.all[..<index].contains(path.parent))
        }
    }
}
