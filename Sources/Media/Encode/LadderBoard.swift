internal import CFFmpeg
internal import CLibav
internal import Model
private import Synchronization

/// How far the renditions of a slice are, for the one thread that tells of it.
// Safety: libav's message queue has its own lock; the pointer to it never changes.
final class LadderBoard: @unchecked Sendable {
    private struct Entry {
        var encoding: TaskProgress?
        var proving: TaskProgress?
        var hasEnded = false
    }

    private let entries: Mutex<[Entry]>
    private let hasFailed = Mutex(false)
    /// Rung when something is new; what it is stands on the board.
    private let bell: OpaquePointer

    init(_ count: Int) throws(MediaFailure) {
        entries = Mutex(Array(repeating: Entry(), count: count))
        var bell: OpaquePointer?
        try libav("make a queue for messages", nil, as: .resources) {
            av_thread_message_queue_alloc(&bell, UInt32(2 * count), 1)
        }
        self.bell = try libavMemory(bell, "make a queue for messages")
    }

    deinit {
        var bell: OpaquePointer? = bell
        av_thread_message_queue_free(&bell)
    }

    func note(_ place: Int, _ progress: TaskProgress) {
        entries.withLock { entries in
            if progress.stage == .proving {
                entries[place].proving = progress
            } else {
                entries[place].encoding = progress
            }
        }
        ring()
    }

    func end(_ place: Int, failed: Bool) {
        if failed { hasFailed.withLock { $0 = true } }
        entries.withLock { $0[place].hasEnded = true }
        ring()
    }

    /// Waits for something new; false when all have ended.
    func wait() -> Bool {
        if entries.withLock({ $0.allSatisfy(\.hasEnded) }) { return false }
        var message: UInt8 = 0
        av_thread_message_queue_recv(bell, &message, 0)
        return true
    }

    var isBroken: Bool { hasFailed.withLock(\.self) }

    /// Frames are those of the first rendition, which is the largest; bytes are everybody's, and
    /// the film is done as far as the last of those at work is.
    var progress: TaskProgress? {
        entries.withLock { entries in
            let stage: TaskProgress.Stage =
                entries.allSatisfy { $0.proving != nil } ? .proving : .encoding
            let all = entries.compactMap { stage == .proving ? $0.proving : $0.encoding }
            guard var sum = all.first, all.count == entries.count else { return nil }
            sum.bytes = all.reduce(0) { $0 + $1.bytes }
            // What was told last of one that has ended may not be its end.
            let atWork = zip(all, entries).filter { !$1.hasEnded }.map { $0.0 }
            let done = (atWork.isEmpty ? all : atWork).map { $0.outputMilliseconds }
            sum.outputMilliseconds = done.min() ?? 0
            sum.elapsedMilliseconds = all.reduce(0) { max($0, $1.elapsedMilliseconds) }
            return sum
        }
    }

    private func ring() {
        var message: UInt8 = 0
        // Full is as good as rung.
        av_thread_message_queue_send(bell, &message, UInt32(AV_THREAD_MESSAGE_NONBLOCK.rawValue))
    }
}
