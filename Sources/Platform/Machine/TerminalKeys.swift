internal import CLinux

/// The keys of a terminal, one at a time and not shown, until this goes away. Keys that send
/// signals still do.
public struct TerminalKeys: ~Copyable {
    private let stream: StandardStream
    // Safety: it is given back once, by the only owner, and nothing else knows it.
    private nonisolated(unsafe) let before: OpaquePointer

    public static func take(of stream: StandardStream) throws(SystemError) -> TerminalKeys {
        var before: OpaquePointer?
        let outcome = Result { () throws(Errno) in
            try systemCall { linux_take_keys(stream.raw, &before) }
        }
        _ = try attempting("take the keys of \(stream.name)") { () throws(Errno) in
            try outcome.get()
        }
        guard let before else { preconditionFailure("a mode comes with success") }
        return TerminalKeys(stream, before)
    }

    private init(_ stream: StandardStream, _ before: OpaquePointer) {
        (self.stream, self.before) = (stream, before)
    }

    /// The terminal may be gone by now, and then there is nothing to give back.
    deinit { _ = linux_give_keys_back(stream.raw, before) }

    /// What was pressed since; empty is that the terminal is gone.
    public borrowing func pressed() throws(SystemError) -> [UInt8] {
        try stream.read(atMost: 64)
    }
}
