internal import CFFmpeg
internal import CLibav
internal import Model

/// Reads a part again, decodes it completely and compares it with what was meant to be in it.
struct PartProof {
    let path: Path
    let threads: Int
    let timeBase: Rational
    let shift: Int64
    let times: [Int64]
    /// The places of the frames from which on decoding may begin anew, as players do that change
    /// renditions there.
    let segments: [Int]
    let hash: UInt64

    /// - Parameter progress: Is called with the number of frames that are proven.
    func run(_ progress: (Int) -> Void) throws(MediaFailure) {
        let demuxer = try Demuxer(path)
        guard demuxer.streamCount == 1 else {
            throw failure("it has \(demuxer.streamCount) streams instead of one")
        }
        let stream = demuxer.stream(0)
        guard Rational(stream.pointee.time_base) == timeBase else {
            throw failure("its clock is not \(timeBase) s")
        }
        var decoder = try makeDecoder(stream)
        var nextSegments = segments.drop { $0 == 0 }
        var state = State(hash: UnitHash(stream.pointee.codecpar.pointee))
        let packet = try Packet()
        let frame = try Frame()
        while try demuxer.read(into: packet) {
            if state.packets == 0, !packet.isKey {
                throw failure("its first packet is no key frame")
            }
            if state.packets == nextSegments.first {
                nextSegments.removeFirst()
                try give(nil, to: decoder, frame, &state)
                guard state.frames == state.packets else {
                    throw failure("\(state.frames) of its first \(state.packets) frames come out")
                }
                decoder = try makeDecoder(stream)
            }
            state.packets += 1
            state.hash.add(packet.bytes)
            try give(packet, to: decoder, frame, &state)
            progress(state.frames)
        }
        try give(nil, to: decoder, frame, &state)
        try conclude(state)
    }

    private func makeDecoder(
        _ stream: UnsafeMutablePointer<AVStream>
    ) throws(MediaFailure) -> Decoder {
        try Decoder(
            stream.pointee.codecpar,
            timeBase: timeBase,
            threads: threads,
            of: path,
            isSmooth: false
        )
    }

    private struct State {
        var packets = 0
        var frames = 0
        var hash: UnitHash
    }

    private func conclude(_ state: State) throws(MediaFailure) {
        guard state.packets == times.count else {
            throw failure("it has \(state.packets) packets for \(times.count) frames")
        }
        guard state.frames == times.count else {
            throw failure("\(state.frames) of \(times.count) frames can be decoded")
        }
        guard state.hash.value == hash else {
            throw failure("its bytes are not those that were written")
        }
    }

    private func give(
        _ packet: Packet?,
        to decoder: Decoder,
        _ frame: Frame,
        _ state: inout State
    ) throws(MediaFailure) {
        var outcome = try decoder.send(packet)
        if outcome == .again {
            try takeFrames(decoder, frame, &state)
            outcome = try decoder.send(packet)
        }
        if case .broken(let code) = outcome { throw broken(code, state) }
        try takeFrames(decoder, frame, &state)
    }

    private func takeFrames(
        _ decoder: Decoder,
        _ frame: Frame,
        _ state: inout State
    ) throws(MediaFailure) {
        while true {
            frame.clear()
            switch try decoder.receive(into: frame) {
            case .done: try check(frame, &state)
            case .broken(let code): throw broken(code, state)
            case .again, .end: return
            }
        }
    }

    private func check(_ frame: Frame, _ state: inout State) throws(MediaFailure) {
        guard state.frames < times.count else { throw failure("it has more frames than planned") }
        let wanted = times[state.frames]
        guard let time = frame.presentation ?? frame.time, time - shift == wanted else {
            let found = frame.presentation.map { "at \(timeBase.text($0 - shift)) s" } ?? "no time"
            throw failure(
                "frame \(state.frames) is \(found) instead of at \(timeBase.text(wanted)) s"
            )
        }
        guard !frame.isDamaged else {
            throw failure("the frame at \(timeBase.text(wanted)) s is damaged")
        }
        state.frames += 1
    }

    private func broken(_ code: Int32, _ state: State) -> MediaFailure {
        failure("after \(state.frames) frames: \(libavText(code))")
    }

    private func failure(_ cause: String) -> MediaFailure {
        MediaFailure(.mismatch, "prove the part", path, cause)
    }
}
