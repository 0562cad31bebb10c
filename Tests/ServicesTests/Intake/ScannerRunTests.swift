import Model
import Platform
import Spool
import Synchronization
import TestKit
import Testing

@testable import Services

@Suite("A scanner that watches")
struct ScannerRunTests {
    /// Runs it until the body has ended.
    private func running(
        _ bed: IntakeBed,
        leads: @escaping @Sendable () -> Bool = { true },
        _ body: () throws -> Void
    ) throws {
        let stop = StopSign()
        let scanner = bed.scanner
        let thread = try NamedThread("scanner") { scanner.run(isLeading: leads, until: stop) }
        let outcome = Result { try body() }
        stop.set()
        thread.join()
        try outcome.get()
    }

    private func wait(for what: String, _ condition: () throws -> Bool) throws {
        let deadline = Deadline(after: .seconds(60))
        while try !condition() {
            try #require(!deadline.isOver, "waited too long for \(what)")
            StopSign().wait(upTo: .milliseconds(20))
        }
    }

    static let modes: [WatchChoice] = [.poll, .inotify]

    @Test("It takes what is dropped, and leaves a report for others", arguments: modes)
    func dropped(mode: WatchChoice) throws {
        let bed = try IntakeBed {
            $0.watch = mode
            $0.interval = .seconds(10)
        }
        try bed.write("old.mkv")
        try running(bed) {
            try wait(for: "the first look") {
                try bed.spool.readScanReport()?.counts == ["settling": 1]
            }
            bed.clock.go(11)
            try wait(for: "what was there") { try bed.sources() == ["old.mkv"] }
            try bed.write("tv/deep/new.mkv")
            if mode == .poll { bed.clock.go(11) }
            try wait(for: "the new one") {
                try bed.spool.readScanReport()?.counts["settling"] == 1
            }
            bed.clock.go(11)
            try wait(for: "all") { try bed.orders().count == 2 }
            try wait(for: "its report") {
                try bed.spool.readScanReport()?.counts["settling"] == nil
            }
        }
        let report = try #require(try bed.spool.readScanReport())
        #expect(report.mode == mode.rawValue)
        #expect(report.modeReason == "the setting watch says so")
        #expect(report.sightings.isEmpty)
    }

    @Test("That no film can be read is told, and once more when it is over")
    func readers() throws {
        let bed = try IntakeBed()
        try bed.write("a.mkv")
        let stop = StopSign()
        let deadline = Deadline(after: .seconds(60))
        let scanner = bed.scanner
        let lines = bed.lines
        let isTold = { @Sendable (text: String) in lines.all.contains { $0.hasPrefix(text) } }
        let ends = Mutex(false)
        let waker = try NamedThread("waker") {
            while !ends.withLock({ $0 }) {
                stop.wake()
                StopSign().wait(upTo: .milliseconds(20))
            }
        }
        Faults.with(.fails("pthread_create", .wouldBlock, times: 1)) {
            scanner.run(
                isLeading: {
                    if isTold("films are read again") || deadline.isOver { stop.set() }
                    return true
                },
                until: stop
            )
        }
        ends.withLock { $0 = true }
        waker.join()
        #expect(isTold("no film is read: "))
        #expect(isTold("films are read again"))
    }

    @Test("Who does not lead looks at nothing")
    func following() throws {
        let bed = try IntakeBed()
        let leads = Mutex(false)
        try bed.write("a.mkv")
        let asked = Mutex(0)
        try running(
            bed,
            leads: {
                asked.withLock { $0 += 1 }
                return leads.withLock { $0 }
            }
        ) {
            try wait(for: "being asked") { asked.withLock { $0 } > 1 }
            #expect(try bed.spool.readScanReport() == nil)
            leads.withLock { $0 = true }
            try wait(for: "the first look") { try bed.spool.readScanReport() != nil }
        }
    }

    @Test("A profile that is mended is noticed without a look at everything")
    func mended() throws {
        let bed = try IntakeBed {
            $0.watch = .inotify
            $0.interval = .seconds(1_000_000)
        }
        try bed.write("tv/a.mkv")
        let profiles = bed.root / "profiles"
        try Directory.create(profiles)
        let profile = profiles / "default.conf"
        try OpenFile.create(profile).write(Array("contianer = mkv\n".utf8))
        try running(bed) {
            try wait(for: "the first look") { try bed.spool.readScanReport() != nil }
            bed.clock.go(11)
            try wait(for: "the complaint") {
                try bed.spool.readScanReport()?.counts == ["invalid-profile": 1]
            }
            try StagedFile.publish(Array("container = mkv\n".utf8), replacing: profile)
            try wait(for: "the job") {
                bed.clock.go(5)
                return try bed.orders().count == 1
            }
        }
    }

    @Test("A record that is taken back is noticed without a look at everything")
    func takenBack() throws {
        let bed = try IntakeBed {
            $0.watch = .inotify
            $0.interval = .seconds(1_000_000)
        }
        try bed.write("a.mkv")
        try running(bed) {
            try wait(for: "the first look") { try bed.spool.readScanReport() != nil }
            bed.clock.go(11)
            try wait(for: "the job") { try bed.orders().count == 1 }
            try bed.spool.cancel(try bed.order(of: "a.mkv").key)
            try bed.moveJobs()
            bed.clock.go(11)
            try wait(for: "its end") { try bed.records().count == 1 }
            bed.clock.go(11)
            try wait(for: "the report of it") {
                try bed.spool.readScanReport()?.counts == ["cancelled": 1]
            }
            let record = try #require(try bed.records().first)
            try bed.spool.removeRecord(record)
            bed.clock.go(11)
            try wait(for: "the next life") {
                bed.clock.go(1)
                return try bed.orders().contains { $0.key.life == 1 }
            }
        }
    }
}
