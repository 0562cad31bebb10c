internal import CLinux

/// What the process was started with, as bytes: a `String` would repair names that are not UTF-8.
public enum ProcessInput {
    /// The arguments without the program's own name.
    public static var arguments: [[UInt8]] {
        let vector = UnsafeBufferPointer(
            start: Swift.CommandLine.unsafeArgv,
            count: Int(Swift.CommandLine.argc)
        )
        return vector.dropFirst().compactMap { $0.map { bytes(of: $0) } }
    }

    /// The environment; of a name that is there twice the first counts, as for getenv(3).
    public static var environment: [[UInt8]: [UInt8]] {
        var variables: [[UInt8]: [UInt8]] = [:]
        guard var next = linux_environment() else { return [:] }
        while let entry = next.pointee {
            let parts = bytes(of: entry).split(
                separator: UInt8(ascii: "="),
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            if parts.count == 2, variables[Array(parts[0])] == nil {
                variables[Array(parts[0])] = Array(parts[1])
            }
            next += 1
        }
        return variables
    }

    private static func bytes(of text: UnsafePointer<CChar>) -> [UInt8] {
        var length = 0
        while text[length] != 0 { length += 1 }
        return Array(UnsafeRawBufferPointer(start: text, count: length))
    }
}
