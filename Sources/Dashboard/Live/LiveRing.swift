/// The last messages, for those who come back.
struct LiveRing {
    private var messages: [[UInt8]] = []
    /// Where the oldest lies in the list.
    private var start = 0
    private var bytes = 0
    /// The number of the last message; the first one has 1.
    private(set) var count: UInt64 = 0
    private let countMax: Int
    private let bytesMax: Int

    init(countMax: Int, bytesMax: Int) { (self.countMax, self.bytesMax) = (countMax, bytesMax) }

    mutating func append(_ message: [UInt8]) {
        messages.append(message)
        bytes += message.count
        count += 1
        while messages.count - start > countMax || (bytes > bytesMax && messages.count - start > 1)
        {
            bytes -= messages[start].count
            messages[start] = []
            start += 1
        }
        // Moved down now and then alone.
        guard start > countMax else { return }
        messages.removeFirst(start)
        start = 0
    }

    /// What came behind the message of a number; nil where some of it is gone, or is yet to come.
    func messages(behind number: UInt64) -> ArraySlice<[UInt8]>? {
        guard number <= count, count - number <= UInt64(messages.count - start) else { return nil }
        return messages.suffix(Int(count - number))
    }
}
