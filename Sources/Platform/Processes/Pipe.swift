internal import CLinux

/// The two ends of a new pipe; whoever still holds the one keeps the other from its end.
struct Pipe: ~Copyable {
    let reading: Descriptor
    let writing: Descriptor

    init() throws(Errno) {
        var ends: (Int32, Int32) = (-1, -1)
        _ = try withUnsafeMutablePointer(to: &ends) { pair -> Result<Int32, Errno> in
            pair.withMemoryRebound(to: Int32.self, capacity: 2) { numbers in
                do throws(Errno) {
                    return .success(try systemCall { linux_pipe(numbers) })
                } catch {
                    return .failure(error)
                }
            }
        }.get()
        reading = Descriptor(owning: ends.0)
        writing = Descriptor(owning: ends.1)
    }
}

/// A descriptor that several children can be given; closed when the last of its holders lets go.
public final class SharedDescriptor: Sendable {
    let descriptor: Descriptor

    public init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
    public init(_ file: consuming OpenFile) { descriptor = file.descriptor }
}
