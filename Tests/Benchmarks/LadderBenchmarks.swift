import Media
import Model
import Platform
import TestKit

/// A film in four sizes: `ffmpeg` with one decoding, one cascade of scalers and four encoders, and
/// ours, with all renditions in one task and with a task for each; then its packaging.
struct LadderBenchmarks {
    let place: Path
    let isFull: Bool

    func run() throws {
        let clip = try (isFull ? TestMedia.bench1080 : TestMedia.bench720).file()
        print("\n\(isFull ? "60 s of 1080p" : "15 s of 720p"), in four sizes by x264")
        let decoding = try MeasuredRun.of(
            Program.ffmpeg(),
            quiet + words("-threads 1 -i") + [clip.bytes] + words("-f null -")
        )
        for setting in LadderSetting.allCases { try run(setting, clip, decoding) }
    }

    private func run(_ setting: LadderSetting, _ clip: Path, _ decoding: MeasuredRun) throws {
        let ladder = setting.ladder(isFull: isFull)
        let theirs = try MeasuredRun.of(Program.ffmpeg(), command(clip, ladder))
        var table = Table([setting.title, "wall s", "CPU s", "of ffmpeg's wall", "of its CPU"])
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
            let size = isFull ? "full" : "short"
            let folder = place / FileName("ladder-\(way.rawValue)")
            if way != .packaging { try Directory.create(folder) }
            let head = words("\(LadderChild.word) \(way.rawValue) \(setting.rawValue) \(size)")
            let parts = way == .packaging ? place / "ladder-together" : folder
            add(way.title, try MeasuredRun.of("/proc/self/exe", head + [clip.bytes, parts.bytes]))
        }
        for way in LadderChild.Way.allCases where way != .packaging {
            try Directory.removeTree(place / FileName("ladder-\(way.rawValue)"))
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
        for (index, rung) in ladder.rungs.enumerated() {
            line += words("-map [o\(index)] -c:v libx264")
            // The key frames of segments.
            for option in rung.video.options where option.name != "g" {
                line += words("-\(option.name) \(option.value)")
            }
            line += words("-g 96")
            line.append((place / FileName("ffmpeg-\(index).mkv")).bytes)
        }
        return line
    }
}

/// What the encoders are told, ours and theirs.
enum LadderSetting: String, CaseIterable {
    case shipped, quick

    var title: String {
        self == .shipped ? "medium, crf 22, capped: web-ladder" : "veryfast, crf 23"
    }

    func ladder(isFull: Bool) -> FilmLadder {
        let sizes = [(1_920, 1_080), (1_280, 720), (854, 480), (256, 144)]
        let shown = isFull ? sizes : Array(sizes.dropFirst()) + [(192, 108)]
        let (preset, quality) = self == .shipped ? ("medium", "22") : ("veryfast", "23")
        var ladder = FilmLadder.test(
            shown,
            "libx264",
            [
                CodecOption("preset", preset), CodecOption("crf", quality),
                CodecOption("g", "{gop}"),
            ],
            segmentMilliseconds: 4_000
        )
        if self == .shipped {
            for (index, limit) in zip(
                ladder.rungs.indices,
                isFull ? limits : Array(limits.dropFirst())
            ) {
                ladder.rungs[index].video.options += [
                    CodecOption("maxrate", "\(limit)k"),
                    CodecOption("bufsize", "\(limit * 3 / 2)k"),
                ]
            }
        }
        ladder.streaming = FilmLadder.Streaming(
            hasHLS: true,
            hasDASH: true,
            playlist: .vod,
            hasSegmentFiles: false
        )
        return ladder
    }

    /// In kilobits a second; one more for the short clip.
    private var limits: [Int] { [5_000, 2_800, 1_400, 300, 200] }
}
