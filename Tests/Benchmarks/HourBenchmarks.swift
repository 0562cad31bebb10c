import Media
import Model
import Platform
import TestKit

/// What a long film costs before anything of it is encoded.
struct HourBenchmarks {
    let place: Path

    func run() throws {
        let film = try TestMedia.hour.file()
        print("\none hour, 86,400 frames in 360 groups: CPU seconds")
        let probe = ["media", "probe", "--json"].map { Array($0.utf8) } + [film.bytes]
        report("probe", try MeasuredRun.of(Program.reelmill(), probe))
        let slices = place / "slices"
        try Directory.create(slices)
        let child = [Array(SplitChild.word.utf8), film.bytes, slices.bytes]
        report("cut into slices", try MeasuredRun.of("/proc/self/exe", child))
        try Directory.removeTree(slices)
    }

    private func report(_ name: String, _ run: MeasuredRun) {
        let space = String(repeating: " ", count: max(1, 44 - name.count))
        print(name + space + Figures.decimal(run.processorSeconds, digits: 2) + " s")
    }
}

/// This program once more, for what the library alone costs: it cuts a film and ends.
enum SplitChild {
    static let word = "split-child"

    static func run(_ words: [String]) throws {
        guard words.count == 3 else { fatalError("\(word) FILM DIRECTORY") }
        let directory = Path(words[2])
        let recipe = EncodeRecipe(container: "matroska")
        let order = SplitOrder(source: Path(words[1]), recipe: recipe, directory: directory)
        try SliceCutting.run(order, to: Folder(directory: directory))
    }

    private struct Folder: SliceOutput {
        let directory: Path

        func remove(_ name: FileName) throws(MediaFailure) {
            try? Directory.removeFile(directory / name)
        }
        func complete(_ batch: SliceBatch) throws(MediaFailure) {}
        func progress(_ progress: TaskProgress) {}
    }
}
