internal import Model
internal import Platform

/// What a source was when its job began. A file that is another one meanwhile was encoded half and
/// half, and must not be published.
struct SourceIdentity {
    private let path: Path
    private let status: FileStatus

    init(_ path: Path) throws(MediaFailure) {
        self.path = path
        status = try SourceIdentity.status(path)
        guard status.kind == .regular else {
            throw MediaFailure(.unreadable, "transcode", path, "it is \(status.kind)")
        }
    }

    var bytes: Int64 { Int64(status.size) }
    var file: FileIdentity { status.identity }

    func check() throws(MediaFailure) {
        let now = try SourceIdentity.status(path)
        guard now.identity == status.identity, now.size == status.size,
            now.modified == status.modified
        else {
            throw MediaFailure(
                .changed,
                "publish the result of",
                path,
                "the file was changed while it was encoded",
                remedy: "run it again when the file is whole"
            )
        }
    }

    private static func status(_ path: Path) throws(MediaFailure) -> FileStatus {
        do throws(SystemError) {
            return try Directory.target(of: path)
        } catch {
            throw MediaFailure(error)
        }
    }
}
