import Model
import TestKit
import Testing

@testable import Platform
@testable import Spool

@Suite("Trying what a volume can do")
struct VolumeProbeTests {
    static let holder = Holder(hostName: "pi4", bits: 1)

    private func volume(_ scratch: borrowing Scratch) throws -> DirectoryVolume {
        let volume = try DirectoryVolume(root: scratch.path)
        for directory in Layout.all { try volume.makeDirectory(directory) }
        return volume
    }

    @Test("An ordinary directory can do everything, and nothing is left behind")
    func ordinary() throws {
        let scratch = try Scratch()
        let volume = try volume(scratch)
        let report = try VolumeReport(of: volume, holder: Self.holder)
        #expect(report.isUsable, "\(report.refusals)")
        let tried: [VolumeReport.Check] = [
            .writing, .exclusiveCreation, .hardLinks, .renameOver, .renameBetween, .directoryRename,
            .directorySync, .otherUsers, .clock,
        ]
        #expect(tried.allSatisfy { check in report.findings.contains { $0.check == check } })
        let left = try Directory.entries(of: scratch.path.appending(Layout.temporary))
        #expect(left.isEmpty)
    }

    @Test(
        "A volume on which two can win is refused",
        arguments: [
            (LyingVolume.Lie.createsTwice, VolumeReport.Check.exclusiveCreation),
            (.linksTwice, .hardLinks), (.copiesWhenRenaming, .renameOver),
            (.copiesWhenRenaming, .renameBetween), (.mergesDirectories, .directoryRename),
        ]
    )
    func lies(lie: LyingVolume.Lie, check: VolumeReport.Check) throws {
        let scratch = try Scratch()
        let volume = LyingVolume(truth: try volume(scratch), lie: lie)
        let findings = try VolumeProbe(volume, holder: Self.holder).run()
        #expect(findings.contains { $0.check == check && $0.outcome == .refusal })
        #expect(findings.allSatisfy { $0.outcome == .ok || $0.remedy != nil })
        #expect(try volume.list(Layout.temporary).isEmpty)
    }

    @Test(
        "A volume that cannot do something is refused with the reason and what to do",
        arguments: [
            (
                Fault.fails("link", .operationNotPermitted), VolumeReport.Check.hardLinks,
                "a file cannot have a second name: Operation not permitted (EPERM); "
                    + "put the spool on another file system, such as ext4, XFS or NFS"
            ),
            (
                .fails("link", .notSupported), .hardLinks,
                "a file cannot have a second name: Operation not supported (EOPNOTSUPP); "
                    + "put the spool on another file system, such as ext4, XFS or NFS"
            ),
            (
                .fails("rename", .crossDevice, after: 1), .renameBetween,
                "a file cannot be moved from one directory to another: "
                    + "Invalid cross-device link (EXDEV); "
                    + "the whole spool must lie on one file system"
            ),
            (
                .fails("rename", .operationNotPermitted, after: 2), .directoryRename,
                "a directory cannot be renamed: Operation not permitted (EPERM); "
                    + "put the spool on another file system, such as ext4, XFS or NFS"
            ),
        ]
    )
    func refusals(fault: Fault, check: VolumeReport.Check, text: String) throws {
        let scratch = try Scratch()
        let volume = try volume(scratch)
        let report = try Faults.with(fault) {
            try VolumeReport(of: volume, holder: Self.holder)
        }
        #expect(report.refusals.map(\.check) == [check])
        #expect(report.refusals.map { "\($0)" } == [text])
        #expect(try volume.list(Layout.temporary).isEmpty)
    }

    @Test("A spool that cannot be written to is refused")
    func readOnly() throws {
        let scratch = try Scratch()
        let volume = try volume(scratch)
        let report = try Faults.with(.fails("mkdir", .accessDenied)) {
            try VolumeReport(of: volume, holder: Self.holder)
        }
        let place = scratch.path.appending(Path("tmp/\(Self.holder).probe-0"))
        #expect(
            report.refusals.map { "\($0)" } == [
                "cannot create the directory \(place): Permission denied (EACCES); "
                    + "every node must be able to write to all of the spool"
            ]
        )
    }

    @Test(
        "Trouble is no finding: it is thrown, and nothing stays behind",
        arguments: ["open", "write", "fsync", "link", "rename", "mkdir"],
        [Errno.noSpace, .inputOutput, .staleHandle]
    )
    func trouble(call: String, errno: Errno) throws {
        let scratch = try Scratch()
        let volume = try volume(scratch)
        // Twice, since what is stale is tried twice.
        let fault = Fault.fails(call, errno, times: 2)
        #expect(throws: SystemError.self) {
            try Faults.with(fault) {
                _ = try VolumeProbe(volume, holder: Self.holder).run()
            }
        }
        #expect(try volume.list(Layout.temporary).isEmpty)
    }

    @Test("Directories that cannot be synced are a warning")
    func syncs() throws {
        let scratch = try Scratch()
        let volume = try volume(scratch)
        let findings = try Faults.with(.fails("fsync", .invalidArgument)) {
            try DirectoryFindings(volume).findings()
        }
        #expect(findings.filter { $0.outcome == .warning }.map(\.check) == [.directorySync])
    }

    @Test("A clock that differs is told with its difference, and in which direction")
    func clocks() {
        let file = FileTime(seconds: 1_000, nanoseconds: 0)
        for (here, word) in [(1_100, "100 s ahead of"), (900, "100 s behind")] {
            let finding = DirectoryFindings.clock(of: file, here: WallTime(seconds: Int64(here)))
            #expect(finding.outcome == .warning)
            #expect(finding.text.contains("this machine's clock is \(word) the file server's"))
        }
        let same = DirectoryFindings.clock(of: file, here: WallTime(seconds: 1_001))
        #expect(same.outcome == .ok)
    }
}
