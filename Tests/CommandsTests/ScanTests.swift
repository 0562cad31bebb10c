import CommandLine
@testable import Commands
import Model
import Platform
import Spool
import TestKit
import Testing

@Suite("reelmill scan")
struct ScanTests {
    private func root(_ scratch: borrowing Scratch, hasSpool: Bool = true) throws -> Path {
        for name in ["input", "output", "spool"] as [FileName] {
            try Directory.create(scratch.path / name)
        }
        if hasSpool {
            let volume = try DirectoryVolume(root: scratch.path / "spool")
            let chance = SystemChance()
            let holder = Holder(hostName: "test", bits: chance.bits())
            _ = try SpoolOpening.initialize(volume, holder: holder, chance: chance)
        }
        return scratch.path
    }

    private func scan(_ root: Path, _ rest: String = "") -> Run {
        Run("scan --root \(root) --state \(root)/state --settle 100ms \(rest)")
    }

    @Test("Every file has its reason, and those that are jobs are counted")
    func reasons() throws {
        let scratch = try Scratch()
        let root = try root(scratch)
        let film = root.appending("input/a.mkv.part")
        try OpenFile.create(film).write([1])
        try OpenFile.create(root.appending("input/empty.mkv")).close()
        let run = scan(root, "--dry-run")
        #expect(
            run.output
                == """
                left        a.mkv.part  ignored: a temporary name (.part)
                waits       empty.mkv   empty: nothing is in it yet
                1 empty, 1 ignored

                """
        )
        #expect(run.code == .done)
    }

    @Test("JSON has the state of every file by name")
    func json() throws {
        let scratch = try Scratch()
        let root = try root(scratch)
        try OpenFile.create(root.appending("input/empty.mkv")).close()
        let run = scan(root, "--dry-run --json")
        #expect(run.output.contains(#""schema":"reelmill.scan/1""#))
        #expect(run.output.contains(#""counts":{"empty":1}"#))
        #expect(run.output.contains(#""path":"empty.mkv","state":"empty""#))
        #expect(run.output.contains(#""dryRun":true"#))
    }

    @Test("Without a spool nothing is taken, but a dry run says what would be")
    func withoutSpool() throws {
        let scratch = try Scratch()
        let root = try root(scratch, hasSpool: false)
        let run = scan(root)
        #expect(run.code == .temporary)
        #expect(
            run.errors.contains(
                "there is no spool at \(root)/spool: its file SPOOL is missing; is the volume "
                    + "mounted? A new one is made by  reelmill up --init"
            )
        )
        try OpenFile.create(root.appending("input/empty.mkv")).close()
        #expect(scan(root, "--dry-run").code == .done)
        #expect(try Directory.entries(of: root / "spool").isEmpty)
    }

    @Test("A missing input is temporary trouble, and a path that is not there is no such thing")
    func missing() throws {
        let scratch = try Scratch()
        let root = try root(scratch)
        let run = scan(root, "tv/new.mkv")
        #expect(run.code == .notFound)
        #expect(run.errors.contains("there is no tv/new.mkv below the input \(root)/input"))
        try Directory.removeEmpty(root / "input")
        let missing = scan(root, "--dry-run")
        #expect(missing.code == .temporary)
        #expect(missing.errors.contains("there is no input \(root)/input; is its volume mounted?"))
    }
}
