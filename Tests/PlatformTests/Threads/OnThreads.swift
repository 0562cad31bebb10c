import Platform

/// Runs the body on so many threads at once and waits for them all; the first error is thrown.
func onThreads(_ count: Int, _ body: @escaping @Sendable () throws -> Void) throws {
    guard count > 0 else { return }
    let thread = try NamedThread("test \(count)", body)
    let others = Result { try onThreads(count - 1, body) }
    try thread.join()
    try others.get()
}
