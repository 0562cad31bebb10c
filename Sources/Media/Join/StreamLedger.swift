internal import CFFmpeg
internal import Model

/// Packets of the source that no container takes, since their bits are broken.
struct BrokenPackets {
    private var found: [Int: (count: Int, first: Double)] = [:]

    mutating func note(_ stream: Int, at seconds: Double) {
        found[stream] = ((found[stream]?.count ?? 0) + 1, found[stream]?.first ?? seconds)
    }

    func notes(_ muxer: Muxer) -> [String] {
        found.sorted { $0.key < $1.key }.map { index, broken in
            let codec = muxer.stream(index).pointee.codecpar.pointee.codec_id
            let name = String(cString: avcodec_get_name(codec))
            let time = Rational.microseconds.text(Int64((broken.first * 1_000_000).rounded()))
            let what = broken.count == 1 ? "1 packet" : "\(broken.count) packets"
            return "\(what) of \(name), from \(time) s on: the bits are broken"
        }
    }

    func count(_ stream: Int) -> Int { found[stream]?.count ?? 0 }
}

/// What was given to the muxer, to be held against what is in the file.
struct StreamLedger {
    struct Entry {
        var packets = 0
        var firstTime: Int64?
        var end: Int64 = .min
        var hash: StreamHash
        /// Of every packet, where the container keeps them.
        var trail = TimeTrail()

        fileprivate mutating func take(_ note: Note) {
            packets += 1
            hash = note.hash
            trail.add(note.time)
            guard let time = note.time else { return }
            firstTime = min(firstTime ?? time, time)
            end = max(end, time + note.duration)
        }
    }

    /// By the stream of the result.
    private(set) var entries: [Int: Entry] = [:]
    /// The time base that each was given in.
    private(set) var bases: [Int: Rational] = [:]
    /// In what form the packets of each are given.
    private let hashes: [Int: StreamHash]

    /// - Parameter hashes: Fresh ones, by the stream of the result.
    init(_ hashes: [Int: StreamHash]) { self.hashes = hashes }

    /// What will be known of a packet once the muxer has taken it, which empties it.
    struct Note {
        fileprivate var stream: Int
        fileprivate var base: Rational
        fileprivate var time: Int64?
        fileprivate var duration: Int64
        fileprivate var hash: StreamHash
    }

    func note(_ packet: Packet, _ base: Rational) -> Note {
        let index = packet.stream
        guard var hash = entries[index]?.hash ?? hashes[index] else {
            preconditionFailure("our bug: a packet of no stream")
        }
        hash.add(packet.bytes)
        let time = packet.presentation
        return Note(stream: index, base: base, time: time, duration: packet.duration, hash: hash)
    }

    mutating func take(_ note: Note) {
        bases[note.stream] = note.base
        entries[note.stream, default: Entry(hash: note.hash)].take(note)
    }

    /// Takes corrections away again, which were added to what is true.
    mutating func uncorrect(_ corrections: [Int: Int64]) {
        for (index, microseconds) in corrections {
            guard let base = bases[index], let time = entries[index]?.firstTime else { continue }
            entries[index]?.firstTime =
                time - Rational.microseconds.rescale(microseconds, to: base)
        }
    }

    /// Of the picture, or of the longest sound where there is none.
    func durationMilliseconds(_ picture: Int?) -> Int64 {
        let durations = entries.compactMap { index, entry -> Int64? in
            guard index == picture || picture == nil, let first = entry.firstTime else {
                return nil
            }
            return bases[index]?.rescale(entry.end - first, to: .milliseconds)
        }
        return durations.max() ?? 0
    }
}

/// The times of packets in their order: four bytes for each but for a few.
struct TimeTrail: Sequence {
    private var first: Int64?
    private var last: Int64 = 0
    private var steps: [Int32] = []
    /// Steps that four bytes cannot say, by their place.
    private var farSteps: [Int: Int64] = [:]

    var count: Int { first == nil ? 0 : steps.count + 1 }

    /// One without a time is at the time of the one before.
    mutating func add(_ time: Int64?) {
        let time = time ?? last
        guard first != nil else {
            (first, last) = (time, time)
            return
        }
        let step = time - last
        if let near = Int32(exactly: step) {
            steps.append(near)
        } else {
            farSteps[steps.count] = step
            steps.append(0)
        }
        last = time
    }

    struct Iterator: IteratorProtocol {
        fileprivate let trail: TimeTrail
        private var place = 0
        private var time: Int64 = 0

        fileprivate init(trail: TimeTrail) { self.trail = trail }

        mutating func next() -> Int64? {
            guard place < trail.count, let first = trail.first else { return nil }
            defer { place += 1 }
            if place == 0 {
                time = first
            } else {
                time += trail.farSteps[place - 1] ?? Int64(trail.steps[place - 1])
            }
            return time
        }
    }

    func makeIterator() -> Iterator { Iterator(trail: self) }
    var underestimatedCount: Int { count }
}
