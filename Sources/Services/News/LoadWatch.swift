internal import Platform

/// Whether a machine has had more to do than it can for a while: told once, and again only behind a
/// time when it had not.
struct LoadWatch {
    private var highSince: MonotonicTime?
    private var isTold = false

    /// - Parameter load: Threads that wanted to run, over the last minute.
    /// - Returns: Whether it is to be told now.
    mutating func note(_ load: Double, cores: Int, at now: MonotonicTime) -> Bool {
        guard load > LoadWatch.perCoreMax * Double(max(1, cores)) else {
            self = LoadWatch()
            return false
        }
        let since = highSince ?? now
        highSince = since
        guard !isTold, now - since >= LoadWatch.patience else { return false }
        isTold = true
        return true
    }

    /// Encoders ask for more threads than there are cores; one and a half is more than they gain
    /// by.
    static let perCoreMax = 1.5
    static let patience = Duration.seconds(300)
}
