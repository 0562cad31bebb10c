import Testing

@testable import Model

@Suite("Names of events for people") struct EventNamesTests {
    @Test("tasks that are slices are told as slices, and others as what they are")
    func shown() {
        #expect(EventNames.shown("task.done", attempt: "v00012.1.pi4_2f") == "slice.done")
        #expect(EventNames.shown("task.done", attempt: "merge.0.pi4_2f") == "task.done")
        #expect(EventNames.shown("task.done", attempt: nil) == "task.done")
        #expect(EventNames.shown("job.queued", attempt: nil) == "job.queued")
    }

    @Test("a name that people use says what it is kept as")
    func kept() {
        let names = ["slice.done", "task.done", "job.queued"].map { EventNames.kept($0) }
        #expect(names.map(\.kind) == ["task.done", "task.done", "job.queued"])
        #expect(names.map(\.isOfSlice) == [true, false, nil])
    }
}
