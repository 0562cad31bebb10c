internal import CFFmpeg
internal import Model

/// A package for players that change between renditions: a file for each track, in segments that
/// begin at the same times in all of them, and manifests that say where those are.
final class PackagedStreams {
    private var order: PackageOrder
    private let source: Demuxer
    private var tracks: PackageTracks
    private var times: SegmentTimes
    private let begin = av_gettime_relative()
    private var proofMicroseconds: Int64 = 0
    private var contents: PackageContents
    /// What was written, as an archive has it.
    private var files: [[UInt8]] = []
    private var bytes = 0

    init(_ order: PackageOrder) throws(MediaFailure) {
        self.order = order
        source = try Demuxer(order.source)
        tracks = try PackageTracks(order, source)
        times = try PackagedStreams.times(order)
        contents = PackageContents(name: tracks.nameBytes)
        contents.title = tracks.title
        contents.isEvent = order.ladder.streaming?.playlist == .event
        contents.hasSegmentFiles = order.ladder.streaming?.hasSegmentFiles == true
    }

    func run(_ folder: some PackageFolder) throws(MediaFailure) -> PackageReport {
        try startAtZero()
        try chooseLead()
        try makePictures(folder)
        for index in order.sounds.indices { try makeSound(index) }
        try makeTexts()
        for layout in contents.layouts {
            bytes += layout.bytes
        }
        let films = contents.layouts.map(\.file.bytes)
        files = (contents.hasSegmentFiles ? try cutFiles(folder) : films) + files
        try writeManifests()
        var report = report
        if order.ladder.hasArchive { report.bytes += Int64(try order.archive(files)) }
        return report
    }

    // MARK: Times

    /// Where segments begin, which all renditions agree on.
    private static func times(_ order: PackageOrder) throws(MediaFailure) -> SegmentTimes {
        let clock = OutputClock(startMicroseconds: order.film.startMicroseconds)
        guard let base = order.parts.first?.first?.timeBase else {
            throw FilmPackaging.refuse(order, "there are no parts")
        }
        let starts = try PictureTrack.starts(order.parts[0])
        for (index, parts) in order.parts.enumerated().dropFirst() {
            let own = parts.first?.timeBase ?? base
            let others = try PictureTrack.starts(parts)
            let place = zip(starts, others).enumerated().first { _, pair in
                !isSame(pair.0, base, pair.1, own)
            }
            guard place == nil, starts.count == others.count else {
                let number = place?.offset ?? min(starts.count, others.count)
                throw FilmPackaging.refuse(
                    order,
                    "segment \(number) of \(order.ladder.rungs[index].name) does not begin when "
                        + "that of \(order.ladder.rungs[0].name) does"
                )
            }
        }
        var end: Int64 = 0
        for parts in order.parts {
            guard let last = parts.last, let time = last.times.last else { continue }
            let behind =
                last.timeBase.rescale(time, to: base)
                + max(1, order.film.timeBase.rescale(order.lastDuration, to: base))
            end = max(end, behind)
        }
        return SegmentTimes(base: base, starts: starts, end: end, clock: clock)
    }

    private static func isSame(
        _ one: Int64,
        _ base: Rational,
        _ other: Int64,
        _ otherBase: Rational
    ) -> Bool {
        Int128(one) * Int128(base.numerator) * Int128(otherBase.denominator)
            == Int128(other) * Int128(otherBase.numerator) * Int128(base.denominator)
    }

    /// A picture that begins before the film's own start moves everything: fragments have no times
    /// below zero.
    private func startAtZero() throws(MediaFailure) {
        let first = times.clock.microseconds(times.starts.first ?? 0, times.base)
        guard first < 0 else { return }
        order.film.startMicroseconds += first
        times.clock = OutputClock(startMicroseconds: order.film.startMicroseconds)
    }

    /// The shortest that no track needs more of, and that is a whole number of ticks in all of
    /// them.
    private func chooseLead() throws(MediaFailure) {
        let scale = timeScale
        var grid = scale
        var needed = Rational(0, 1)
        func need(_ ticks: Int64, _ scale: Int64) {
            grid = greatestCommonDivisor(grid, scale)
            let isMore =
                Int128(ticks) * Int128(needed.denominator)
                > Int128(needed.numerator) * Int128(scale)
            if isMore { needed = Rational(ticks, scale) }
        }
        for index in order.parts.indices {
            let track = PictureTrack(
                order: order.join(rung: index),
                times: times,
                timeScale: scale,
                isTurned: false
            )
            need(track.delay, scale)
        }
        for report in order.sounds {
            let first = try SoundTrackFile.firstTimes(report, times.clock)
            for (index, track) in report.tracks.enumerated() {
                need(-(first[index] ?? 0), SoundTrackFile.timeScale(of: track))
            }
        }
        // Where hardly any time is common to all, rounding is less than a tick.
        if grid < ticksMin { grid = scale }
        times.lead = Rational(needed.rescale(1, to: Rational(1, grid), .up), grid)
    }

