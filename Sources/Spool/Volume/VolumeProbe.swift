internal import Model
public import Platform

/// Finds out what a volume can do by doing it, in a directory of its own that is gone afterwards.
///
/// What cannot be done is a finding; trouble, such as a full disk, is an error: the answer may be
/// another one later.
public struct VolumeProbe {
    private let volume: any Volume
    private let place: Path

    public init(_ volume: some Volume, holder: Holder, number: Int = 0) {
        self.volume = volume
        place = Layout.temporary / FileName("\(holder.text).probe-\(number)")
    }

    public func run() throws(SystemError) -> [VolumeReport.Finding] {
        do throws(SystemError) {
            try volume.makeDirectory(place)
        } catch {
            guard VolumeProbe.refusals.contains(error.errno) else { throw error }
            return [
                .init(
                    .writing,
                    .refusal,
                    "\(error)",
                    remedy: "every node must be able to write to all of the spool"
                )
            ]
        }
        let findings: [VolumeReport.Finding]
        do throws(SystemError) {
            findings = try tried()
        } catch {
            try? clear()
            throw error
        }
        try clear()
        return findings
    }

    private func tried() throws(SystemError) -> [VolumeReport.Finding] {
        let writing = VolumeReport.Finding(.writing, .ok, "files and directories can be made")
        return [
            writing, try exclusiveCreation(), try hardLinks(), try renameOver(),
            try renameBetween(), try directoryRename(),
        ]
    }

    private func exclusiveCreation() throws(SystemError) -> VolumeReport.Finding {
        try volume.create(place / "once", VolumeProbe.first)
        let isExclusive =
            try failure { () throws(SystemError) in
                try volume.create(place / "once", VolumeProbe.second)
            } == .exists
        guard isExclusive, try holds("once", VolumeProbe.first) else {
            return .init(
                .exclusiveCreation,
                .refusal,
                "a file that is there can be made again, so two nodes could own one lock file",
                remedy: VolumeProbe.otherVolume
            )
        }
        return .init(.exclusiveCreation, .ok, "a file is made once")
    }

    private func hardLinks() throws(SystemError) -> VolumeReport.Finding {
        let check = VolumeReport.Check.hardLinks
        try volume.create(place / "named", VolumeProbe.first)
        let refused = try failure { () throws(SystemError) in
            try volume.link(place / "named", to: place / "linked")
        }
        if let refused {
            return .init(
                check,
                .refusal,
                "a file cannot have a second name: \(refused)",
                remedy: VolumeProbe.otherVolume
            )
        }
        let isExclusive =
            try failure { () throws(SystemError) in
                try volume.link(place / "once", to: place / "linked")
            } == .exists
        guard isExclusive, try holds("linked", VolumeProbe.first) else {
            return .init(
                check,
                .refusal,
                "a second name can be given to two files, so two nodes could own one result",
                remedy: VolumeProbe.otherVolume
            )
        }
        return .init(check, .ok, "a file can have a second name, and a name is given once")
    }

    private func renameOver() throws(SystemError) -> VolumeReport.Finding {
        try volume.create(place / "old", VolumeProbe.first)
        try volume.create(place / "new", VolumeProbe.second)
        let refused = try failure { () throws(SystemError) in
            try volume.rename(place / "new", to: place / "old")
        }
        guard refused == nil, try holds("old", VolumeProbe.second), try !isListed("new") else {
            let why = refused.map { ": \($0)" } ?? ""
            return .init(
                .renameOver,
                .refusal,
                "a file cannot take the place of another\(why)",
                remedy: VolumeProbe.otherVolume
            )
        }
        return .init(.renameOver, .ok, "a file can take the place of another")
    }

    private func renameBetween() throws(SystemError) -> VolumeReport.Finding {
        try volume.makeDirectory(place / "there")
        try volume.create(place / "token", [])
        let moved = (place / "there") / "token"
        let refused = try failure { () throws(SystemError) in
            try volume.rename(place / "token", to: moved)
        }
        guard refused == nil, try !isListed("token"), try isListed("token", in: place / "there")
        else {
            let why = refused.map { ": \($0)" } ?? ""
            return .init(
                .renameBetween,
                .refusal,
                "a file cannot be moved from one directory to another\(why)",
                remedy: "the whole spool must lie on one file system"
            )
        }
        return .init(.renameBetween, .ok, "a file can be moved from one directory to another")
    }

    private func directoryRename() throws(SystemError) -> VolumeReport.Finding {
        let check = VolumeReport.Check.directoryRename
        try volume.makeDirectory(place / "made")
        try volume.create((place / "made") / "a", VolumeProbe.first)
        let refused = try failure { () throws(SystemError) in
            try volume.rename(place / "made", to: place / "batch")
        }
        try volume.makeDirectory(place / "late")
        try volume.create((place / "late") / "b", VolumeProbe.second)
        let second = try failure { () throws(SystemError) in
            try volume.rename(place / "late", to: place / "batch")
        }
        let isRefused = second == .notEmpty || second == .exists
        guard refused == nil, isRefused, try isListed("a", in: place / "batch") else {
            let why = refused.map { "a directory cannot be renamed: \($0)" }
            return .init(
                check,
                .refusal,
                why ?? "a directory can be renamed onto one that has something in it",
                remedy: VolumeProbe.otherVolume
            )
        }
        return .init(check, .ok, "a directory is published once")
    }

    // MARK: - Looking

    /// The error, where it is an answer and no trouble.
    private func failure(
        _ body: () throws(SystemError) -> Void
    ) throws(SystemError) -> Errno? {
        do throws(SystemError) {
            try body()
            return nil
        } catch {
            let isAnswer = VolumeProbe.refusals.contains(error.errno)
            guard isAnswer || error.errno == .exists || error.errno == .notEmpty else {
                throw error
            }
            return error.errno
        }
    }

    private func holds(_ name: FileName, _ bytes: [UInt8]) throws(SystemError) -> Bool {
        try volume.read(place / name, limit: 64) == bytes
    }

    private func isListed(_ name: FileName) throws(SystemError) -> Bool {
        try isListed(name, in: place)
    }

    private func isListed(_ name: FileName, in directory: Path) throws(SystemError) -> Bool {
        try volume.list(directory).contains(name)
    }

    /// Everything the probe may have made, however far it came.
    private func clear() throws(SystemError) {
        for name: FileName in ["there", "made", "late", "batch"] {
            let directory = place / name
            for inner: FileName in ["token", "a", "b"] {
                try unlessMissing { () throws(SystemError) in try volume.remove(directory / inner) }
            }
            try unlessMissing { () throws(SystemError) in try volume.removeDirectory(directory) }
        }
        for name: FileName in ["once", "named", "linked", "old", "new", "token"] {
            try unlessMissing { () throws(SystemError) in try volume.remove(place / name) }
        }
        try unlessMissing { () throws(SystemError) in try volume.removeDirectory(place) }
    }

    private func unlessMissing(
        _ body: () throws(SystemError) -> Void
    ) throws(SystemError) {
        do throws(SystemError) { try body() } catch {
            guard error.errno == .noSuchFile else { throw error }
        }
    }

    private static let first = Array("first".utf8)
    private static let second = Array("second".utf8)
    private static let otherVolume =
        "put the spool on another file system, such as ext4, XFS or NFS"

    /// What a file system answers that cannot do something, or does not let this user.
    static let refusals: Set<Errno> = [
        .operationNotPermitted, .accessDenied, .notSupported, .invalidArgument, .notImplemented,
        .tooManyLinks, .crossDevice, .readOnlyFileSystem,
    ]
}
