import Model
import Platform
import Spool
import TestKit
import Testing

@testable import Services

@Suite("Sources that change or go away")
struct LostSourceTests {
    let bed: IntakeBed

    init() throws {
        bed = try IntakeBed()
        try bed.write("tv/a.mkv")
        try bed.write("tv/b.mkv")
        bed.settle()
    }

    private func cancelled() throws -> [String] {
        try bed.moveJobs()
        return try bed.records().filter { $0.outcome == .cancelled }
            .compactMap { try bed.spool.record($0)?.reason }
    }

    @Test("A source that is overwritten ends its job, and is a new one when it has settled")
    func overwritten() throws {
        let old = try bed.order(of: "tv/a.mkv").key
        try bed.append("tv/a.mkv", " and more")
        #expect(bed.name("tv/a.mkv", bed.scan()) == "settling")
        #expect(try cancelled() == ["the source changed: it had 13 bytes and has 22"])
        bed.clock.go(11)
        #expect(bed.name("tv/a.mkv", bed.scan()) == "queued")
        let new = try bed.order(of: "tv/a.mkv")
        #expect(new.key.job != old.job)
        #expect(new.source.bytes == 22)
        #expect(new.result == "tv/a.mkv")
    }

    @Test("Other content with the size and the times of the old one ends the job as well")
    func sameTimes() throws {
        let path = bed.input.appending("tv/a.mkv")
        let old = try Directory.status(of: path).modified
        let file = try OpenFile(path, for: .update)
        try file.write(Array("FILM".utf8), at: 0)
        try file.setModified(old)
        try file.close()
        bed.settle()
        #expect(try cancelled() == ["the source changed: its content is another"])
        #expect(try bed.sources() == ["tv/a.mkv", "tv/b.mkv"])
    }

    @Test("A film that is copied over itself is done after all")
    func copiedOverItself() throws {
        let path = bed.input.appending("tv/a.mkv")
        let content = try contents(of: path)
        try OpenFile(path, for: .update).truncate(to: 4)
        bed.scan()
        #expect(try cancelled().count == 1)
        try OpenFile(path, for: .update).write(content, at: 0)
        bed.settle()
        let order = try bed.order(of: "tv/a.mkv")
        #expect(order.key.life == 1)
        #expect(try bed.records().isEmpty)
    }

    @Test("What a person cancelled stays cancelled")
    func cancelledByPerson() throws {
        try bed.spool.cancel(try bed.order(of: "tv/a.mkv").key)
        try bed.moveJobs()
        bed.restart()
        #expect(bed.name("tv/a.mkv", bed.settle()) == "cancelled")
        #expect(try bed.records().map(\.outcome) == [.cancelled])
    }

    @Test("New times alone end no job, whether this process saw the source before or not")
    func touched() throws {
        let path = bed.input.appending("tv/a.mkv")
        try Directory.touch(path)
        bed.scan()
        bed.restart()
        bed.settle()
        #expect(try cancelled().isEmpty)
        #expect(bed.name("tv/a.mkv", bed.scan()) == "open")
    }

    @Test("A source that is deleted ends its job at the second look that misses it")
    func deleted() throws {
        try Directory.removeFile(bed.input.appending("tv/a.mkv"))
        bed.scan()
        #expect(try cancelled().isEmpty)
        bed.clock.go(10)
        bed.scan()
        #expect(try cancelled() == ["the source is gone: tv/a.mkv"])
        #expect(try bed.sources() == ["tv/b.mkv"])
    }

    @Test("A source that is put back is done after all")
    func putBack() throws {
        let path = bed.input.appending("tv/a.mkv")
        try Directory.rename(path, to: bed.root / "aside")
        bed.scan()
        bed.clock.go(10)
        bed.scan()
        try bed.moveJobs()
        try Directory.rename(bed.root / "aside", to: path)
        bed.settle()
        #expect(try bed.order(of: "tv/a.mkv").key.life == 1)
    }

    @Test("A deleted folder ends the jobs of what was in it")
    func deletedFolder() throws {
        try bed.write("else.mkv")
        bed.settle()
        try Directory.removeTree(bed.input / "tv")
        bed.scan()
        bed.clock.go(10)
        bed.scan()
        #expect(try cancelled().count == 2)
    }

