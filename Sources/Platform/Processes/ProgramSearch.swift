internal import CLinux
public import Model

/// Looks a program up as a shell does.
public enum ProgramSearch {
    /// Where a program of this name may be, in order. A name with a slash is a path already. Empty
    /// and relative entries of `PATH` are passed over: what is run must not depend on where we
    /// stand.
    public static func candidates(for name: Path, inPATH path: [UInt8]) -> [Path] {
        if name.bytes.contains(UInt8(ascii: "/")) { return [name] }
        return path.split(separator: UInt8(ascii: ":"))
            .compactMap { Path(bytes: $0) }
            .filter(\.isAbsolute)
            .map { $0.appending(name) }
    }

    /// The first that we may execute; nil when there is none.
    public static func find(_ name: Path, inPATH path: [UInt8]) -> Path? {
        candidates(for: name, inPATH: path).first(where: isProgram)
    }

    /// A file that we may execute; whether the kernel knows its format shows only when it is
    /// started.
    public static func isProgram(_ path: Path) -> Bool {
        guard let status = try? Directory.target(of: path), status.kind == .regular else {
            return false
        }
        let allowed = try? path.withCString { cPath throws(Errno) in
            try systemCall { linux_may_execute(cPath) }
        }
        return allowed != nil
    }
}
