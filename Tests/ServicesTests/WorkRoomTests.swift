import Model
import Platform
import TestKit
import Testing

@testable import Services

@Suite("Where a job's result is made")
struct WorkRoomTests {
    private let held: Held
    private let result: Path
    private let room: WorkRoom

    /// Suites are copied, and a directory has one owner.
    private final class Held {
        let scratch: Scratch

        init(_ scratch: consuming Scratch) { self.scratch = scratch }
    }

    init() throws {
        let scratch = try Scratch()
        let directory = scratch.path
        held = Held(scratch)
        result = directory / "film.mkv"
        let job = TranscodeJob(
            source: directory / "in.mkv",
            result: result,
            recipe: EncodeRecipe(container: "matroska"),
            slots: 1
        )
        room = try WorkRoom(for: job)
        try write("new", to: room.staged)
    }

    private func write(_ text: String, to path: Path) throws {
        let file = try OpenFile.create(path)
        try file.write(Array(text.utf8))
        try file.close()
    }

    private func text(of path: Path) throws -> String {
        String(decoding: try OpenFile(path, for: .read).readAll(limit: 100), as: UTF8.self)
    }

    private func failure(_ body: () throws(MediaFailure) -> Void) -> MediaFailure? {
        do throws(MediaFailure) {
            try body()
            return nil
        } catch { return error }
    }

    @Test("a file that came meanwhile stays, and so does the result, which the message names")
    func cameMeanwhile() throws {
        try write("old", to: result)
        let failure = failure { () throws(MediaFailure) in
            try room.publish(as: result, overwrites: false)
        }
        #expect(failure?.remedy?.contains("\(room.staged)") == true)
        #expect(try text(of: result) == "old")
        #expect(try text(of: room.staged) == "new")
    }

    @Test("with leave to overwrite it takes its place")
    func overwrites() throws {
        try write("old", to: result)
        try room.publish(as: result, overwrites: true)
        #expect(try text(of: result) == "new")
    }

    @Test("where no rename spares what is there, a link does", arguments: [false, true])
    func withoutExclusiveRename(isThere: Bool) throws {
        if isThere { try write("old", to: result) }
        let failure = Faults.with(.fails("renameat2", .invalidArgument)) {
            self.failure { () throws(MediaFailure) in
                try room.publish(as: result, overwrites: false)
            }
        }
        #expect((failure == nil) == !isThere)
        #expect(try text(of: result) == (isThere ? "old" : "new"))
        #expect(((try? text(of: room.staged)) == nil) == !isThere)
    }

    @Test("where there are no links either, a plain rename does")
    func withoutLinks() throws {
        try Faults.with(
            .fails("renameat2", .invalidArgument),
            .fails("link", .operationNotPermitted)
        ) {
            try room.publish(as: result, overwrites: false)
        }
        #expect(try text(of: result) == "new")
    }
}

@Suite("How long a child may say nothing")
struct PatienceTests {
    private let runner = TaskRunner(program: "/bin/true")
    private let recipe = EncodeRecipe(container: "matroska")
    private let film = FilmPlan(
        videoStream: 0,
        codec: "h264",
        timeBase: .milliseconds,
        startMicroseconds: 0,
        shift: 0,
        frameRate: nil,
        threads: 1,
        picture: PictureProperties()
    )

    @Test("a join of much has the time that a slow disk takes for it")
    func join() {
        let sound = SoundReport(path: "s.nut", bytes: 40 << 30, tracks: [])
        let order = JoinOrder(
            source: "a.mkv",
            recipe: recipe,
            film: film,
            lastDuration: 1,
            parts: [],
            sound: sound,
            result: "b.mkv"
        )
        #expect(runner.patience(with: .join(order)) == runner.stallLimit + .seconds(10_240))
    }

    @Test("what does not touch a whole file has none")
    func others() {
        let audio = AudioOrder(source: "a.mkv", recipe: recipe, part: "s.nut")
        #expect(runner.patience(with: .audio(audio)) == runner.stallLimit)
    }
}
