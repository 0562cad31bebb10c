internal import CommandLine

/// Why a command did not do what it was asked for.
struct Failure: Error, Equatable {
    let code: ExitCode
    /// What was attempted, on which path, and why it failed.
    let message: String
    /// A command that helps on.
    let hint: String?

    init(_ code: ExitCode, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    static let configurationHint = "reelmill help configuration"
}
