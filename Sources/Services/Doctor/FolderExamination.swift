public import Model
internal import Platform

/// Whether a folder can be used for what it is for, found out by doing it.
public struct FolderExamination: Sendable {
    private let subject: String
    private let path: Path

    /// - Parameter subject: What it is for: `input`, `output`.
    public init(_ subject: String, _ path: Path) { (self.subject, self.path) = (subject, path) }

    private var shown: String { Quoted.path(path) }

    /// That it can be listed is all that is asked of an input.
    public func reading() -> [DoctorFinding] {
        do throws(SystemError) {
            let entries = try Directory.entries(of: path)
            guard !entries.isEmpty else {
                return [
                    .init(
                        subject,
                        .warning,
                        "\(shown) is empty: nothing will be encoded, and if a volume belongs there "
                            + "it is not mounted",
                        fix: "mount it, or put a film there"
                    )
                ]
            }
            return [.init(subject, .ok, "\(shown) can be read")]
        } catch {
            return [refusal(error, "list")]
        }
    }

    /// Files are made, named and removed in an output, and in an input whose sources are moved.
    public func writing() -> [DoctorFinding] {
        let scratch = path / UniqueName.hidden()
        let target = path / UniqueName.hidden()
        defer {
            for left in [scratch, target] { try? Directory.removeFile(left) }
        }
        do throws(SystemError) {
            try OpenFile.create(scratch).close()
        } catch {
            return [refusal(error, "make a file in")]
        }
        var findings = [DoctorFinding(subject, .ok, "files can be made in \(shown)")]
        if let finding = naming(scratch, target) { findings.append(finding) }
        return findings
    }

    /// Two results of one name must not replace each other: there is a rename for that, and links
    /// do as well.
    private func naming(_ scratch: Path, _ target: Path) -> DoctorFinding? {
        do throws(SystemError) {
            try Directory.renameExclusively(scratch, to: target)
            return nil
        } catch {
            guard error.errno == .invalidArgument || error.errno == .notSupported else {
                return refusal(error, "rename a file in")
            }
        }
        do throws(SystemError) {
            try Directory.link(scratch, to: target)
            return nil
        } catch {
            return .init(
                subject,
                .warning,
                "\(shown) has neither hard links nor a rename that replaces nothing: a file that "
                    + "somebody else puts there at the very moment of a publication can be replaced"
            )
        }
    }

    /// The file system's own room.
    ///
    /// - Parameter largest: The bytes of the largest source that is to be encoded.
    public func space(largest: UInt64) -> [DoctorFinding] {
        guard let system = try? MountedFileSystem(of: path) else { return [] }
        let space = system.space
        let available = FolderExamination.size(space.availableBytes)
        var findings: [DoctorFinding] = []
        if system.isReadOnly {
            let point = system.mountPoint.map { ShellWord.quoted($0) } ?? "the volume"
            findings.append(
                .init(
                    subject,
                    .failure,
                    "the file system of \(shown) is mounted for reading only",
                    fix: "mount -o remount,rw \(point)"
                )
            )
        }
        let needed = max(largest.multipliedReportingOverflow(by: 2).partialValue, spaceMin)
        if space.availableBytes < needed {
            findings.append(
                .init(
                    subject,
                    .warning,
                    "\(available) are free on the file system of \(shown), and twice the largest "
                        + "source is \(FolderExamination.size(needed)): work may wait for space",
                    fix: "make room, for example by moving results elsewhere"
                )
            )
        } else {
            findings.append(.init(subject, .ok, "\(available) are free"))
        }
        if let files = space.availableFiles, files < FolderExamination.filesMin {
            findings.append(
                .init(
                    subject,
                    .warning,
                    "only \(files) more files can be made on the file system of \(shown), and a "
                        + "long film takes some thousands while it is encoded",
                    fix: "remove files, or make the file system with more inodes"
                )
            )
        }
        return findings
    }

    private func refusal(_ error: SystemError, _ attempt: String) -> DoctorFinding {
        let word = ShellWord.quoted(path)
        switch error.errno {
        case .noSuchFile, .notADirectory:
            return .init(
                subject,
                .failure,
                "there is no folder \(shown)",
                fix: "mount the volume it is on, or make it: mkdir -p \(word)"
            )
        case .accessDenied, .operationNotPermitted:
            return .init(
                subject,
                .failure,
                "cannot \(attempt) \(shown): \(error.errno)\(owners())",
                fix: "give this user the right, or run reelmill as one who has it"
            )
        default:
            return .init(subject, .failure, "cannot \(attempt) \(shown): \(error.errno)")
        }
    }

    /// Whose it is, and who we are.
    private func owners() -> String {
        guard let status = try? Directory.target(of: path), let process = OwnProcess.owner() else {
            return ""
        }
        return "; it belongs to \(status.owner):\(status.group) with mode "
            + "\(String(status.permissions, radix: 8)), and this process is \(process)"
    }

    static func size(_ bytes: UInt64) -> String {
        let tenths = Double(bytes) / 1e9
        return tenths >= 1_000
            ? "\(Figures.decimal(tenths / 1_000, digits: 1)) TB"
            : "\(Figures.decimal(tenths, digits: 1)) GB"
    }

    /// What a spool or an output should have even if only small films are there.
    private var spaceMin: UInt64 { 2_000_000_000 }
    private static let filesMin: UInt64 = 20_000
}
