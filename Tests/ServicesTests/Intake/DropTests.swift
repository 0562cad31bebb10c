import Model
import Platform
import Spool
import TestKit
import Testing

@testable import Services

/// Ways in which files come into a folder.
@Suite("Dropped files")
struct DropTests {
    let bed: IntakeBed

    init() throws { bed = try IntakeBed() }

    @Test("A file is taken when it was the same in two looks and for the settle time")
    func taken() throws {
        try bed.write("tv/a.mkv")
        #expect(
            try bed.state("tv/a.mkv")
                == .settling(quiet: .zero, of: .seconds(10), grew: false)
        )
        bed.clock.go(9)
        #expect(try bed.state("tv/a.mkv").name == "settling")
        #expect(try bed.orders().isEmpty)
        bed.clock.go(1)
        #expect(try bed.state("tv/a.mkv").name == "queued")
        let order = try bed.order(of: "tv/a.mkv")
        #expect(order.result == "tv/a.mkv")
        #expect(order.source.bytes == 13)
        #expect(order.profile == "default")
        #expect(order.digest != nil)
        let path = bed.input.appending("tv/a.mkv")
        #expect(SourceCheck.state(of: order.source, at: path) == .same)
    }

    @Test("Once taken it rings for whoever works on this node")
    func bell() throws {
        try bed.write("a.mkv")
        bed.scan()
        bed.clock.go(11)
        let count = bed.site.bell.count
        #expect(try bed.state("a.mkv").name == "queued")
        #expect(bed.site.bell.count > count)
        let later = bed.site.bell.count
        #expect(try bed.state("a.mkv").name == "open")
        #expect(bed.site.bell.count == later)
    }

    @Test("Once taken it is open, and is not read again")
    func open() throws {
        try bed.write("a.mkv")
        bed.settle()
        for _ in 1...3 {
            bed.clock.go(10)
            #expect(try bed.state("a.mkv").name == "open")
        }
        #expect(bed.reading.films == 1)
        #expect(try bed.orders().count == 1)
    }

    @Test("A slow copy is waited for, and taken when it is whole")
    func slowCopy() throws {
        try bed.write("a.mkv")
        for _ in 1...20 {
            bed.clock.go(5)
            bed.scan()
            try bed.append("a.mkv", "more")
        }
        #expect(try bed.state("a.mkv") == .settling(quiet: .zero, of: .seconds(10), grew: true))
        #expect(try bed.orders().isEmpty)
        bed.clock.go(11)
        bed.scan()
        #expect(try bed.order(of: "a.mkv").source.bytes == 10 + 20 * 4)
        #expect(bed.reading.films == 1)
    }

    @Test("A copy that pauses with its whole size made beforehand is no film until it is one")
    func pausedCopy() throws {
        let path = try bed.write("a.mkv", "half")
        let report = bed.settle()
        #expect(
            try bed.state("a.mkv", report)
                == .incomplete(
                    cause: "its index is missing",
                    readAgainIn: .seconds(30),
                    isRejected: false
                )
        )
        bed.clock.go(29)
        bed.scan()
        #expect(bed.reading.films == 1)
        // The same size and name, and other content.
        try OpenFile(path, for: .update).write(Array("film".utf8), at: 0)
        #expect(try bed.state("a.mkv").name == "settling")
        bed.clock.go(11)
        #expect(try bed.state("a.mkv").name == "queued")
        #expect(try bed.orders().count == 1)
        let order = try bed.order(of: "a.mkv")
        #expect(SourceCheck.state(of: order.source, at: path) == .same)
    }

    @Test("rsync's file is left alone until it has its name")
    func rsync() throws {
        try bed.write(".a.mkv.Ab12Cd")
        #expect(bed.name(".a.mkv.Ab12Cd", bed.settle()) == "ignored")
        try bed.move(".a.mkv.Ab12Cd", to: "a.mkv")
        bed.settle()
        #expect(try bed.sources() == ["a.mkv"])
        #expect(bed.name(".a.mkv.Ab12Cd", bed.scan()) == nil)
    }

    @Test("A file that is moved into place is taken, however old its times are")
    func moved() throws {
        try Directory.create(bed.root / "elsewhere")
        let old = bed.root / "elsewhere" / "a.mkv"
        try OpenFile.create(old).write(Array("film".utf8))
        bed.scan()
        try bed.move(old, to: "a.mkv")
        #expect(try bed.state("a.mkv").name == "settling")
        bed.clock.go(10)
        bed.scan()
        #expect(try bed.sources() == ["a.mkv"])
    }

    @Test("A folder that is moved in is taken with all that is below it")
    func movedFolder() throws {
        try bed.write("x/1.mkv")
        try bed.write("x/deep/er/2.mkv")
        try Directory.rename(bed.input / "x", to: bed.root / "aside")
        bed.scan()
        try bed.move(bed.root / "aside", to: "season")
        bed.settle()
        #expect(try bed.sources() == ["season/1.mkv", "season/deep/er/2.mkv"])
    }

    @Test("A folder that is renamed keeps nothing of its old name, and its films are jobs anew")
    func renamedFolder() throws {
        try bed.write("x/1.mkv")
        bed.settle()
        try bed.move("x", to: "y")
        let report = bed.settle()
        #expect(bed.name("x/1.mkv", report) == nil)
        #expect(bed.name("y/1.mkv", report) == "queued")
    }

    @Test("Hard links are files of their own, each with its own result")
    func hardLink() throws {
        let path = try bed.write("a.mkv")
        bed.settle()
        try Directory.link(path, to: bed.input / "b.mkv")
        bed.settle()
        #expect(try bed.sources() == ["a.mkv", "b.mkv"])
    }

    @Test("Names of every kind become jobs of their own")
    func oddNames() throws {
        var names = [
            "new\nline.mkv", "\"quoted\" 'twice'.mkv", "-x.mkv", "100%d %s.mkv", " blank .mkv",
            "back\\slash.mkv", "a:b;c&d|e.mkv", "caf\u{e9}.mkv", "cafe\u{301}.mkv",
            "\u{1f3ac}\u{200d}.mkv", "\u{202e}vkm.mkv", "*.mkv", "{gop}.mkv", "film.MKV",
            String(repeating: "n", count: 251) + ".mkv",
        ].map { Array($0.utf8) }
        names.append([0x66, 0xff, 0xfe] + Array(".mkv".utf8))
        let paths = try names.map { try #require(Path(bytes: $0)) }
        for path in paths { try bed.write(path) }
        bed.settle()
        let sources = Set(try bed.sources())
        for path in paths { #expect(sources.contains(path), "\(path)") }
        #expect(try bed.spool.openJobs().count == paths.count)
    }

    @Test("An empty file waits for its content")
    func empty() throws {
        try bed.write("b.mkv")
        let path = try bed.write("a.mkv")
        try OpenFile(path, for: .update).truncate(to: 0)
        let report = bed.settle()
        #expect(try bed.state("a.mkv", report) == .empty)
        try bed.append("a.mkv", "film")
        bed.settle()
        #expect(try bed.sources() == ["a.mkv", "b.mkv"])
    }

    @Test("Thousands of files at once are all taken", .timeLimit(.minutes(5)))
    func thousands() throws {
        let count = 1_000
        for number in 1...count { try bed.write(Path("\(number % 10)/\(number).mkv")) }
        let report = bed.settle()
        #expect(report.counts == ["queued": count])
        #expect(try bed.spool.openJobs().count == count)
        #expect(bed.scan().counts == ["open": count])
        #expect(bed.reading.films == count)
    }
}
