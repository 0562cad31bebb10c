import CLinux
import Model
import TestKit
import Testing

@testable import Platform
@testable import Spool

@Suite("Directories of other users")
struct OtherUserTests {
    private func volume(_ scratch: borrowing Scratch) throws -> DirectoryVolume {
        let volume = try DirectoryVolume(root: scratch.path)
        for directory in Layout.all { try volume.makeDirectory(directory) }
        return volume
    }

    private func finding(_ volume: DirectoryVolume, _ faults: Fault) throws -> VolumeReport.Finding
    {
        let findings = try Faults.with(faults) { try DirectoryFindings(volume).findings() }
        return try #require(findings.first { $0.check == .otherUsers } as VolumeReport.Finding?)
    }

    @Test("Where all belongs to one user it says that nothing could be tried")
    func alone() throws {
        let scratch = try Scratch()
        let finding = try finding(try volume(scratch), .fails("none", .inputOutput))
        #expect(finding.outcome == .ok)
        #expect(
            finding.text
                == "there is no other user's directory yet, so moving another user's files was "
                + "not tried"
        )
    }

    @Test("A directory where only owners may move files is refused to all but root")
    func sticky() throws {
        var status = linux_status()
        status.mode = 0o041_777
        status.owner = 1_001
        let finding = DirectoryFindings.sticky("/spool/jobs", FileStatus(status), 1_000)
        #expect(finding?.outcome == .refusal)
        #expect(
            finding.map { "\($0)" }
                == "in /spool/jobs of user 1001 nobody may move another user's files; "
                + "`chmod -t /spool/jobs`"
        )
        #expect(DirectoryFindings.sticky("/spool/jobs", FileStatus(status), 0) == nil)
        status.mode = 0o040_777
        #expect(DirectoryFindings.sticky("/spool/jobs", FileStatus(status), 1_000) == nil)
    }

    @Test("A directory of another user is tried, those of jobs too", .enabled(if: Self.isRoot))
    func others() throws {
        let scratch = try Scratch()
        let volume = try volume(scratch)
        let job = Layout.job(JobKey(JobID(sourceName: "film", hash: 1), life: 0))
        let queue = job.tasks.queue
        for directory in [job.path, job.tasks.path, queue] { try volume.makeDirectory(directory) }
        let path = scratch.path.appending(queue)
        let change = SpawnRequest("/bin/chown", [Array("12345".utf8), path.bytes])
        #expect(try ChildProcess.spawn(change).wait(upTo: .seconds(60))?.isSuccess == true)

        let usable = try finding(volume, .fails("none", .inputOutput))
        #expect(usable.text == "the directories of other users can be changed (1 tried)")
        #expect(try Directory.entries(of: path).isEmpty)

        // The first file that is opened is the one that tells who we are, the second the listing.
        let refused = try finding(volume, .fails("open", .accessDenied, after: 3))
        #expect(refused.outcome == .refusal)
        #expect(
            "\(refused)"
                == "user 0 cannot change \(path) of user 12345: Permission denied (EACCES); "
                + "run every node as the same user, or in one group with the umask 002 after "
                + "`chmod -R g+rwX \(scratch.path)`"
        )
        #expect(throws: SystemError.self) {
            _ = try finding(volume, .fails("open", .noSpace, after: 3))
        }
    }

    private static let isRoot = (try? Directory.status(of: "/proc/self"))?.owner == 0
}
