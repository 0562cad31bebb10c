import CommandLine
@testable import Commands
import Model
import Platform
import Spool
import TestKit
import Testing

@Suite("The history commands")
struct HistoryCommandTests {
    let bed: HistoryBed

    init() throws {
        bed = try HistoryBed()
        try bed.record("movies/Am\u{e9}lie.mkv")
        try bed.record("tv/dark/s01e01.mkv")
        try bed.record("tv/broken.mkv", failing: "no decoder is called h266")
    }

    private func count(_ folder: FileName) throws -> Int {
        var waiting = [bed.root / "spool" / "history"]
        var count = 0
        while let path = waiting.popLast() {
            for entry in try Directory.entries(of: path) {
                if entry.kind == .directory {
                    waiting.append(path / entry.name)
                } else if (path.name == "removed") == (folder == "removed") {
                    count += 1
                }
            }
        }
        return count
    }

    @Test("What was done is listed, the latest first, and counted")
    func list() {
        let run = bed.run("history ls")
        #expect(run.code == .done)
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        #expect(lines.first?.hasPrefix("ID        FINISHED          FILE") == true)
        #expect(lines[1].contains("tv/broken.mkv") && lines[1].hasSuffix("failed"))
        #expect(lines[3].hasPrefix("11111111"))
        #expect(lines[3].contains("1.0 kB -> 400 B"))
        #expect(lines[3].contains("60 %  done"))
        #expect(run.errors == "note: 3 entries\n")
    }

    @Test("Filters and patterns let through what they say, and say of how many")
    func filters() {
        let tv = bed.run("history ls tv --outcome done")
        #expect(tv.output.split(separator: "\n").count == 2)
        #expect(tv.errors == "note: 1 of 3 entries\n")
        #expect(bed.run("history ls --since 1h").errors == "note: 3 entries\n")
        #expect(bed.run("history ls --profile none").errors == "note: 0 of 3 entries\n")
        let limited = bed.run("history ls --limit 1")
        #expect(limited.errors == "note: the latest 1 of 3; --limit shows more\n")
    }

    @Test("A path may be written as it lies on this host")
    func hostPath() {
        let run = bed.run("history ls \(bed.root)/input/tv/dark")
        #expect(run.errors == "note: 1 of 3 entries\n")
    }

