/// What kind of file system it is, by the number statfs(2) gives.
public enum FileSystemKind: Hashable, Sendable {
    case ext
    case xfs
    case btrfs
    case zfs
    case tmpfs
    case overlay
    case nfs
    /// What Windows and Samba serve, by any of the three drivers Linux has had for it.
    case smb
    /// A program's file system, `sshfs` and the like by name; nil where it does not say which.
    case fuse(subtype: String?)
    case plan9
    case fat
    case exfat
    case other(magic: UInt64)

    /// - Parameter typeName: As mountinfo has it, for example `fuse.sshfs`.
    init(magic: UInt64, typeName: String?) {
        if magic == FileSystemKind.fuseMagic {
            self = .fuse(subtype: typeName.flatMap(FileSystemKind.fuseSubtype))
        } else {
            self = FileSystemKind.byMagic[magic] ?? .other(magic: magic)
        }
    }

    private static let fuseMagic: UInt64 = 0x6573_5546

    /// From <linux/magic.h> and, where that has none, from the drivers.
    private static let byMagic: [UInt64: FileSystemKind] = [
        0xef53: .ext,
        0x5846_5342: .xfs,
        0x9123_683e: .btrfs,
        0x2fc1_2fc1: .zfs,
        0x0102_1994: .tmpfs,
        0x794c_7630: .overlay,
        0x6969: .nfs,
        0x517b: .smb,
        0xff53_4d42: .smb,
        0xfe53_4d42: .smb,
        0x0102_1997: .plan9,
        0x4d44: .fat,
        0x2011_bab0: .exfat,
    ]

    /// `fuse.sshfs` is `sshfs`; `fuseblk` (ntfs-3g, for one) and `virtiofs` are themselves; plain
    /// `fuse` says nothing.
    private static func fuseSubtype(_ typeName: String) -> String? {
        guard let dot = typeName.firstIndex(of: ".") else {
            return typeName == "fuse" ? nil : typeName
        }
        return String(typeName[typeName.index(after: dot)...])
    }
}

/// Where the files are.
enum FileSystemReach: Hashable, Sendable {
    /// On this machine, and every change goes through this mount's own kernel.
    case local
    /// On this machine, but others can change them behind the mount's back.
    case layered
    /// On other machines too, or on the host of this virtual machine.
    case network

    init(_ kind: FileSystemKind, typeName: String?) {
        switch kind {
        case .nfs, .smb, .plan9: self = .network
        case .fuse(let subtype): self = FileSystemReach(fuse: subtype ?? "")
        case .other:
            self = FileSystemReach.networkTypes.contains(typeName ?? "") ? .network : .local
        default: self = .local
        }
    }

    /// A FUSE file system that is not known counts as a network: polling costs little, and changes
    /// that are never noticed cost much.
    private init(fuse subtype: String) {
        if FileSystemReach.localFuse.contains(subtype) {
            self = .local
        } else {
            self = FileSystemReach.layeredFuse.contains(subtype) ? .layered : .network
        }
    }

    private static let networkTypes: Set<String> = [
        "ceph", "lustre", "afs", "coda", "gfs2", "ocfs2", "beegfs", "gpfs", "orangefs", "pvfs2",
        "vboxsf", "vmhgfs", "prl_fs", "ncpfs",
    ]
    private static let localFuse: Set<String> = [
        "fuseblk", "ntfs-3g", "exfat", "ext2", "fuse2fs", "apfs", "zfs-fuse",
    ]
    private static let layeredFuse: Set<String> = [
        "mergerfs", "unionfs", "unionfs-fuse", "mhddfs", "bindfs", "encfs", "gocryptfs", "cryfs",
        "fuse-overlayfs", "lxcfs", "shfs",
    ]
}
