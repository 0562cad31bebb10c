internal import CFFmpeg
internal import CLibav
internal import Model

/// Frames on their way from the thread that decodes to the one that encodes, a few at a time.
// Safety: libav's message queue has its own lock; the pointer to it never changes.
final class FrameQueue: @unchecked Sendable {
    private let queue: OpaquePointer

    enum Received { case frame, end, failed }

    /// Frames of 4K in ten bits have 25 MB each.
    static let framesMax: UInt32 = 8

    init() throws(MediaFailure) {
        var queue: OpaquePointer?
        let size = MemoryLayout<UnsafeMutablePointer<AVFrame>?>.size
        try libav("make a queue for frames", nil, as: .resources) {
            av_thread_message_queue_alloc(&queue, FrameQueue.framesMax, UInt32(size))
        }
        self.queue = try libavMemory(queue, "make a queue for frames")
        av_thread_message_queue_set_free_func(self.queue, freeQueuedFrame)
    }

    deinit {
        var queue: OpaquePointer? = queue
        av_thread_message_queue_free(&queue)
    }

    /// Waits for a place. The picture goes over and leaves the frame empty; false when nobody
    /// receives any more.
    func send(_ frame: Frame) throws(MediaFailure) -> Bool {
        var message: UnsafeMutablePointer<AVFrame>? = try libavMemory(
            av_frame_alloc(),
            "make a frame"
        )
        av_frame_move_ref(message, frame.handle)
        if av_thread_message_queue_send(queue, &message, 0) >= 0 { return true }
        av_frame_free(&message)
        return false
    }

    /// Waits for a frame, or for the end.
    func receive(into frame: Frame) -> Received {
        var message: UnsafeMutablePointer<AVFrame>?
        let code = av_thread_message_queue_recv(queue, &message, 0)
        guard code >= 0 else { return code == reelmill_error_end ? .end : .failed }
        frame.clear()
        av_frame_move_ref(frame.handle, message)
        av_frame_free(&message)
        return .frame
    }

    /// What was sent is still received.
    func endSending(failed: Bool) {
        let code = failed ? reelmill_error_invalid_data : reelmill_error_end
        av_thread_message_queue_set_err_recv(queue, code)
    }

    /// Lets go of what is in the queue, and of whoever waits to send.
    func stopReceiving() {
        av_thread_message_queue_set_err_send(queue, reelmill_error_end)
        av_thread_message_flush(queue)
    }
}

private func freeQueuedFrame(_ message: UnsafeMutableRawPointer?) {
    let frame = message?.assumingMemoryBound(to: UnsafeMutablePointer<AVFrame>?.self)
    av_frame_free(frame)
}
