/// What events are called for people. In the spool all tokens are tasks; what people see of a film
/// are its slices, and so the tasks that are slices are told as such.
public enum EventNames {
    /// - Parameters:
    ///   - kind: As in the spool, for example `task.done`.
    ///   - attempt: As in the spool, for example `v00012.1.pi4_2f`.
    /// - Returns: For example `slice.done`.
    public static func shown(_ kind: String, attempt: String?) -> String {
        guard kind.hasPrefix(taskPrefix), let attempt, isSlice(attempt) else { return kind }
        return slicePrefix + kind.dropFirst(taskPrefix.count)
    }

    /// What is kept under a name that people use: the kind in the spool, and whether it has to be,
    /// or must not be, of a slice; nil is either.
    public static func kept(_ shown: String) -> (kind: String, isOfSlice: Bool?) {
        if shown.hasPrefix(slicePrefix) {
            return (taskPrefix + shown.dropFirst(slicePrefix.count), true)
        }
        return shown.hasPrefix(taskPrefix) ? (shown, false) : (shown, nil)
    }

    /// Slices are `v` and their number.
    private static func isSlice(_ attempt: String) -> Bool {
        let bytes = attempt.utf8
        guard bytes.first == UInt8(ascii: "v"), let second = bytes.dropFirst().first else {
            return false
        }
        return Measure.isDigit(second)
    }

    private static let taskPrefix = "task."
    private static let slicePrefix = "slice."
}
