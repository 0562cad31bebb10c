internal import Model
public import Platform

/// What only a real directory can tell: whose files there are, its server's clock, and whether its
/// entries can be put on the disk.
struct DirectoryFindings {
    private let volume: DirectoryVolume

    init(_ volume: DirectoryVolume) { self.volume = volume }

    func findings() throws(SystemError) -> [VolumeReport.Finding] {
        let status = try scratchStatus()
        return [
            try directorySync(),
            try otherUsers(than: status.owner),
            DirectoryFindings.clock(of: status.modified, here: .now),
        ]
    }

    /// Of a file made just now: whose it is says who we are to the server, which may not be who we
    /// are here.
    private func scratchStatus() throws(SystemError) -> FileStatus {
        let scratch = volume.root.appending(Layout.temporary) / UniqueName.hidden()
        let file = try OpenFile.create(scratch)
        defer { try? Directory.removeFile(scratch) }
        return try file.status()
    }

    private func directorySync() throws(SystemError) -> VolumeReport.Finding {
        let check = VolumeReport.Check.directorySync
        do throws(SystemError) {
            try OpenFile(volume.root.appending(Layout.temporary), for: .read).sync()
        } catch {
            guard error.errno == .invalidArgument || error.errno == .notSupported else {
                throw error
            }
            return .init(
                check,
                .warning,
                "the entries of a directory cannot be put on the disk by themselves; after a power "
                    + "cut, work that was done may be done again"
            )
        }
        return .init(check, .ok, "the entries of a directory can be put on the disk")
    }

    // MARK: - Other users

    private func otherUsers(than user: UInt32) throws(SystemError) -> VolumeReport.Finding {
        var others = 0
        for directory in try directories() {
            let path = volume.root.appending(directory)
            guard let status = try? Directory.status(of: path), status.owner != user else {
                continue
            }
            others += 1
            if let finding = try foreign(path, status, user) { return finding }
        }
        let text =
            others == 0
            ? "there is no other user's directory yet, so moving another user's files was not tried"
            : "the directories of other users can be changed (\(others) tried)"
        return .init(.otherUsers, .ok, text)
    }

    /// The spool's own, and those of a few jobs: the same umask made the others.
    private func directories() throws(SystemError) -> [Path] {
        let jobs = try volume.list(Layout.jobs).prefix(8).map {
            JobLayout(path: Layout.jobs / $0)
        }
        return Layout.all + jobs.flatMap { $0.tasks.folders + [$0.locks, $0.logs, $0.parts] }
    }

    private func foreign(
        _ path: Path,
        _ status: FileStatus,
        _ user: UInt32
    ) throws(SystemError) -> VolumeReport.Finding? {
        if let finding = DirectoryFindings.sticky(path, status, user) { return finding }
        // Who may make a name in a directory may rename and remove the others in it, too.
        let scratch = path / UniqueName.hidden()
        do throws(SystemError) {
            try OpenFile.create(scratch).close()
            try Directory.removeFile(scratch)
        } catch {
            if error.errno == .noSuchFile { return nil }
            guard VolumeProbe.refusals.contains(error.errno) else { throw error }
            return .init(
                .otherUsers,
                .refusal,
                "user \(user) cannot change \(Quoted.path(path)) of user \(status.owner): "
                    + "\(error.errno)",
                remedy: "run every node as the same user, or in one group with the umask 002 after "
                    + "`chmod -R g+rwX \(ShellWord.quoted(volume.root))`"
            )
        }
        return nil
    }

    /// Where only a file's owner may move it, as in `/tmp`; see unlink(2).
    static func sticky(
        _ path: Path,
        _ status: FileStatus,
        _ user: UInt32
    ) -> VolumeReport.Finding? {
        guard status.permissions & 0o1000 != 0, user != 0 else { return nil }
        return .init(
            .otherUsers,
            .refusal,
            "in \(Quoted.path(path)) of user \(status.owner) nobody may move another user's files",
            remedy: "`chmod -t \(ShellWord.quoted(path))`"
        )
    }

    // MARK: - The clock

    static func clock(of file: FileTime, here: WallTime) -> VolumeReport.Finding {
        let behind = here.seconds - file.seconds
        guard abs(behind) > clockSecondsMax else {
            return .init(.clock, .ok, "the file server's clock agrees with this machine's")
        }
        let direction = behind > 0 ? "ahead of" : "behind"
        return .init(
            .clock,
            .warning,
            "this machine's clock is \(abs(behind)) s \(direction) the file server's; nothing "
                + "depends on it, but the times that are shown are wrong on one of them",
            remedy: "see `timedatectl`"
        )
    }

    /// A busy server may take its time to make a file.
    private static let clockSecondsMax: Int64 = 10
}

extension VolumeReport {
    /// Tries everything, in a spool that was opened: nothing is written anywhere else.
    public init(of volume: DirectoryVolume, holder: Holder) throws(SystemError) {
        let mounted = MountFindings.findings(try MountedFileSystem(of: volume.root))
        guard mounted.allSatisfy({ $0.outcome != .refusal }) else {
            self.init(mounted)
            return
        }
        let tried = try VolumeProbe(volume, holder: holder).run()
        let report = VolumeReport(mounted + tried)
        guard report.isUsable else {
            self = report
            return
        }
        self.init(report.findings + (try DirectoryFindings(volume).findings()))
    }
}
