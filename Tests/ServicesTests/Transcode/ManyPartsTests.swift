import Model
import Platform
import Synchronization
import TestKit
import Testing

@testable import Services

@Suite("Films in thousands of parts")
struct ManyPartsTests {
    /// One tiny part stands for all of them: the joining opens it as often as there are parts.
    private func order(parts count: Int, in directory: Path) throws -> JoinOrder {
        let runner = try BuiltProgram.runner()
        var recipe = EncodeRecipe(container: "matroska")
        recipe.video.encoder = "mpeg4"
        recipe.audio.mode = .drop
        let source = try TestMedia.h264Pyramid.file()
        let split = SplitOrder(source: source, recipe: recipe, directory: directory)
        var batches: [SliceBatch] = []
        let last = try runner.run(.split(split), cancellation: never) { event in
            if case .batch(let batch) = event { batches.append(batch) }
        }
        if case .batch(let batch) = last { batches.append(batch) }
        guard let batch = batches.first, var slice = batch.slices.first, let times = slice.times,
            case .file(let name, _) = slice.origin
        else { throw Unexpected() }
        slice.times = TimeRuns(times.prefix(4))
        slice.end = Array(times.prefix(5)).last ?? slice.end
        let video = VideoOrder(
            source: source,
            sliceFile: directory / FileName(name),
            film: batch.film,
            slice: slice,
            recipe: recipe,
            part: directory / "part.nut"
        )
        let event = try runner.run(.video(video), cancellation: never) { _ in }
        guard case .part(let part) = event else { throw Unexpected() }
        let length = batch.film.timeBase.rescale(slice.end - slice.start, to: part.timeBase)
        return JoinOrder(
            source: source,
            recipe: recipe,
            film: batch.film,
            lastDuration: (slice.end - slice.start) / 4,
            parts: (0..<count).map { index in
                var copy = part
                copy.slice = index
                copy.times = TimeRuns(part.times.map { $0 + Int64(index) * length })
                copy.shift = part.shift - Int64(index) * length
                return copy
            },
            sound: nil,
            result: directory / FileName("result-\(count).mkv")
        )
    }

    private struct Unexpected: Error {}
    private let never = Cancellation()

    @Test("5,000 parts are joined with 64 open files, in hardly more memory than 500")
    func manyParts() throws {
        var peaks: [Int] = []
        for count in [500, 5_000] {
            let scratch = try Scratch()
            let order = try order(parts: count, in: scratch.path)
            let memory = PeakMemory()
            var runner = try BuiltProgram.runner()
            runner.limits.append(.openFiles(64))
            runner.onStart = { _, child in memory.watch(child) }
            let event = try runner.run(.join(order), cancellation: never) { _ in }
            guard case .joined(let report) = event else { throw Unexpected() }
            #expect(report.frames == 4 * count)
            peaks.append(try memory.peak())
            print(
                "long: \(count) parts joined in \(report.joinMilliseconds) ms and proven in "
                    + "\(report.proofMilliseconds) ms, peak \(peaks.last ?? 0) MiB"
            )
        }
        #expect(peaks[0] > 0)
        #expect(peaks[1] < peaks[0] + 100)
    }
}

/// The most memory that a child has resident, looked at every few milliseconds until it ends: what
/// wait4(2) says of it begins with what the tests themselves have.
private final class PeakMemory: Sendable {
    private let mebibytes = Mutex(0)
    private let isOver = Mutex(false)
    private let bell = Bell()

    func watch(_ child: ChildProcess) {
        let thread = try? NamedThread("memory") { [self] in
            while ((try? child.wait(upTo: .milliseconds(5))).flatMap(\.self)) == nil {
                let now = PeakMemory.resident(child.processID)
                mebibytes.withLock { $0 = max($0, now) }
            }
            isOver.withLock { $0 = true }
            bell.ring()
        }
        _ = consume thread
    }

    func peak() throws -> Int {
        let deadline = Deadline(after: .seconds(60))
        while !deadline.isOver {
            let count = bell.count
            if isOver.withLock(\.self) { return mebibytes.withLock(\.self) }
            bell.wait(after: count, upTo: .seconds(1))
        }
        return 0
    }

    private static func resident(_ process: Int32) -> Int {
        let path = Path("/proc/").appending(Path("\(process)/status"))
        guard let file = try? OpenFile(path, for: .read),
            let bytes = try? file.readAll(limit: 1 << 16)
        else { return 0 }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("VmHWM:") }
        let kibibytes = line?.split { $0 == " " || $0 == "\t" }.dropFirst().first
        return kibibytes.flatMap { Int($0) }.map { $0 / 1_024 } ?? 0
    }
}
