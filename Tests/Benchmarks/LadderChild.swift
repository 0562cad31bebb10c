private import FoundationEssentials
import Media
import Model
import Platform
import TestKit

/// This program once more: a process for each core, which cuts the film and encodes its share of
/// the slices, as the children of a node do, and one that puts the parts together.
enum LadderChild {
    static let word = "ladder-child"

    enum Way: String, CaseIterable {
        case together, apart, packaging

        var title: String {
            switch self {
            case .together: "all in one task"
            case .apart: "a task for each"
            case .packaging: "packaging, HLS and DASH"
            }
        }
    }

    /// What was made by one process, for the one that packages.
    private struct Share: Codable {
        var film: FilmPlan
        var lastDuration: Int64
        var parts: [PartReport]
    }

    static func run(_ words: [String]) throws {
        guard words.count >= 6, let way = Way(rawValue: words[1]),
            let setting = LadderSetting(rawValue: words[2])
        else { fatalError("\(words)") }
        let ladder = setting.ladder(isFull: words[3] == "full")
        let (source, folder) = (Path(words[4]), Path(words[5]))
        if way == .packaging { return try package(source, folder, ladder) }
        if words.count == 8, let number = Int(words[6]), let count = Int(words[7]) {
            return try encode(source, folder, ladder, way, share: number, of: count)
        }
        let count = try Machine().cores().allowed
        var children: [ChildProcess] = []
        for number in 0..<count {
            let own = folder / FileName("\(number)")
            try Directory.create(own)
            let given = words.dropLast().map { Array($0.utf8) } + [own.bytes]
            var request = SpawnRequest(
                "/proc/self/exe",
                given + ["\(number)", "\(count)"].map { Array($0.utf8) }
            )
            request.environment = ProcessInput.environment
            children.append(try ChildProcess.spawn(request))
        }
        for child in children {
            guard try child.wait(upTo: .seconds(3_600))?.isSuccess == true else {
                fatalError("a share of the ladder did not end well")
            }
        }
    }

    private static func encode(
        _ source: Path,
        _ folder: Path,
        _ ladder: FilmLadder,
        _ way: Way,
        share number: Int,
        of count: Int
    ) throws {
        var recipe = EncodeRecipe(container: "matroska")
        recipe.sliceMilliseconds = 4_000
        let split = SplitOrder(source: source, recipe: recipe, directory: folder)
        let taken = Batches()
        try SliceCutting.run(split, to: taken)
        var parts: [PartReport] = []
        for slice in taken.slices where slice.index % count == number {
            guard case .file(let name, _) = slice.origin else { fatalError("the clip is not cut") }
            var order = VideoOrder(
                source: source,
                sliceFile: folder / FileName(name),
                film: taken.film,
                slice: slice,
                recipe: recipe,
                part: folder / "unused.nut"
            )
            let works = ladder.rungs.indices.map { rung in
                let part = folder / FileName("part-\(slice.index).r\(rung).nut")
                return VideoOrder.RungWork(rung: rung, part: part)
            }
            for tasks in way == .together ? [works] : works.map({ [$0] }) {
                order.ladder = VideoOrder.LadderWork(ladder, tasks)
                parts += try LadderEncoding.run(order) { _ in }
            }
        }
        let share = Share(film: taken.film, lastDuration: taken.lastDuration, parts: parts)
        try OpenFile.create(folder / "share").write(Array(try JSONEncoder().encode(share)))
    }

    private static func package(_ source: Path, _ folder: Path, _ ladder: FilmLadder) throws {
        var shares: [Share] = []
        for entry in try Directory.entries(of: folder) where entry.name != "package" {
            let file = try OpenFile(folder / entry.name / "share", for: .readRegular)
            let bytes = try file.readAll(limit: 1 << 28)
            shares.append(try JSONDecoder().decode(Share.self, from: Data(bytes)))
        }
        let parts = shares.flatMap(\.parts).sorted { $0.slice < $1.slice }
        let output = folder / "package"
        try Directory.create(output)
        let order = PackageOrder(
            source: source,
            recipe: EncodeRecipe(container: "hls"),
            ladder: ladder,
            film: shares[0].film,
            lastDuration: shares[0].lastDuration,
            parts: ladder.rungs.indices.map { rung in parts.filter { $0.rung == rung } },
            sounds: [],
            directory: output,
            name: "film"
        )
        _ = try FilmPackaging.run(order, to: PackageBed())
    }

    private struct PackageBed: PackageFolder {
        func makeDirectory(_ path: Path) throws(MediaFailure) {}
        func remove(_ path: Path) throws(MediaFailure) {}
        func progress(_ progress: TaskProgress) {}
    }

    private final class Batches: SliceOutput {
        private var batches: [SliceBatch] = []

        var slices: [SlicePlan] { batches.flatMap(\.slices) }
        var film: FilmPlan { batches[0].film }
        var lastDuration: Int64 { batches.last?.ending?.lastDuration ?? 1 }

        func remove(_ name: FileName) throws(MediaFailure) {}
        func complete(_ batch: SliceBatch) throws(MediaFailure) { batches.append(batch) }
        func progress(_ progress: TaskProgress) {}
    }
}
