internal import Model

/// Gathers slices into batches of 1, 2, 4 … 32, and fewer where they are large: the first slices
/// are there to be encoded at once, and later ones cost few directories.
struct BatchBuilder: Sendable {
    private(set) var index = 0
    private(set) var slices: [SlicePlan] = []
    private var bytes: Int64 = 0

    static let slicesMax = 32
    /// Slices that wait to be published take room on the share.
    static let bytesMax: Int64 = 4 << 30

    /// - Parameter packetBytes: Of the slice's packets, which unlike the file's size are known
    ///   without writing it: where batches end must not depend on that.
    mutating func add(_ slice: SlicePlan, packetBytes: Int64) {
        slices.append(slice)
        bytes += packetBytes
    }

    var isFull: Bool {
        slices.count >= min(BatchBuilder.slicesMax, 1 << min(index, 10))
            || bytes >= BatchBuilder.bytesMax
    }

    mutating func next() {
        index += 1
        slices = []
        bytes = 0
    }
}
