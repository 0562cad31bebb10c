import Model
import Platform

/// Prints what each path is mounted as.
enum VolumeProbe {
    static func run(_ arguments: [[UInt8]]) throws {
        for path in arguments.compactMap({ Path(bytes: $0) }) {
            let system = try MountedFileSystem(of: path)
            let source = ReadableBytes.escaped(system.source)
            let point = system.mountPoint.map { "\($0)" } ?? "-"
            print(system.kind, source, system.isReadOnly ? "ro" : "rw", point)
        }
    }
}
