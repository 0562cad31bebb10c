internal import Model

/// One packet in a fragment.
struct FragmentSample {
    var duration: Int64
    var bytes: Int
    var isKey: Bool
    /// By how much it is shown later than it is decoded.
    var offset: Int64
}

/// The box before the packets of a segment.
///
/// No packet is shown before it is decoded: ffmpeg moves pictures for which that is otherwise.
struct FragmentHead {
    var sequence: UInt32
    var start: Int64
    var samples: [FragmentSample]

    /// With the head of the box of the packets behind it.
    var bytes: [UInt8] {
        var head = BoxBytes()
        var offsetPlace = 0
        head.box("moof") { moof in
            moof.fullBox("mfhd") { $0.add(sequence) }
            moof.box("traf") { traf in
                addTrackHead(&traf)
                traf.fullBox("tfdt", version: 1) { $0.add(UInt64(start)) }
                addRun(&traf, &offsetPlace)
            }
        }
        let packets = samples.reduce(8) { $0 + $1.bytes }
        head.set(UInt32(head.bytes.count + 8), at: offsetPlace)
        head.add(UInt32(packets))
        head.add("mdat".utf8)
        return head.bytes
    }

    private var commonDuration: Int64? {
        guard let first = samples.first, samples.allSatisfy({ $0.duration == first.duration })
        else {
            return nil
        }
        return first.duration
    }

    private var isAllKey: Bool { samples.allSatisfy(\.isKey) }
    private var isInOrder: Bool { samples.allSatisfy { $0.offset == 0 } }

    private func addTrackHead(_ traf: inout BoxBytes) {
        let duration = commonDuration
        var flags: UInt32 = 0x02_0000
        if duration != nil { flags |= 0x08 }
        if isAllKey { flags |= 0x20 }
        traf.fullBox("tfhd", flags: flags) { head in
            head.add(UInt32(1))
            if let duration { head.add(UInt32(duration)) }
            if isAllKey { head.add(keyFlags) }
        }
    }

    private func addRun(_ traf: inout BoxBytes, _ offsetPlace: inout Int) {
        let (hasDurations, hasFlags, hasOffsets) = (commonDuration == nil, !isAllKey, !isInOrder)
        var flags: UInt32 = 0x201
        if hasDurations { flags |= 0x100 }
        if hasFlags { flags |= 0x400 }
        if hasOffsets { flags |= 0x800 }
        var place = 0
        traf.fullBox("trun", version: hasOffsets ? 1 : 0, flags: flags) { run in
            run.add(UInt32(samples.count))
            place = run.bytes.count
            run.add(UInt32(0))
            for sample in samples {
                if hasDurations { run.add(UInt32(sample.duration)) }
                run.add(UInt32(sample.bytes))
                if hasFlags { run.add(sample.isKey ? keyFlags : otherFlags) }
                if hasOffsets { run.add(Int32(sample.offset)) }
            }
        }
        offsetPlace = place
    }

    /// It refers to no other, and is a place to begin at.
    private var keyFlags: UInt32 { 0x0200_0000 }
    private var otherFlags: UInt32 { 0x0101_0000 }
}

/// Where the segments of a file are, for players that ask for ranges of it.
struct SegmentIndex {
    struct Entry {
        var bytes: Int
        var duration: Int64
    }

    var timeScale: Int64
    var start: Int64
    var entries: [Entry]
    /// Room for so many entries is filled up, since it was left before they were known.
    var room: Int

    static func bytes(forRoom room: Int) -> Int { 40 + 12 * room }

    var bytes: [UInt8] {
        var index = BoxBytes()
        let rest = 12 * (room - entries.count)
        index.fullBox("sidx", version: 1) { sidx in
            sidx.add(UInt32(1))
            sidx.add(UInt32(timeScale))
            sidx.add(UInt64(start))
            sidx.add(UInt64(rest))
            sidx.add(UInt16(0))
            sidx.add(UInt16(entries.count))
            for entry in entries {
                sidx.add(UInt32(entry.bytes))
                sidx.add(UInt32(entry.duration))
                // It begins with a picture, or a packet of sound, that needs no other.
                sidx.add(UInt32(0x9000_0000))
            }
        }
        if rest > 0 {
            index.box("free") { $0.add([UInt8](repeating: 0, count: rest - 8)) }
        }
        return index.bytes
    }
}
