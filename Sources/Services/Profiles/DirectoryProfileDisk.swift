public import Model
internal import Platform
public import Profiles

/// The lookup of profiles on real folders. Everything blocks, so it belongs on a thread of its
/// owner's.
public struct DirectoryProfileDisk: ProfileDisk {
    public init() {}

    public func look(at path: Path) -> ProfileLook {
        do throws(SystemError) {
            let status = try Directory.target(of: path)
            switch status.kind {
            case .regular: return .file(FileStamp(status))
            case .directory: return .folder
            default: return .other(status.kind.description)
            }
        } catch {
            // What nothing can be called is not there: with an ending of its own behind it a film's
            // name may be too long for a file.
            let isMissing = error.isMissing || error.errno == .nameTooLong
            guard isMissing || error.errno == .tooManySymlinks else {
                return .failed(ProfileTrouble(error))
            }
            // Of a link the target is missing, not the link.
            let link = try? Directory.status(of: path)
            guard link?.kind == .symbolicLink else { return .missing }
            return .danglingLink(try? Directory.symbolicLinkTarget(of: path))
        }
    }

    public func read(_ path: Path, limit: Int) -> ProfileContent {
        do throws(SystemError) {
            let file = try OpenFile(path, for: .readRegular)
            let before = FileStamp(try file.status())
            let bytes = try file.readAll(limit: limit)
            return .bytes(bytes, before: before, after: FileStamp(try file.status()))
        } catch {
            if error.isMissing { return .missing }
            return error.errno == .fileTooLarge ? .tooLong : .failed(ProfileTrouble(error))
        }
    }

    public func list(_ folder: Path) throws(ProfileTrouble) -> [ProfileEntry]? {
        do throws(SystemError) {
            return try Directory.entries(of: folder).map {
                ProfileEntry($0.name, ProfileEntry.Kind($0.kind))
            }
        } catch {
            if error.isMissing { return nil }
            throw ProfileTrouble(error)
        }
    }

    public var now: WallTime { .now }
}

extension ProfileTrouble {
    /// With no more of the path than a message should hold.
    fileprivate init(_ error: SystemError) {
        let what = error.path.map { " \(Quoted.path($0))" } ?? ""
        self.init(
            "cannot \(error.attempt)\(what): \(error.errno)",
            isDenied: error.errno == .accessDenied || error.errno == .operationNotPermitted
        )
    }
}

extension FileStamp {
    init(_ status: FileStatus) {
        self.init(
            device: status.identity.device,
            inode: status.identity.inode,
            size: status.size,
            modified: status.modified.total,
            changed: status.changed.total
        )
    }
}

extension FileTime {
    /// In nanoseconds; a FUSE server may answer any number of seconds.
    fileprivate var total: Int64 {
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        return scaled.addingReportingOverflow(Int64(nanoseconds)).partialValue
    }
}

extension ProfileEntry.Kind {
    fileprivate init(_ kind: FileKind?) {
        switch kind {
        case .regular: self = .file
        case .directory: self = .folder
        case .symbolicLink: self = .link
        case nil: self = .unknown
        default: self = .other
        }
    }
}
