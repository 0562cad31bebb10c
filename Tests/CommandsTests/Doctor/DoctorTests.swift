import CommandLine
import Model
import Platform
import Profiles
import Services
import Spool
import TestKit
import Testing

@testable import Commands

@Suite("What doctor finds")
struct DoctorTests {
    @Test("Each finding stands on its line, with its fix below, and the sum at the end")
    func text() {
        let findings = [
            DoctorFinding("spool", .ok, "fine"),
            DoctorFinding("profiles", .failure, "a.conf:1: wrong\n  1 | x", fix: "mend it"),
            DoctorFinding("nodes", .warning, "odd"),
        ]
        #expect(
            DoctorCommand.text(findings, 1, 1) == """
                ok    spool: fine
                FAIL  profiles: a.conf:1: wrong
                          1 | x
                        fix: mend it
                warn  nodes: odd
                1 failure, 1 warning

                """
        )
        #expect(DoctorCommand.text([findings[0]], 0, 0).hasSuffix("\nall is well\n"))
    }

    @Test("A missing spool and a missing input are failures that may pass, each with its fix")
    func missing() throws {
        let scratch = try Scratch()
        let run = Run("doctor --root \(scratch.path)")
        #expect(run.code == .temporary)
        #expect(run.output.contains("FAIL  spool: there is no spool at \(scratch.path)/spool"))
        #expect(
            run.output.contains(
                "FAIL  input: there is no folder \(scratch.path)/input\n"
                    + "        fix: mount the volume it is on, or make it: "
                    + "mkdir -p \(scratch.path)/input\n"
            )
        )
        #expect(run.output.hasSuffix("3 failures\n"))
        #expect(try Directory.entries(of: scratch.path).isEmpty)
    }

    @Test("Settings that are missing are a matter of configuration")
    func unset() {
        let run = Run("doctor")
        #expect(run.code == .invalidConfiguration)
        #expect(run.output.contains("FAIL  spool: no spool is set"))
        #expect(run.output.contains("FAIL  output: no output is set"))
    }

    @Test("A sound root has no failures, and leaves nothing behind")
    func sound() throws {
        let bed = try ClusterBed()
        _ = try bed.node()
        let run = bed.run("doctor --json")
        #expect(run.code == .done)
        #expect(run.output.contains(#""schema":"reelmill.doctor/1""#))
        #expect(run.output.contains(#""failures":0"#))
        #expect(run.output.contains(#"1 node runs version \#(Product.version)"#))
        #expect(try Directory.entries(of: bed.root / "output").isEmpty)
        #expect(try bed.volume.list(Layout.temporary).isEmpty)
    }

    @Test("A token that is gone is an alarm with the command that makes it again")
    func token() throws {
        let bed = try ClusterBed()
        let node = try bed.node()
        let key = try bed.queue(ClusterBed.offer("a.mkv", hash: 1 << 60), by: node)
        let layout = Layout.job(key)
        try bed.volume.remove(layout.tasks.queue / "merge.0")
        let run = bed.run("doctor")
        #expect(run.code == .temporary)
        #expect(run.output.contains("FAIL  jobs: the token of merge of \(key) is in none"))
        let token = "\(bed.volume.root)/jobs/\(key)/tasks/queue/merge.0"
        #expect(run.output.contains("        fix: touch \(token)\n"))
        try bed.volume.create(layout.tasks.queue / "merge.0", [])
        #expect(bed.run("doctor").code == .done)
    }

    @Test("A folder of the spool that is missing is told, and made with --fix alone")
    func folders() throws {
        let bed = try ClusterBed()
        try bed.volume.removeDirectory(Layout.results)
        let told = bed.run("doctor")
        #expect(told.code == .temporary)
        let path = "\(bed.volume.root)/results"
        #expect(told.output.contains("FAIL  spool: the folder \(path) is missing\n"))
        let fixed = bed.run("doctor --fix")
        #expect(fixed.output.contains("ok    spool: the folder \(path) was made\n"))
        #expect(fixed.code == .done)
    }

    @Test("A profile that is wrong is a matter of configuration, with its line")
    func profile() throws {
        let bed = try ClusterBed()
        let text = Array("contianer = mkv\n".utf8)
        let file = try OpenFile.create((bed.root / "input") / "profile.conf")
        try file.write(text)
        let run = bed.run("doctor")
        #expect(run.code == .invalidConfiguration)
        #expect(run.output.contains("profile.conf:1"))
        #expect(run.output.contains("did you mean \"container\"?"))
    }

    @Test("Nodes of different versions are named")
    func versions() throws {
        let bed = try ClusterBed()
        _ = try bed.node("nuc-1")
        let other = try bed.node("pi4")
        var status = ClusterBed.status()
        status.version = "0.0.9"
        try other.beat(status, 1)
        let run = bed.run("doctor")
        #expect(
            run.output.contains(
                "warn  nodes: nodes run different versions: 0.0.9 on pi4; "
                    + "\(Product.version) on nuc-1\n"
            )
        )
    }
}