    /// One for all renditions, in which all of their times are whole numbers.
    private var timeScale: Int64 {
        var scale: Int64 = 1
        for part in order.parts.compactMap(\.first) {
            let base = part.timeBase
            let own = base.numerator == 1 ? base.denominator : base.denominator
            let common = scale / greatestCommonDivisor(scale, own)
            let (product, isTooLarge) = common.multipliedReportingOverflow(by: own)
            if isTooLarge || product > Int64(Int32.max) { continue }
            scale = product
        }
        while scale < 10_000 { scale *= 2 }
        return scale
    }

    private func greatestCommonDivisor(_ one: Int64, _ other: Int64) -> Int64 {
        var (one, other) = (one, other)
        while other != 0 { (one, other) = (other, one % other) }
        return max(1, one)
    }

    // MARK: Tracks

    private func makePictures(_ folder: some PackageFolder) throws(MediaFailure) {
        guard let index = order.film.videoStream else { return }
        let stream = source.stream(index)
        let frames = order.parts.reduce(0) { $0 + $1.reduce(0) { $0 + $1.times.count } }
        var meter = JoinMeter(.joining, total: frames, following: 0)
        var proof = JoinMeter(.proving, total: frames, following: 0)
        let scale = timeScale
        for (number, rung) in order.ladder.rungs.enumerated() {
            let file = try tracks.picture(rung)
            var join = order.join(rung: number)
            join.result = order.path(file)
            let track = PictureTrack(
                order: join,
                times: times,
                timeScale: scale,
                isTurned: order.ladder.isTurned
            )
            let layout = try track.write(to: join.result, file, stream) { packet in
                meter.take(packet, Rational(1, scale))
                if meter.isDue { folder.progress(meter.progress) }
            }
            let began = av_gettime_relative()
            try TrackProof(path: join.result, layout: layout).picture(join) { packet, base in
                proof.take(packet, base)
                if proof.isDue { folder.progress(proof.progress) }
            }
            proofMicroseconds += av_gettime_relative() - began
            // A group without a track is none.
            let sounds =
                order.sounds.isEmpty ? [] : rung.sounds.filter { !order.sounds[$0].tracks.isEmpty }
            contents.pictures.append(
                PackageContents.Picture(
                    rung: rung,
                    layout: layout,
                    frameRate: rate(number, layout),
                    range: range(number),
                    groups: sounds.map { order.ladder.sounds[$0].name }
                )
            )
        }
    }

    /// What playlists call the range of light of a rendition.
    private func range(_ rung: Int) -> String? {
        switch order.parts[rung].first?.parameters.picture?.colorTransfer {
        case "smpte2084": "PQ"
        case "arib-std-b67": "HLG"
        default: nil
        }
    }

    private func rate(_ rung: Int, _ layout: TrackLayout) -> Rational {
        if let rate = order.parts[rung].first?.frameRate { return rate }
        let frames = Int64(order.parts[rung].reduce(0) { $0 + $1.times.count })
        let seconds = max(0.001, layout.seconds)
        return Rational(max(1, Int64((Double(frames) * 1_000 / seconds).rounded())), 1_000)
    }

    /// All tracks of one encoding: they are in one file, packet behind packet.
    private func makeSound(_ index: Int) throws(MediaFailure) {
        let (sound, report) = (order.ladder.sounds[index], order.sounds[index])
        guard !report.tracks.isEmpty else { return }
        var files: [SoundTrackFile] = []
        var names: [FileName] = []
        for track in report.tracks {
            let file = try tracks.sound(sound.name, track.sourceStream)
            names.append(file)
            files.append(
                try SoundTrackFile(
                    track,
                    times,
                    to: order.path(file),
                    file,
                    language: tracks.language(of: track.sourceStream)
                )
            )
        }
        let packets = try SoundPackets(report, files.enumerated().map { $1.output($0) })
        while let packet = try packets.next() { try files[packet.stream].take(packet) }
        var isFirst = true
        for (place, file) in files.enumerated() {
            let layout = try file.finish()
            guard let layout, let ledger = file.ledger else {
                tracks.note("stream \(file.track.sourceStream): no sound came of it")
                continue
            }
            let began = av_gettime_relative()
            try TrackProof(path: order.path(names[place]), layout: layout)
                .sound(ledger, stream: place)
            proofMicroseconds += av_gettime_relative() - began
            var track = tracks.track(of: file.track.sourceStream, for: "sound \(index)")
            // A group has one that players begin with.
            let hasDefault = contents.sounds.contains {
                $0.group == sound.name && $0.track.isDefault
            }
            if hasDefault { track.isDefault = false }
            contents.sounds.append(
                PackageContents.Sound(
                    group: sound.name,
                    layout: layout,
                    track: track,
                    channels: SoundTrackFile.channels(file.track.parameters),
                    sampleRate: Int(file.track.parameters.sound?.sampleRate ?? 0)
                )
            )
            isFirst = false
        }
        guard !isFirst else { return }
        let own = contents.sounds.indices.filter { contents.sounds[$0].group == sound.name }
        if let first = own.first, !own.contains(where: { contents.sounds[$0].track.isDefault }) {
            contents.sounds[first].track.isDefault = true
        }
    }

