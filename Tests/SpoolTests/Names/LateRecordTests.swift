import Testing

@testable import Spool

@Suite("Records that came late")
struct LateRecordTests {
    private func record(_ life: Int, _ generation: Int) -> RecordName {
        let key = JobKey(JobID(sourceName: "film", hash: 1), life: life)
        return RecordName(key, generation: generation, outcome: .cancelled)
    }

    @Test("One that was taken back, or whose job was tried again, counts for nothing")
    func late() {
        let found = [record(0, 0), record(0, 1), record(1, 0), record(2, 0)]
        let late = RecordName.late(found, removed: [record(1, 0)])
        #expect(late == [record(0, 0), record(1, 0)])
    }

    @Test("The only one counts, whatever its generation")
    func only() {
        #expect(RecordName.late([record(0, 3)], removed: [record(0, 2)]) == [])
    }
}
