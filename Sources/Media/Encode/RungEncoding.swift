internal import CFFmpeg
internal import CLibav
internal import Model

/// Encodes and proves one rendition of a slice on a thread of its own.
// Safety: what changes is touched by the thread alone until `join`.
final class RungEncoding: @unchecked Sendable {
    enum Outcome {
        /// Nil when no frame came.
        case made(PartMaking.Made?)
        case failed(MediaFailure)
        /// The frames ended too early, for a reason that is not this rendition's.
        case cutOff
    }

    let making: PartMaking
    private let place: Int
    private let board: LadderBoard
    private var thread: UInt64 = 0
    private var outcome: Outcome?

    /// - Parameter place: Among those on the board.
    init(_ making: PartMaking, _ place: Int, _ board: LadderBoard) {
        (self.making, self.place, self.board) = (making, place, board)
    }

    func start() throws(MediaFailure) {
        let context = Unmanaged.passRetained(self)
        let code = libav_thread_start(&thread, runRungEncoding, context.toOpaque())
        guard code != 0 else { return }
        context.release()
        throw MediaFailure(.resources, "start a thread", nil, libavText(-code))
    }

    /// Waits for the thread; to be called once, and always when it was started.
    func join() -> Outcome {
        _ = libav_thread_join(thread)
        guard let outcome else { preconditionFailure("our bug: the encoding has no outcome") }
        return outcome
    }

    fileprivate func run() {
        outcome = LogCapture.during { _ in encode() }
        // Nobody waits for this one to take frames any more.
        making.feed.stop()
        var failed = true
        if case .made = outcome { failed = false }
        board.end(place, failed: failed)
    }

    private func encode() -> Outcome {
        do throws(MediaFailure) {
            let tell: (TaskEvent) -> Void = { [board, place] event in
                if case .progress(let progress) = event { board.note(place, progress) }
            }
            guard let encoded = try making.encode(tell) else { return .made(nil) }
            return .made(try making.prove(encoded, tell))
        } catch {
            return making.isCutOff ? .cutOff : .failed(error)
        }
    }
}

private func runRungEncoding(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<RungEncoding>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
