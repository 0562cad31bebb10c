internal import Model
internal import Platform

/// What the way in which a file system is mounted means for the spool.
enum MountFindings {
    static func findings(_ system: MountedFileSystem) -> [VolumeReport.Finding] {
        [kind(system), patience(system), version(system), locking(system)].compactMap { $0 }
    }

    private static func kind(_ system: MountedFileSystem) -> VolumeReport.Finding {
        let name = system.typeName ?? "\(system.kind)"
        if system.isReadOnly {
            return .init(
                .fileSystem,
                .refusal,
                "the file system (\(name)) is mounted for reading only",
                remedy: mountRemedy(system, "rw")
            )
        }
        switch system.kind {
        case .tmpfs:
            return .init(
                .fileSystem,
                .warning,
                "the file system (\(name)) is in memory: a restart loses every job on it"
            )
        case .overlay:
            return .init(
                .fileSystem,
                .warning,
                "the file system (\(name)) belongs to a container and goes with it",
                remedy: "mount a volume there"
            )
        case .smb:
            return .init(
                .fileSystem,
                .warning,
                "the file system (\(name)) is served by SMB, on which the spool was not tested",
                remedy: "NFS 4.2 was"
            )
        default:
            return .init(.fileSystem, .ok, "the file system is \(name)")
        }
    }

    private static func patience(_ system: MountedFileSystem) -> VolumeReport.Finding? {
        switch system.answerToSilence {
        case nil: nil
        case .waits: .init(.patience, .ok, "calls wait for a server that does not answer")
        case .fails:
            .init(
                .patience,
                .warning,
                "it is mounted soft: while the server does not answer, calls fail, and data that "
                    + "is being written may be lost without notice",
                remedy: mountRemedy(system, "hard")
            )
        }
    }

    private static func version(_ system: MountedFileSystem) -> VolumeReport.Finding? {
        guard system.kind == .nfs else { return nil }
        let check = VolumeReport.Check.protocolVersion
        guard let version = system.nfsVersion else {
            return .init(
                check,
                .warning,
                "the kernel does not say which version of NFS it is; it is treated as version 3"
            )
        }
        switch version.first {
        case "4": return .init(check, .ok, "NFS has version \(version)")
        case "3":
            return .init(
                check,
                .warning,
                "over NFS 3 a listing can stay old until something is changed in its directory, so "
                    + "each directory is changed before it is listed, which costs time",
                remedy: mountRemedy(system, "vers=4.2")
            )
        default:
            return .init(
                check,
                .refusal,
                "NFS of version \(version) cannot make a file exclusively",
                remedy: mountRemedy(system, "vers=4.2")
            )
        }
    }

    private static func locking(_ system: MountedFileSystem) -> VolumeReport.Finding? {
        guard system.fileSystemOptions.contains("nolock") else { return nil }
        return .init(.locking, .ok, "it is mounted with nolock; the spool takes no such locks")
    }

    /// Most options of NFS cannot be changed while it is mounted, see nfs(5).
    private static func mountRemedy(_ system: MountedFileSystem, _ option: String) -> String {
        guard let point = system.mountPoint else { return "mount it with the option \(option)" }
        let quoted = ShellWord.quoted(point)
        if option == "rw" { return "`mount -o remount,rw \(quoted)`" }
        return "`umount \(quoted)`, and mount it with the option \(option)"
    }
}
