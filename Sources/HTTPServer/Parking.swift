internal import CMicroHTTPD
private import Synchronization

/// Sets a connection aside until somebody wakes it, once for each time: the library must neither
/// resume what it did not suspend, nor stop while anything is suspended.
final class Parking: Sendable {
    private struct State {
        var isParked = false
        /// Woken while it was not set aside: the next attempt is not to wait.
        var isWoken = false
        var isOver = false
    }

    private let state = Mutex(State())
    // Safety: the library's own handle, which stays valid until the request is told completed;
    // `end` is called then, and behind it nothing touches the handle.
    private nonisolated(unsafe) let connection: OpaquePointer

    init(_ connection: OpaquePointer) { self.connection = connection }

    /// To be called in a callback of the library for this connection only.
    ///
    /// - Returns: False when it was woken meanwhile.
    func park() -> Bool {
        state.withLock { state in
            if state.isOver || state.isWoken {
                state.isWoken = false
                return false
            }
            state.isParked = true
            MHD_suspend_connection(connection)
            return true
        }
    }

    /// From any thread.
    func wake() {
        state.withLock { state in
            if state.isOver { return }
            guard state.isParked else { return state.isWoken = true }
            state.isParked = false
            MHD_resume_connection(connection)
        }
    }

    /// What was woken before does not count.
    func forgetWaking() { state.withLock { $0.isWoken = false } }

    func end() { state.withLock { $0.isOver = true } }
}
