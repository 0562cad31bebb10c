public import Model
public import Platform
public import Spool

/// Whether a source is still what it was when its job was taken in.
public enum SourceState: Hashable, Sendable {
    case same
    /// Somebody wrote into it or put another file in its place.
    case changed(String)
    case missing
    /// It could not be looked at for now, by trouble of the storage.
    case unknown(SystemError)
}

/// Looks at sources. What a film is, is told by its size and by samples of its content; the time of
/// modification only spares reading them.
public enum SourceCheck {
    public static func state(
        of source: JobOrder.SourceFile,
        at path: Path
    ) -> SourceState {
        do throws(SystemError) {
            let kind = try Directory.status(of: path).kind
            guard kind == .regular else { return .changed("it is \(kind) now") }
            // Opening asks a server anew, where what is known of a name can be a minute old.
            let status = try OpenFile(path, for: .readRegular).status()
            guard status.size == source.bytes else {
                return .changed("it had \(source.bytes) bytes and has \(status.size)")
            }
            let isUntouched =
                status.modified.seconds == source.modifiedSeconds
                && status.modified.nanoseconds == source.modifiedNanoseconds
            if isUntouched { return .same }
            let sample = try sample(of: path, bytes: status.size)
            return sample == source.sample ? .same : .changed("its content is another")
        } catch {
            switch error.errno {
            case .noSuchFile, .notADirectory: return .missing
            default: return .unknown(error)
            }
        }
    }

    /// A hash of the size and of three stretches of the content, in hexadecimal.
    public static func sample(of path: Path, bytes: UInt64) throws(SystemError) -> String {
        try sample(of: path, bytes: bytes, stretch: stretchBytes)
    }

    /// - Parameter stretch: How many bytes each of the three has at most.
    static func sample(
        of path: Path,
        bytes: UInt64,
        stretch: Int
    ) throws(SystemError) -> String {
        let file = try OpenFile(path, for: .readRegular)
        let length = UInt64(stretch)
        let middle = bytes > 2 * length ? bytes / 2 : length
        let last = bytes > length ? bytes - length : 0
        var content = Array("\(bytes)".utf8)
        for start in [0, middle, last] where start < max(bytes, 1) {
            content += try file.read(atMost: stretch, at: start)
        }
        return StableHash.hexadecimal(content)
    }

    static let stretchBytes = 1 << 20
}