    private func makeTexts() throws(MediaFailure) {
        let end = Int64((contents.seconds * 1_000).rounded(.up))
        let wanted = tracks.texts.map {
            TextTracks.Wanted(stream: $0.stream, path: order.path($0.file))
        }
        try TextTracks(source: order.source, clock: times.clock)
            .write(wanted, end: end)
        for text in tracks.texts {
            files.append(text.file.bytes)
            bytes += Int((try FileBytes(order.path(text.file))).size ?? 0)
        }
        var hasDefault = false
        for text in tracks.texts {
            var track = text.track
            if hasDefault { track.isDefault = false }
            hasDefault = hasDefault || track.isDefault
            contents.texts.append(
                PackageContents.Text(file: text.file, playlist: text.playlist, track: track)
            )
        }
    }

    // MARK: Files

    /// Makes a file of each segment of the proven files, which then go; gives what they are called.
    private func cutFiles(_ folder: some PackageFolder) throws(MediaFailure) -> [[UInt8]] {
        var made: [[UInt8]] = []
        for layout in contents.layouts {
            let place = order.path(layout.folder)
            try folder.makeDirectory(place)
            let file = try FileBytes(order.path(layout.file))
            func copy(_ name: String, _ offset: Int, _ count: Int) throws(MediaFailure) {
                let bytes = try file.read(at: Int64(offset), count: count)
                guard bytes.count == count else {
                    throw FilmPackaging.refuse(order, "\(name) is shorter than it was")
                }
                try OutputBytes.write(bytes, to: place / FileName(name))
                made.append(layout.folder.bytes + Array("/\(name)".utf8))
            }
            try copy(TrackLayout.headName, 0, layout.headBytes)
            for (index, segment) in layout.segments.enumerated() {
                try copy(TrackLayout.segmentName(index), segment.offset, segment.bytes)
            }
            try folder.remove(order.path(layout.file))
        }
        return made
    }

    private func writeManifests() throws(MediaFailure) {
        guard let streaming = order.ladder.streaming else { return }
        func write(_ text: String, _ name: FileName) throws(MediaFailure) {
            bytes += text.utf8.count
            files.append(name.bytes)
            try OutputBytes.write(Array(text.utf8), to: order.path(name))
        }
        if streaming.hasHLS {
            let hls = HLSText(contents: contents)
            for layout in contents.layouts { try write(hls.media(layout), layout.playlist) }
            for picture in contents.pictures {
                try write(hls.keyPictures(picture.layout), picture.layout.keyPlaylist)
            }
            for text in contents.texts { try write(hls.text(of: text), text.playlist) }
            try write(hls.master(), "master.m3u8")
        }
        if streaming.hasDASH {
            try write(DASHText(contents: contents).manifest(), "manifest.mpd")
        }
    }

    private var report: PackageReport {
        let elapsed = av_gettime_relative() - begin - proofMicroseconds
        let target = contents.target
        let renditions = contents.pictures.enumerated().map { index, picture in
            PackageReport.Rendition(
                name: picture.rung.name,
                width: picture.rung.width,
                height: picture.rung.height,
                frames: order.parts[index].reduce(0) { $0 + $1.times.count },
                bytes: Int64(picture.layout.bytes),
                averageBitRate: picture.layout.averageRate,
                peakBitRate: picture.layout.peakRate(target: target)
            )
        }
        let picture = contents.pictures[0].layout
        return PackageReport(
            bytes: Int64(bytes),
            frames: renditions[0].frames,
            durationMilliseconds: Rational(1, picture.timeScale)
                .rescale(picture.end - (picture.segments.first?.start ?? 0), to: .milliseconds),
            joinMilliseconds: elapsed / 1_000,
            proofMilliseconds: proofMicroseconds / 1_000,
            renditions: renditions,
            dropped: order.ladder.notes + tracks.dropped + notes
        )
    }

    private var notes: [String] {
        var notes: [String] = []
        for index in order.parts.indices {
            for note in DroppedPicture.notes(of: source, order.join(rung: index))
            where !notes.contains(note) {
                notes.append(note)
            }
        }
        return notes
    }
}

/// A fiftieth of a second.
private let ticksMin: Int64 = 50
