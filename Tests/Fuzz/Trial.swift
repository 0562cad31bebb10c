import Media
import Model
import Platform

/// What probe and plan make of one file.
struct Trial {
    /// `whole`, or the kind of the refusal.
    var probe = "whole"
    /// `planned`, or the kind of the refusal.
    var plan = "planned"
    /// What must never be; nil is all well.
    var fault: String?

    init(_ file: Path, in directory: Path, sliceMilliseconds: Int64) {
        do throws(MediaFailure) {
            _ = try Probe.run(file)
        } catch {
            probe = error.kind.rawValue
            fault = Trial.fault(of: error, in: "probe")
        }
        var recipe = EncodeRecipe(container: "matroska")
        recipe.video.encoder = "ffv1"
        recipe.sliceMilliseconds = sliceMilliseconds
        let order = SplitOrder(source: file, recipe: recipe, directory: directory)
        let slices = Slices(directory)
        do throws(MediaFailure) {
            try SliceCutting.run(order, to: slices)
            fault = fault ?? slices.fault()
        } catch {
            plan = error.kind.rawValue
            fault = fault ?? Trial.fault(of: error, in: "plan")
        }
    }

    private static func fault(of failure: MediaFailure, in stage: String) -> String? {
        guard failure.attempt.isEmpty || failure.cause.isEmpty else { return nil }
        return "\(stage): an error without words (\(failure.kind.rawValue))"
    }
}

/// Takes slices and holds their plan against itself and against what lies in the directory.
private final class Slices: SliceOutput {
    private let directory: Path
    private var slices: [SlicePlan] = []
    private var batches = 0
    private var hasEnding = false
    private var early: String?

    init(_ directory: Path) { self.directory = directory }

    func remove(_ name: FileName) throws(MediaFailure) {
        do throws(SystemError) {
            try Directory.removeFile(directory / name)
        } catch {
            early = early ?? "plan: it removes \(name), and that cannot be: \(error.errno)"
        }
    }

    func complete(_ batch: SliceBatch) throws(MediaFailure) {
        if batch.index != batches { early = early ?? "plan: batch \(batch.index) is out of turn" }
        if hasEnding { early = early ?? "plan: a batch after the last" }
        hasEnding = batch.ending != nil
        batches += 1
        slices += batch.slices
    }

    func progress(_ progress: TaskProgress) {}

    func fault() -> String? {
        if let early { return early }
        guard hasEnding, !slices.isEmpty else { return "plan: it has no end" }
        for (index, slice) in slices.enumerated() {
            if slice.index != index { return "plan: slice \(slice.index) is number \(index)" }
            if slice.start >= slice.end { return "plan: slice \(index) is empty" }
            if index > 0, slices[index - 1].end != slice.start {
                return "plan: there is a gap before slice \(index)"
            }
            if let fault = fault(ofTimes: slice) { return fault }
        }
        return faultInDirectory()
    }

    private func fault(ofTimes slice: SlicePlan) -> String? {
        guard let times = slice.times else { return nil }
        var last: Int64?
        var count = 0
        for time in times {
            guard time >= slice.start, time < slice.end else {
                return "plan: slice \(slice.index) has a frame outside of it"
            }
            if let last, time <= last { return "plan: times of slice \(slice.index) do not rise" }
            last = time
            count += 1
        }
        return count == times.count ? nil : "plan: slice \(slice.index) counts its frames wrongly"
    }

    private func faultInDirectory() -> String? {
        var planned: [FileName: Int64] = [:]
        for case .file(let name, let bytes) in slices.map(\.origin) {
            planned[FileName(name)] = bytes
        }
        do throws(SystemError) {
            for entry in try Directory.entries(of: directory) {
                guard let bytes = planned.removeValue(forKey: entry.name) else {
                    return "plan: \(entry.name) is left behind"
                }
                let size = try Directory.status(of: directory / entry.name).size
                guard Int64(size) == bytes else {
                    return "plan: \(entry.name) has \(size) bytes and not \(bytes)"
                }
            }
        } catch {
            return "plan: \(error)"
        }
        return planned.keys.first.map { "plan: \($0) is not there" }
    }
}
