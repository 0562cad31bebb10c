import Media
import Model
import Platform
import TestKit

/// A film in four sizes: `ffmpeg` with one decoding, one cascade of scalers and four encoders, and
/// ours, with all renditions in one task and with a task for each.
struct LadderBenchmarks {
    let place: Path
    let isFull: Bool

    static let options = [CodecOption("preset", "veryfast"), CodecOption("crf", "23")]

    func run() throws {
        let clip = try (isFull ? TestMedia.bench1080 : TestMedia.bench720).file()
        let ladder = LadderBenchmarks.ladder(isFull: isFull)
        let names = ladder.rungs.map(\.name).joined(separator: ", ")
        print("\n\(isFull ? "60 s of 1080p" : "15 s of 720p") to \(names), x264 veryfast crf 23")
        let decoding = try MeasuredRun.of(
            Program.ffmpeg(),
            quiet + words("-threads 1 -i") + [clip.bytes] + words("-f null -")
        )
        let theirs = try MeasuredRun.of(Program.ffmpeg(), command(clip, ladder))
        var table = Table(["", "wall s", "CPU s", "of ffmpeg's wall", "of its CPU"])
        func add(_ name: String, _ run: MeasuredRun) {
            let figures = [
                run.wallSeconds, run.processorSeconds, run.wallSeconds / theirs.wallSeconds,
                run.processorSeconds / theirs.processorSeconds,
            ]
            table.add([name] + figures.map { Figures.decimal($0, digits: 2) })
        }
        add("decoding alone, one thread", decoding)
        add("ffmpeg, four outputs", theirs)
        for way in LadderChild.Way.allCases {
            let head = "\(LadderChild.word) \(way.rawValue) \(isFull ? "full" : "short")"
            let folder = place / FileName("ladder-\(way.rawValue)")
            try Directory.create(folder)
            let child = words(head) + [clip.bytes, folder.bytes]
            add(way.title, try MeasuredRun.of("/proc/self/exe", child))
            try Directory.removeTree(folder)
        }
        print("")
        table.print()
    }

    private var quiet: [[UInt8]] { words("-nostdin -v error -y") }

    private func words(_ line: String) -> [[UInt8]] {
        line.split(separator: " ").map { Array($0.utf8) }
    }

    private func command(_ clip: Path, _ ladder: FilmLadder) -> [[UInt8]] {
        var graph: [String] = []
        var source = "[0:v]"
        for (index, rung) in ladder.rungs.enumerated() {
            let isLast = index == ladder.rungs.count - 1
            let scale =
                "scale=\(rung.width):\(rung.height)"
                + ":flags=bicubic+accurate_rnd+full_chroma_int+bitexact,setsar=1,format=yuv420p"
            graph.append(
                isLast
                    ? "\(source)\(scale)[o\(index)]"
                    : "\(source)\(scale),split=2[o\(index)][n\(index)]"
            )
            source = "[n\(index)]"
        }
        var line = quiet + words("-i") + [clip.bytes]
        line += words("-filter_complex \(graph.joined(separator: ";"))")
        for index in ladder.rungs.indices {
            line += words("-map [o\(index)] -c:v libx264 -preset veryfast -crf 23 -g 48")
            line.append((place / FileName("ffmpeg-\(index).mkv")).bytes)
        }
        return line
    }

    static func ladder(isFull: Bool) -> FilmLadder {
        let sizes = [(1_920, 1_080), (1_280, 720), (854, 480), (256, 144)]
        return FilmLadder.test(
            isFull ? sizes : Array(sizes.dropFirst()) + [(192, 108)],
            "libx264",
            options + [CodecOption("g", "{gop}")],
            segmentMilliseconds: 4_000
        )
    }
}

/// This program once more: a process for each core, which cuts the film and encodes its share of
/// the slices, as the children of a node do.
enum LadderChild {
    static let word = "ladder-child"

    enum Way: String, CaseIterable {
        case together, apart

        var title: String { self == .together ? "all in one task" : "a task for each" }
    }

    static func run(_ words: [String]) throws {
        guard let way = words.dropFirst().first.flatMap(Way.init) else { fatalError("\(words)") }
        let (ladder, source) = (LadderBenchmarks.ladder(isFull: words[2] == "full"), Path(words[3]))
        let folder = Path(words[4])
        if words.count == 7, let number = Int(words[5]), let count = Int(words[6]) {
            return try encode(source, folder, ladder, way, share: number, of: count)
        }
        let count = try Machine().cores().allowed
        var children: [ChildProcess] = []
        for number in 0..<count {
            let own = folder / FileName("\(number)")
            try Directory.create(own)
            let given = Array(words.dropLast()).map { Array($0.utf8) } + [own.bytes]
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
                _ = try LadderEncoding.run(order) { _ in }
            }
        }
    }

    private final class Batches: SliceOutput {
        private var batches: [SliceBatch] = []

        var slices: [SlicePlan] { batches.flatMap(\.slices) }
        var film: FilmPlan { batches[0].film }

        func remove(_ name: FileName) throws(MediaFailure) {}
        func complete(_ batch: SliceBatch) throws(MediaFailure) { batches.append(batch) }
        func progress(_ progress: TaskProgress) {}
    }
}
