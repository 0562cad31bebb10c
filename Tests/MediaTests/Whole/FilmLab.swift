import Model
import Platform
import TestKit
import Testing

@testable import Media

/// Takes a film the whole way in this process: cut, encode, join, as the children of a node do.
struct FilmLab {
    let directory: Path
    var recipe: EncodeRecipe
    /// Encodes the slices in the order that comes of it; nil is the film's own.
    var seed: UInt64?

    struct Outcome {
        var batches: [SliceBatch] = []
        var parts: [PartReport] = []
        var notes: [String] = []
        var join: JoinReport
        /// What the joining was asked for, to be asked again with other sound or another container.
        var order: JoinOrder?

        var slices: [SlicePlan] { batches.flatMap(\.slices) }
    }

    init(_ directory: Path, container: String, sliceMilliseconds: Int64) {
        self.directory = directory
        recipe = EncodeRecipe(container: container)
        recipe.video.encoder = "ffv1"
        recipe.sliceMilliseconds = sliceMilliseconds
    }

    func run(_ source: Path, to result: Path) throws(MediaFailure) -> Outcome {
        let cut = CutFolder(directory)
        let batches = try cut.run(source, recipe)
        var outcome = Outcome(
            batches: batches,
            join: JoinReport(
                path: result,
                bytes: 0,
                frames: 0,
                durationMilliseconds: 0,
                joinMilliseconds: 0,
                proofMilliseconds: 0,
                dropped: []
            )
        )
        for slice in arranged(outcome.slices) {
            let part = try encode(slice, batches[0].film, source) { outcome.notes.append($0) }
            outcome.parts.append(part)
        }
        outcome.parts.sort { $0.slice < $1.slice }
        let order = JoinOrder(
            source: source,
            recipe: recipe,
            film: batches[0].film,
            lastDuration: batches.last?.ending?.lastDuration ?? 1,
            parts: outcome.parts,
            sound: try sound(source),
            result: result
        )
        outcome.order = order
        outcome.join = try FilmJoining.run(order) { _ in }
        return outcome
    }

    func encode(
        _ slice: SlicePlan,
        _ film: FilmPlan,
        _ source: Path,
        note: (String) -> Void
    ) throws(MediaFailure) -> PartReport {
        var file: Path?
        if case .file(let name, _) = slice.origin { file = directory / FileName(name) }
        let order = VideoOrder(
            source: source,
            sliceFile: file,
            film: film,
            slice: slice,
            recipe: recipe,
            part: directory / FileName("part\(slice.index).nut")
        )
        return try SliceEncoding.run(order) { event in
            if case .note(let text) = event { note(text) }
        }
    }

    func sound(_ source: Path) throws(MediaFailure) -> SoundReport? {
        guard case .encode(let encoder) = recipe.audio.mode else { return nil }
        let part = directory / FileName("sound-\(encoder).nut")
        let order = AudioOrder(source: source, recipe: recipe, part: part)
        let report = try SoundEncoding.run(order) { _ in }
        return report.tracks.isEmpty ? nil : report
    }

    private func arranged(_ slices: [SlicePlan]) -> [SlicePlan] {
        guard let seed else { return slices }
        var random = SeededRandom(seed: seed)
        return slices.shuffled(using: &random)
    }
}
