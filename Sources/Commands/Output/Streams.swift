internal import Platform

/// Where output goes; a standard stream, or a test.
protocol Sink: Sendable {
    var isTerminal: Bool { get }
    var columns: Int? { get }
    func write(_ bytes: [UInt8]) throws(SystemError)
}

extension StandardStream: Sink {}

/// The streams of one run.
struct Streams: Sendable {
    let output: any Sink
    let errors: any Sink
    /// Whether somebody may be there to answer.
    let inputIsTerminal: Bool

    static var standard: Streams {
        Streams(
            output: StandardStream.output,
            errors: StandardStream.error,
            inputIsTerminal: StandardStream.input.isTerminal
        )
    }
}

/// A result could not be written to where it was asked for.
struct OutputError: Error {
    let cause: SystemError
}
