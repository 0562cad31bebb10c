internal import Platform

/// The thread of a service; a class, since arrays hold no other owners.
final class ServiceThread {
    private var thread: NamedThread<Void, Never>?

    init(_ name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        thread = try NamedThread(name, body)
    }

    func join() { if let thread = thread.take() { thread.join() } }
}
