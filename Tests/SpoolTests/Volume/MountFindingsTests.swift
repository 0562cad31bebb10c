import CLinux
import Model
import Testing

@testable import Platform
@testable import Spool

@Suite("What a mount means for the spool")
struct MountFindingsTests {
    private func mounted(_ magic: UInt64, _ options: String, _ rest: String) throws
        -> MountedFileSystem
    {
        let line = "1 0 0:5 / /media \(options) - \(rest)"
        let mount = try #require(MountTable(Array(line.utf8)).mounts.first as Mount?)
        var volume = linux_volume()
        volume.magic = magic
        return MountedFileSystem(volume, mount)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let magic: UInt64
        let mount: String
        let outcomes: [VolumeReport.Check: VolumeReport.Outcome]
        let staysOld: Bool
        let isShared: Bool
        var testDescription: String { mount }
    }

    static let cases = [
        Case(
            magic: 0xef53,
            mount: "ext4 /dev/sda1 rw",
            outcomes: [.fileSystem: .ok],
            staysOld: false,
            isShared: false
        ),
        Case(
            magic: 0x6969,
            mount: "nfs4 nas:/media rw,vers=4.2,hard",
            outcomes: [.fileSystem: .ok, .patience: .ok, .protocolVersion: .ok],
            staysOld: false,
            isShared: true
        ),
        Case(
            magic: 0x6969,
            mount: "nfs nas:/media rw,vers=3,soft,nolock",
            outcomes: [
                .fileSystem: .ok, .patience: .warning, .protocolVersion: .warning, .locking: .ok,
            ],
            staysOld: true,
            isShared: true
        ),
        Case(
            magic: 0x6969,
            mount: "nfs nas:/media rw,vers=2,hard",
            outcomes: [.fileSystem: .ok, .patience: .ok, .protocolVersion: .refusal],
            staysOld: true,
            isShared: true
        ),
        Case(
            magic: 0x6969,
            mount: "nfs nas:/media rw",
            outcomes: [.fileSystem: .ok, .protocolVersion: .warning],
            staysOld: true,
            isShared: true
        ),
        Case(
            magic: 0xff53_4d42,
            mount: "cifs //nas/media rw,vers=3.1.1,soft",
            outcomes: [.fileSystem: .warning, .patience: .warning],
            staysOld: true,
            isShared: true
        ),
        Case(
            magic: 0x6573_5546,
            mount: "fuse.sshfs nas: rw",
            outcomes: [.fileSystem: .ok],
            staysOld: true,
            isShared: true
        ),
        Case(
            magic: 0x0102_1994,
            mount: "tmpfs none rw",
            outcomes: [.fileSystem: .warning],
            staysOld: false,
            isShared: false
        ),
        Case(
            magic: 0x794c_7630,
            mount: "overlay overlay rw",
            outcomes: [.fileSystem: .warning],
            staysOld: false,
            isShared: false
        ),
    ]

    @Test("Each kind of mount has its findings and traits", arguments: cases)
    func kinds(example: Case) throws {
        let system = try mounted(example.magic, "rw", example.mount)
        let findings = MountFindings.findings(system)
        #expect(
            Dictionary(uniqueKeysWithValues: findings.map { ($0.check, $0.outcome) })
                == example.outcomes
        )
        #expect(
            VolumeTraits(system)
                == VolumeTraits(listingsStayOld: example.staysOld, isShared: example.isShared)
        )
    }

    @Test("Messages name the mount point and what to do")
    func messages() throws {
        let soft = MountFindings.findings(
            try mounted(0x6969, "rw", "nfs nas:/media rw,vers=3,soft")
        )
        #expect(
            soft.map { "\($0)" } == [
                "the file system is nfs",
                "it is mounted soft: while the server does not answer, calls fail, and data that "
                    + "is being written may be lost without notice; `umount /media`, and mount it "
                    + "with the option hard",
                "over NFS 3 a listing can stay old until something is changed in its directory, "
                    + "so each directory is changed before it is listed, which costs time; "
                    + "`umount /media`, and mount it with the option vers=4.2",
            ]
        )
        let readOnly = MountFindings.findings(try mounted(0xef53, "ro", "ext4 /dev/sda1 rw"))
        #expect(
            readOnly.map { "\($0)" } == [
                "the file system (ext4) is mounted for reading only; `mount -o remount,rw /media`"
            ]
        )
        #expect(readOnly.map(\.outcome) == [.refusal])
    }
}
