internal import CLinux

/// What the process was started with, as bytes: a `String` would repair names that are not UTF-8.
public enum ProcessInput {
    /// The arguments without the program's own name.
    public static var arguments: [[UInt8]] { Array(strings(linux_arguments()).dropFirst()) }

    /// The environment; of a name that is there twice the first counts, as for getenv(3).
    public static var environment: [[UInt8]: [UInt8]] {
        var variables: [[UInt8]: [UInt8]] = [:]
        for entry in strings(linux_environment()) {
            let parts = entry.split(
                separator: UInt8(ascii: "="),
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            if parts.count == 2, variables[Array(parts[0])] == nil {
                variables[Array(parts[0])] = Array(parts[1])
            }
        }
        return variables
    }

    /// The same for children: what a service manager says is said to this process alone. A child
    /// that knew its socket could speak in our name; see sd_notify(3).
    public static var childEnvironment: [[UInt8]: [UInt8]] { forChildren(environment) }

    static func forChildren(_ environment: [[UInt8]: [UInt8]]) -> [[UInt8]: [UInt8]] {
        environment.filter { !ServiceManager.variables.contains($0.key) }
    }

    /// The strings of a vector that ends with NULL.
    private static func strings(
        _ vector: UnsafePointer<UnsafeMutablePointer<CChar>?>?
    ) -> [[UInt8]] {
        guard var next = vector else { return [] }
        var strings: [[UInt8]] = []
        while let string = next.pointee {
            var length = 0
            while string[length] != 0 { length += 1 }
            strings.append(Array(UnsafeRawBufferPointer(start: string, count: length)))
            next += 1
        }
        return strings
    }
}
