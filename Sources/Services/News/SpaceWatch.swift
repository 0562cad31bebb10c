internal import Model

/// Which volumes are short of room: each is told once, and again only when there was room
/// meanwhile.
struct SpaceWatch {
    private var low: Set<String> = []

    /// - Returns: What is to be told now.
    mutating func note(_ volumes: [VolumeReading]) -> [String] {
        volumes.compactMap { volume in
            // Nothing is written to the input, and a volume that is away says nothing of its room.
            guard volume.name != "input", volume.isAnswering, let total = volume.totalBytes,
                let free = volume.freeBytes
            else { return nil }
            let limit = SpaceWatch.limit(of: total)
            if free >= limit + limit / 4 { low.remove(volume.name) }
            guard free < limit, low.insert(volume.name).inserted else { return nil }
            return "the volume of the \(volume.name) has \(Amount.size(Int64(clamping: free))) "
                + "free of \(Amount.size(Int64(clamping: total)))"
        }
    }

    /// Twice of what is kept free when films are cut, so that people know before work stops.
    static func limit(of total: UInt64) -> UInt64 { 2 * SplitWork.bytesKept(of: total) }
}
