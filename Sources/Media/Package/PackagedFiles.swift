internal import CFFmpeg
internal import Model

/// A package of whole films: one file for each rendition, with everything that a single result has.
struct PackagedFiles {
    let order: PackageOrder

    func run(_ folder: some PackageFolder) throws(MediaFailure) -> PackageReport {
        var report = PackageReport(
            bytes: 0,
            frames: 0,
            durationMilliseconds: 0,
            joinMilliseconds: 0,
            proofMilliseconds: 0,
            renditions: [],
            dropped: order.ladder.notes
        )
        for (index, rung) in order.ladder.rungs.enumerated() {
            var join = order.join(rung: index)
            join.result = order.path(try name(rung))
            var manner = JoinManner()
            manner.isTurned = order.ladder.isTurned
            if !order.sounds.isEmpty {
                // One without tracks has no file.
                let sounds = rung.sounds.map { order.sounds[$0] }.filter { !$0.tracks.isEmpty }
                join.sound = sounds.first
                manner.furtherSounds = Array(sounds.dropFirst())
                if let first = rung.sounds.first {
                    join.recipe.audio = order.ladder.sounds[first].recipe
                } else {
                    join.recipe.audio.mode = .drop
                }
            }
            let made = try FilmJoining.run(join, manner) { folder.progress($0) }
            add(made, rung, to: &report)
        }
        if order.ladder.hasArchive {
            let names = try order.ladder.rungs.map { rung throws(MediaFailure) in try name(rung) }
            report.bytes += Int64(try order.archive(names.map(\.bytes)))
        }
        return report
    }

    private func add(
        _ made: JoinReport,
        _ rung: FilmLadder.Rung,
        to report: inout PackageReport
    ) {
        if report.renditions.isEmpty {
            (report.frames, report.durationMilliseconds) = (made.frames, made.durationMilliseconds)
        }
        report.bytes += made.bytes
        report.joinMilliseconds += made.joinMilliseconds
        report.proofMilliseconds += made.proofMilliseconds
        for note in made.dropped where !report.dropped.contains(note) {
            report.dropped.append(note)
        }
        let rate = made.bytes * 8_000 / max(1, made.durationMilliseconds)
        report.renditions.append(
            PackageReport.Rendition(
                name: rung.name,
                width: rung.width,
                height: rung.height,
                frames: made.frames,
                bytes: made.bytes,
                averageBitRate: rate,
                peakBitRate: rate
            )
        )
    }

    private func name(_ rung: FilmLadder.Rung) throws(MediaFailure) -> FileName {
        let stem = PackageTracks.stem(order.name)
        let ending = Containers.ending(of: order.recipe.container)
        guard let name = FileName(bytes: stem + Array("-\(rung.name).\(ending)".utf8)) else {
            throw FilmPackaging.refuse(order, "\(rung.name) is no part of a file's name")
        }
        return name
    }
}

extension PackageOrder {
    /// Puts files of the directory into `NAME.zip` beside them; gives how many bytes it has.
    func archive(_ names: [[UInt8]]) throws(MediaFailure) -> Int {
        guard let name = FileName(bytes: PackageTracks.stem(name) + Array(".zip".utf8)) else {
            throw FilmPackaging.refuse(self, "its name is no name of a file")
        }
        let archive = try ZipFile(path(name))
        for name in names {
            guard let relative = Path(bytes: name) else { continue }
            try archive.add(directory.appending(relative), as: name)
        }
        return try archive.finish()
    }
}

extension Containers {
    /// What names of its files end in.
    static func ending(of container: String) -> String {
        let endings =
            av_guess_format(container, nil, nil)?.pointee.extensions
            .map { String(cString: $0) } ?? ""
        return endings.split(separator: ",").first.map(String.init) ?? container
    }
}
