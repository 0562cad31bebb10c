internal import Media
internal import Model
public import Platform

/// The child's side: does the one order that it is given and tells what comes of it.
public enum TaskChild {
    /// Whether it was done; what went wrong has been written as an event.
    public static func run(
        from input: StandardStream = .input,
        to output: StandardStream = .output
    ) -> Bool {
        let speaker = TaskSpeaker(output)
        if ProcessInput.environment[TaskChild.logsByName] != nil {
            MediaLog.listen { line in
                try? StandardStream.error.write(Array("\(line)\n".utf8))
            }
        }
        do throws(MediaFailure) {
            let listener = TaskListener(input)
            let order = try listener.order()
            switch order {
            case .split(let split):
                try RecipeFit.check(split.recipe, source: split.source)
                try SliceCutting.run(split, to: SliceFolder(split.directory, speaker, listener))
            case .video(let video): try encode(video, speaker)
            case .audio(let audio): try encode(audio, speaker)
            case .join(let join):
                let report = try FilmJoining.run(join) { speaker.say(.progress($0)) }
                try Durable.file(join.result)
                speaker.say(.joined(report))
            case .package(let package):
                let report = try FilmPackaging.run(package, to: PackageTarget(speaker: speaker))
                // Whoever stages it puts all of it on the disk, with its times.
                speaker.say(.packaged(report))
            case .probe(let path): speaker.say(.probed(try Probe.run(path)))
            case .trial(let profile):
                speaker.say(.tried(RecipeTrial.complaints(about: profile)))
            case .encoders(let names):
                for name in names { speaker.say(.encoder(EncoderTrial.verdict(on: name))) }
                speaker.say(.encodersTried)
            }
            return true
        } catch {
            speaker.say(.failed(error))
            return false
        }
    }

    /// The variable that makes it write what the libraries log to standard errors.
    static let logsByName = Array("REELMILL_TASK_LOG".utf8)

    private static func encode(
        _ order: VideoOrder,
        _ speaker: TaskSpeaker
    ) throws(MediaFailure) {
        guard order.ladder == nil else {
            let reports = try LadderEncoding.run(order) { speaker.say($0) }
            for report in reports where !report.times.isEmpty { try Durable.file(report.path) }
            speaker.say(.parts(reports))
            return
        }
        let report = try SliceEncoding.run(order) { speaker.say($0) }
        if !report.times.isEmpty { try Durable.file(order.part) }
        speaker.say(.part(report))
    }

    private static func encode(
        _ order: AudioOrder,
        _ speaker: TaskSpeaker
    ) throws(MediaFailure) {
        let reports = try SoundEncoding.runAll(order) { speaker.say(.progress($0)) }
        for report in reports where !report.tracks.isEmpty { try Durable.file(report.path) }
        if order.sounds == nil, let report = reports.first {
            speaker.say(.sound(report))
        } else {
            speaker.say(.sounds(reports))
        }
    }
}

/// Writes events. When nobody reads any more the parent is gone, and so is the reason to go on.
struct TaskSpeaker {
    private let output: StandardStream

    init(_ output: StandardStream) { self.output = output }

    func say(_ event: TaskEvent) {
        do {
            try output.write(try TaskLines.line(event))
        } catch {
            ProcessEnd.exit(1)
        }
    }
}

/// Reads what the parent writes.
final class TaskListener {
    private let input: StandardStream
    private var bytes: [UInt8] = []

    init(_ input: StandardStream) { self.input = input }

    func order() throws(MediaFailure) -> TaskOrder {
        guard let line = line() else {
            throw MediaFailure(.died, "read an order", nil, "standard input ended before it")
        }
        do {
            return try TaskLines.value(TaskOrder.self, from: line)
        } catch {
            throw MediaFailure(.mismatch, "read an order", nil, "\(error)")
        }
    }

    /// Waits for a line; nil when there will be none.
    func line() -> [UInt8]? {
        while true {
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(bytes[..<end])
                bytes.removeFirst(end + 1)
                return line
            }
            guard bytes.count < TaskLines.bytesMax,
                let more = try? input.read(atMost: 1 << 16), !more.isEmpty
            else { return nil }
            bytes += more
        }
    }
}

/// Where a splitter's child puts slices.
private struct SliceFolder: SliceOutput {
    private let directory: Path
    private let speaker: TaskSpeaker
    private let listener: TaskListener

    init(_ directory: Path, _ speaker: TaskSpeaker, _ listener: TaskListener) {
        self.directory = directory
        self.speaker = speaker
        self.listener = listener
    }

    func remove(_ name: FileName) throws(MediaFailure) {
        do throws(SystemError) {
            try Directory.removeFile(directory / name)
        } catch {
            if error.errno != .noSuchFile { throw MediaFailure(error) }
        }
    }

    func complete(_ batch: SliceBatch) throws(MediaFailure) {
        for slice in batch.slices {
            if case .file(let name, _) = slice.origin {
                try Durable.file(directory / FileName(name))
            }
        }
        try Durable.directory(directory)
        speaker.say(.batch(batch))
        if batch.ending != nil { return }
        // The one who gave the order says when there is room for more.
        guard listener.line() != nil else {
            throw MediaFailure(.died, "go on cutting", nil, "the one who gave the order is gone")
        }
    }

    func progress(_ progress: TaskProgress) { speaker.say(.progress(progress)) }
}

/// Where a packager's child puts files.
private struct PackageTarget: PackageFolder {
    let speaker: TaskSpeaker

    func makeDirectory(_ path: Path) throws(MediaFailure) {
        do throws(SystemError) {
            try Directory.create(path)
        } catch {
            throw MediaFailure(error)
        }
    }

    func remove(_ path: Path) throws(MediaFailure) {
        do throws(SystemError) {
            try Directory.removeFile(path)
        } catch {
            throw MediaFailure(error)
        }
    }

    func progress(_ progress: TaskProgress) { speaker.say(.progress(progress)) }
}

/// Puts what was written on the disk.
enum Durable {
    static func file(_ path: Path) throws(MediaFailure) {
        do throws(SystemError) {
            try OpenFile(path, for: .update).sync()
        } catch {
            throw MediaFailure(error)
        }
    }

    static func directory(_ path: Path) throws(MediaFailure) {
        do throws(SystemError) {
            try Directory.sync(path)
        } catch {
            throw MediaFailure(error)
        }
    }
}

extension MediaFailure {
    /// Trouble with a file is the storage's, whatever it was made for.
    init(_ error: SystemError) {
        self.init(.storage, error.attempt, error.path, "\(error.errno)")
    }
}