    @Test("What went while no process looked ends its job at the second sure look")
    func goneMeanwhile() throws {
        try bed.write("else.mkv")
        bed.settle()
        try Directory.removeTree(bed.input / "tv")
        bed.restart()
        // That the input is there is known behind the first look.
        _ = lookTwice()
        #expect(try cancelled().isEmpty)
        bed.clock.go(10)
        bed.scan()
        #expect(
            try Set(cancelled()) == [
                "the source is gone: tv/a.mkv", "the source is gone: tv/b.mkv",
            ]
        )
        #expect(try bed.sources() == ["else.mkv"])
    }

    @Test("Films in the folder below a volume that is not mounted end no job of the volume's")
    func otherFilms() throws {
        try Directory.rename(bed.input, to: bed.root / "away")
        try Directory.create(bed.input)
        try bed.write("stray.mkv")
        bed.restart()
        for report in lookTwice() + lookTwice() { #expect(report.troubles.isEmpty) }
        #expect(try cancelled().isEmpty)
    }

    @Test("A source on a volume below the input is not gone where that is not mounted")
    func volumeBelow() throws {
        try bed.write("else.mkv")
        bed.settle()
        let inode = try Directory.status(of: bed.input / "tv").identity.inode
        try bed.changeMount(of: "tv/a.mkv", to: JobOrder.Mount(folder: "tv", inode: inode))
        try Directory.removeFile(bed.input / "tv" / "a.mkv")
        try Directory.removeFile(bed.input / "tv" / "b.mkv")
        // In the folder below the volume.
        try bed.write("tv/stray.mkv")
        bed.restart()
        _ = lookTwice() + lookTwice()
        #expect(try cancelled() == ["the source is gone: tv/b.mkv"])
    }

    private func lookTwice() -> [ScanReport] {
        let first = bed.scan()
        bed.clock.go(20)
        return [first, bed.scan()]
    }

    @Test("An input that is gone ends nothing, is told once, and goes on when it is back")
    func missingInput() throws {
        try Directory.rename(bed.input, to: bed.root / "away")
        let text = "there is no input \(bed.input); is its volume mounted?"
        for report in lookTwice() { #expect(report.troubles == [text]) }
        #expect(bed.told.filter { $0 == text }.count == 1)
        try Directory.rename(bed.root / "away", to: bed.input)
        let report = bed.scan()
        #expect(report.troubles.isEmpty)
        #expect(report.counts == ["open": 2])
        #expect(try cancelled().isEmpty)
        #expect(bed.reading.films == 2)
    }

    @Test("An empty folder in the place of the input is a volume that is not mounted")
    func emptyInput() throws {
        try Directory.rename(bed.input, to: bed.root / "away")
        try Directory.create(bed.input)
        for report in lookTwice() {
            #expect(report.troubles.first?.contains("is another, empty folder now") ?? false)
        }
        #expect(try cancelled().isEmpty)
    }

    @Test("An input from which all films were taken is empty, and their jobs end")
    func emptied() throws {
        try Directory.removeTree(bed.input / "tv")
        _ = lookTwice()
        #expect(try cancelled().count == 2)
    }

    @Test("A process that never saw the input full concludes nothing from an empty one")
    func neverSeen() throws {
        try Directory.removeTree(bed.input / "tv")
        bed.restart()
        _ = lookTwice()
        #expect(try cancelled().isEmpty)
    }

    static let vanishing: [Errno] = [.staleHandle, .inputOutput, .noSuchFile]

    @Test("A volume that vanishes while it is looked at ends nothing", arguments: vanishing)
    func vanishesInScan(errno: Errno) throws {
        for call in ["readdir", "lstat"] {
            for place in 0..<8 {
                let met = Faults.with(.fails(call, errno, times: 1_000, after: Int32(place))) {
                    _ = bed.scan()
                    return Faults.met
                }
                if place == 0 { #expect(met > 0) }
            }
        }
        bed.clock.go(10)
        #expect(bed.scan().counts == ["open": 2])
        #expect(try cancelled().isEmpty)
    }
}
