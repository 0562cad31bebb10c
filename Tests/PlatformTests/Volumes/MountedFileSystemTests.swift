import CLinux
import Model
import TestKit
import Testing

@testable import Platform

@Suite("The file system of a path")
struct MountedFileSystemTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let magic: UInt64
        let mount: String
        let kind: FileSystemKind
        let isNetwork: Bool
        let reportsEveryChange: Bool
        var testDescription: String { mount }

        init(_ magic: UInt64, _ mount: String, _ kind: FileSystemKind, _ facts: Facts) {
            (self.magic, self.mount, self.kind) = (magic, mount, kind)
            isNetwork = facts == .network
            reportsEveryChange = facts == .local
        }

        enum Facts { case local, layered, network }
    }

    static let cases = [
        Case(0xef53, "ext4 /dev/sda1 rw", .ext, .local),
        Case(0x5846_5342, "xfs /dev/sda1 rw", .xfs, .local),
        Case(0x9123_683e, "btrfs /dev/sda1 rw", .btrfs, .local),
        Case(0x2fc1_2fc1, "zfs tank/media rw", .zfs, .local),
        Case(0x0102_1994, "tmpfs none rw", .tmpfs, .local),
        Case(0x794c_7630, "overlay overlay rw,lowerdir=/a", .overlay, .local),
        Case(0x6969, "nfs4 nas:/media rw,vers=4.2,hard", .nfs, .network),
        Case(0x517b, "smbfs //nas/media rw", .smb, .network),
        Case(0xff53_4d42, "cifs //nas/media rw,vers=1.0", .smb, .network),
        Case(0xfe53_4d42, "smb3 //nas/media rw,vers=3.1.1", .smb, .network),
        Case(0x0102_1997, "9p host rw,trans=virtio", .plan9, .network),
        Case(0x4d44, "vfat /dev/sdc1 rw", .fat, .local),
        Case(0x2011_bab0, "exfat /dev/sdc1 rw", .exfat, .local),
        Case(0x6573_5546, "fuse.sshfs nas: rw", .fuse(subtype: "sshfs"), .network),
        Case(0x6573_5546, "fuse.mergerfs a:b rw", .fuse(subtype: "mergerfs"), .layered),
        Case(0x6573_5546, "fuseblk /dev/sdd1 rw", .fuse(subtype: "fuseblk"), .local),
        Case(0x6573_5546, "virtiofs host rw", .fuse(subtype: "virtiofs"), .network),
        Case(0x6573_5546, "fuse thing rw", .fuse(subtype: nil), .network),
        Case(0x6573_5546, "fuse.unheard-of x rw", .fuse(subtype: "unheard-of"), .network),
        Case(0x00c3_6400, "ceph 10.0.0.1:/ rw", .other(magic: 0x00c3_6400), .network),
        Case(0xf2f5_2010, "f2fs /dev/sde1 rw", .other(magic: 0xf2f5_2010), .local),
    ]

    @Test("Each kind is known, and whether others can change it unseen", arguments: cases)
    func kinds(example: Case) throws {
        let system = try mounted(example.magic, "rw", example.mount)
        #expect(system.kind == example.kind)
        #expect(system.isNetwork == example.isNetwork)
        #expect(system.reportsEveryChange == example.reportsEveryChange)
    }

    @Test("Version and patience of an NFS mount are told")
    func nfs() throws {
        let hard = try mounted(0x6969, "rw", "nfs4 nas:/m rw,vers=4.2,hard,proto=tcp")
        #expect(hard.nfsVersion == "4.2" && hard.answerToSilence == .waits)
        let soft = try mounted(0x6969, "rw", "nfs nas:/m rw,vers=3,soft,local_lock=none")
        #expect(soft.nfsVersion == "3" && soft.answerToSilence == .fails)
        let error = try mounted(0x6969, "rw", "nfs4 nas:/m rw,softerr")
        #expect(error.nfsVersion == "4" && error.answerToSilence == .fails)
        let local = try mounted(0xef53, "rw", "ext4 /dev/sda1 rw,vers=4,hard")
        #expect(local.nfsVersion == nil && local.answerToSilence == nil)
    }

    @Test("Read-only counts whether the mount is, or the file system")
    func readOnly() throws {
        #expect(try mounted(0xef53, "ro,noatime", "ext4 /dev/sda1 rw").isReadOnly)
        #expect(try mounted(0xef53, "rw", "ext4 /dev/sda1 ro,errors=remount-ro").isReadOnly)
        #expect(try !mounted(0xef53, "rw", "ext4 /dev/sda1 rw,errors=remount-ro").isReadOnly)
    }

    @Test("Room is what an ordinary user has; no number of files and huge numbers are understood")
    func space() {
        var volume = linux_volume()
        volume.block_bytes = 4_096
        (volume.blocks, volume.blocks_free, volume.blocks_available) = (100, 50, 40)
        (volume.files, volume.files_free) = (10, 3)
        let space = VolumeSpace(volume)
        #expect(space.totalBytes == 409_600 && space.availableBytes == 163_840)
        #expect(space.totalFiles == 10 && space.availableFiles == 3)
        volume.blocks = .max
        (volume.files, volume.files_free) = (0, 0)
        #expect(VolumeSpace(volume).totalBytes == .max)
        #expect(VolumeSpace(volume).availableFiles == nil)
    }

    @Test("/proc, a directory and a file in it are on the mount that the kernel names")
    func real() throws {
        let proc = try MountedFileSystem(of: "/proc")
        #expect(proc.kind == .other(magic: 0x9fa0))
        #expect(proc.typeName == "proc" && proc.mountPoint == "/proc")
        let scratch = try Scratch()
        let file = try scratch.file("film")
        let (directory, inner) = try (
            MountedFileSystem(of: scratch.path), MountedFileSystem(of: file)
        )
        #expect(inner.mountPoint == directory.mountPoint && inner.kind == directory.kind)
        // In a chroot the mount may be one that its mountinfo does not show.
        if let point = directory.mountPoint {
            #expect(point == scratch.path || scratch.path.relative(to: point) != nil)
        }
        #expect(directory.space.totalBytes > directory.space.availableBytes)
        #expect(directory.nameBytesMax == 255)
    }

    @Test("A directory that may not be read is examined all the same")
    func unreadable() throws {
        try Faults.with(.fails("open", .accessDenied)) {
            let system = try MountedFileSystem(of: "/proc")
            #expect(system.mountPoint == "/proc" && system.typeName == "proc")
            #expect(Faults.met == 1)
        }
    }

    @Test("Without a mount number the path is used, without /proc the kind alone is known")
    func withoutProc() throws {
        let path: Path = "/proc"
        let expected = try MountedFileSystem(of: path)
        #expect(expected.mountPoint == path)
        // The path itself, then the table, then the descriptor's information.
        try Faults.with(.fails("open", .noSuchFile, after: 2)) {
            let system = try MountedFileSystem(of: path)
            #expect(system.mountPoint == expected.mountPoint)
            #expect(Faults.met == 1)
        }
        try Faults.with(.fails("open", .noSuchFile, times: 9, after: 1)) {
            let bare = try MountedFileSystem(of: path)
            #expect(bare.kind == expected.kind)
            #expect(bare.mountPoint == nil && bare.typeName == nil)
        }
    }

    @Test("What fails is said with the path")
    func errors() throws {
        let missing = SystemError("open", "/nowhere/at all", .noSuchFile)
        #expect(throws: missing) { _ = try MountedFileSystem(of: "/nowhere/at all") }
        Faults.with(.fails("fstatfs", .staleHandle)) {
            let stale = SystemError("examine the file system of", "/", .staleHandle)
            #expect(throws: stale) { _ = try MountedFileSystem(of: "/") }
        }
    }

    private func mounted(
        _ magic: UInt64,
        _ options: String,
        _ rest: String
    ) throws -> MountedFileSystem {
        let line = "1 0 0:5 / /media \(options) - \(rest)"
        let mount = try #require(MountTable(Array(line.utf8)).mounts.first as Mount?)
        var volume = linux_volume()
        volume.magic = magic
        return MountedFileSystem(volume, mount)
    }
}
