import Model
import Platform
import TestKit

@testable import Media

/// Takes a film the whole way to a package in this process: cut, encode, package, as the children
/// of nodes do.
struct PackageLab {
    let directory: Path
    var recipe: EncodeRecipe
    var ladder: FilmLadder

    struct Outcome {
        var order: PackageOrder
        var report: PackageReport
        var directory: Path { order.directory }

        func read(_ name: FileName) throws -> [UInt8] {
            try OpenFile(directory / name, for: .readRegular).readAll(limit: 1 << 26)
        }
    }

    init(_ directory: Path, _ ladder: FilmLadder, container: String = "matroska") {
        self.directory = directory
        self.ladder = ladder
        recipe = EncodeRecipe(container: container)
        recipe.video.encoder = "libx264"
        recipe.sliceMilliseconds = 2_000
        if case .encode? = ladder.sounds.first?.recipe.mode {
            recipe.audio = ladder.sounds[0].recipe
        }
    }

    func order(_ source: Path) throws -> PackageOrder {
        let folder = CutFolder(directory)
        let batches = try folder.run(source, recipe, ladder)
        var parts: [[PartReport]] = ladder.rungs.map { _ in [] }
        for slice in batches.flatMap(\.slices) {
            for part in try encode(slice, batches[0].film, source) {
                parts[part.rung ?? 0].append(part)
            }
        }
        let output = directory / "film.hls"
        try Directory.create(output)
        return PackageOrder(
            source: source,
            recipe: recipe,
            ladder: ladder,
            film: batches[0].film,
            lastDuration: batches.last?.ending?.lastDuration ?? 1,
            parts: parts,
            sounds: try sounds(source),
            directory: output,
            name: "film"
        )
    }

    func run(_ source: Path) throws -> Outcome {
        let order = try order(source)
        let report = try FilmPackaging.run(order, to: LabFolder())
        return Outcome(order: order, report: report)
    }

    private func encode(
        _ slice: SlicePlan,
        _ film: FilmPlan,
        _ source: Path
    ) throws -> [PartReport] {
        var file: Path?
        if case .file(let name, _) = slice.origin { file = directory / FileName(name) }
        var order = VideoOrder(
            source: source,
            sliceFile: file,
            film: film,
            slice: slice,
            recipe: recipe,
            part: directory / FileName("part\(slice.index).nut")
        )
        let rungs = ladder.rungs.indices.map { rung in
            let name = FileName("part\(slice.index).r\(rung).nut")
            return VideoOrder.RungWork(rung: rung, part: directory / name)
        }
        order.ladder = VideoOrder.LadderWork(ladder, rungs)
        return try LadderEncoding.run(order) { _ in }
    }

    private func sounds(_ source: Path) throws -> [SoundReport] {
        guard !ladder.sounds.isEmpty else { return [] }
        var order = AudioOrder(source: source, recipe: recipe, part: directory / "sound.nut")
        order.sounds = ladder.sounds.enumerated().map { index, sound in
            AudioOrder.SoundWork(
                recipe: sound.recipe,
                part: directory / FileName("sound.s\(index).nut")
            )
        }
        return try SoundEncoding.runAll(order) { _ in }
    }
}

struct LabFolder: PackageFolder {
    func makeDirectory(_ path: Path) throws(MediaFailure) {
        do throws(SystemError) {
            try Directory.create(path)
        } catch {
            throw MediaFailure(.storage, "create", path, "\(error)")
        }
    }

    func remove(_ path: Path) throws(MediaFailure) {
        do throws(SystemError) {
            try Directory.removeFile(path)
        } catch {
            throw MediaFailure(.storage, "remove", path, "\(error)")
        }
    }

    func progress(_ progress: TaskProgress) {}
}

extension FilmLadder {
    /// Encoded by these, with this many bits a second where it is given.
    mutating func hear(_ sounds: [(name: String, encoder: String)]) {
        self.sounds = sounds.map { sound in
            var recipe = AudioRecipe()
            recipe.mode = .encode(sound.encoder)
            return Ladder.Sound(name: sound.name, recipe: recipe)
        }
        for rung in rungs.indices { rungs[rung].sounds = Array(sounds.indices) }
    }

    static func streams(
        _ sizes: [(width: Int, height: Int)],
        _ encoder: String = "libx264",
        _ options: [CodecOption] = [CodecOption("preset", "ultrafast"), CodecOption("bf", "3")],
        sounds: [(name: String, encoder: String)] = [("stereo", "aac")],
        hasSegmentFiles: Bool = false
    ) -> FilmLadder {
        var ladder = FilmLadder.test(sizes, encoder, options)
        ladder.hear(sounds)
        ladder.streaming = Streaming(
            hasHLS: true,
            hasDASH: true,
            playlist: .vod,
            hasSegmentFiles: hasSegmentFiles
        )
        return ladder
    }
}