    @Test("What matches nothing is told with what is near, by the number of its own")
    func nothing() {
        let run = bed.run("history rm movies/amelie.mkv --yes")
        #expect(run.code == .notFound)
        #expect(
            run.errors
                == "reelmill: no history entry matches \"movies/amelie.mkv\"; closest: "
                + "\"movies/Am\u{e9}lie.mkv\"\nsee: reelmill history ls\n"
        )
    }

    @Test("The first digits of several lists them, and changes nothing")
    func ambiguous() throws {
        try bed.record("more/other.mkv", hash: 0x1111_2222_0000_0000)
        let run = bed.run("history rm 1111 --yes")
        #expect(run.code == .usage)
        #expect(run.errors.contains("\"1111\" may mean 2 entries:\n"))
        #expect(run.errors.contains("1111111111111111  movies/"))
        #expect(try count("removed") == 0)
    }

    @Test("Removing says what will happen, and what undoes it")
    func remove() throws {
        let run = bed.run("history rm tv/dark --yes")
        #expect(run.code == .done)
        #expect(
            run.errors == """
                This schedules 1 file again at the next scan:
                  tv/dark/s01e01.mkv  the source is there, unchanged since; its profile was \
                changed since
                    its result \(bed.root)/output/tv/dark/s01e01.mkv stays until the new one \
                replaces it

                """
        )
        #expect(
            run.output
                == "removed 1 entry; undo with: reelmill history restore 2222222222222222\n"
        )
        #expect(try count("removed") == 1)
        #expect(bed.run("history ls").errors == "note: 2 entries\n")
        let back = bed.run("history restore 2222222222222222")
        #expect(back.code == .done)
        #expect(back.output == "put back 1 entry\n")
        #expect(bed.run("history ls").errors == "note: 3 entries\n")
    }

    @Test("A source that is gone or another one by now is told")
    func forecasts() throws {
        let input = bed.root / "input"
        try Directory.removeFile(input.appending("tv/dark/s01e01.mkv"))
        let gone = bed.run("history rm tv/dark --dry-run")
        #expect(gone.errors.hasPrefix("This would remove 1 entry without a file:\n"))
        #expect(gone.errors.contains("nothing is scheduled"))
        try StagedFile.publish([1], replacing: input.appending("movies/Am\u{e9}lie.mkv"))
        let changed = bed.run("history rm movies --dry-run")
        #expect(changed.errors.contains("the source was changed since"))
        #expect(try count("removed") == 0)
    }

    @Test("Without an answer nothing is removed, and it says how to go on")
    func unanswered() throws {
        let run = bed.run("history rm --all --no-input")
        #expect(run.code == .usage)
        #expect(run.errors.hasSuffix("reelmill: refusing to remove 3 entries without --yes\n"))
        #expect(try count("removed") == 0)
        #expect(bed.run("history rm").code == .usage)
        #expect(bed.run("history rm --all tv --yes").code == .usage)
    }

    @Test("Everything that the flags let through can go at once")
    func all() throws {
        let run = bed.run("history rm --all --outcome done --yes")
        #expect(run.output.hasPrefix("removed 2 entries; undo with: reelmill history restore "))
        #expect(try count("removed") == 2)
        #expect(bed.run("history ls").errors == "note: 1 entry\n")
    }

    @Test("A failed job whose directory is there is tried again at once")
    func failedAgain() throws {
        #expect(bed.run("history rm tv/broken.mkv --yes").code == .done)
        let key = try #require(try bed.spool.keysOfOpenJobs().first)
        #expect(try bed.spool.records(of: key.job) == [])
        #expect(bed.run("history restore tv/broken.mkv").code == .failed)
    }

    @Test("An entry is shown in full, also one that was removed")
    func show() {
        let run = bed.run("history show tv/broken.mkv")
        #expect(run.output.hasPrefix("3333333333333333  tv/broken.mkv\n  outcome   failed\n"))
        #expect(run.output.contains("\n  why       "))
        #expect(run.output.contains("no decoder is called h266\n"))
        _ = bed.run("history rm movies --yes")
        #expect(bed.run("history show 1111").output.contains("done, taken back since"))
    }

    @Test("Sums are told by profile and month")
    func stats() {
        let run = bed.run("history stats")
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        #expect(lines[1].contains("2.0 kB  800 B   60 %"))
        #expect(lines[2].hasPrefix("profile movies"))
    }

    @Test("Programs get documents and lines that name their form")
    func json() {
        #expect(bed.run("history ls --json").output.contains(#""schema":"reelmill.history/1""#))
        let removal = bed.run("history rm tv --dry-run --json").output
        #expect(removal.contains(#""isDryRun":true"#))
        #expect(removal.contains(#""source":"unchanged""#))
        let lines = bed.run("history export").output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.contains(#""schema":"reelmill.history-line/1""#) })
        let table = bed.run("history export --format csv").output.split(separator: "\r\n")
        #expect(table.count == 4)
        #expect(table.first?.hasPrefix("id,outcome,path,") == true)
    }

    @Test("Cells of a table are quoted, and none is a formula")
    func cells() {
        #expect(CommaSeparated.quoted("plain") == "plain")
        #expect(CommaSeparated.quoted("a \"b\", c") == "\"a \"\"b\"\", c\"")
        #expect(CommaSeparated.quoted("=1+1") == "\"'=1+1\"")
        #expect(CommaSeparated.quoted("-0.5") == "\"-0.5\"")
    }

    @Test("Paths from standard input end as find(1) ends them")
    func input() {
        let lines = HistoryRemoveCommand.paths(Array("a b\nc\n".utf8), isNull: false)
        #expect(lines == ["a b", "c"])
        let nulls = HistoryRemoveCommand.paths(Array("a\nb\u{0}c\u{0}".utf8), isNull: true)
        #expect(nulls == ["a\nb", "c"])
    }

    @Test("A spool that is not there is told, and so is a database that cannot be used")
    func troubles() throws {
        let empty = try Scratch()
        #expect(Run("history ls --root \(empty.path)").code == .temporary)
        try Directory.create(bed.root / "spool" / "history.db")
        let run = bed.run("history ls")
        #expect(run.code == .done)
        #expect(run.errors == "note: 3 entries\n")
    }
}
