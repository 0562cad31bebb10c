import Model
import Testing

@testable import Spool

@Suite("Names in the spool")
struct NameTests {
    static let holder = Holder(hostName: "pi4", bits: 0x0123_4567_89ab_cdef)

    @Test("A holder is its host's name and thirteen digits, and reads back as itself")
    func holders() {
        #expect(Self.holder.text == "pi4.00mf9g063v08f")
        #expect(Holder(hostName: "a", bits: 0).text == "a.0000000000000")
        #expect(Holder(hostName: "a", bits: .max).text == "a.3w5e11264sgsf")
        for bits in [0, 1, 35, 36, UInt64.max / 2, .max] {
            let holder = Holder(hostName: "node-1", bits: bits)
            #expect(Holder(holder.text) == holder)
        }
    }

    @Test(
        "Whatever a host is called, its holder's name is plain, and reads back",
        arguments: [
            ("Pi4", "pi4"), ("", "node"), ("a.b_c", "a-b-c"), ("../../etc", "------etc"),
            ("é", "--"), ("a\nb\0c", "a-b-c"), ("\u{212A}", "---"),
            (String(repeating: "x", count: 40), String(repeating: "x", count: 40)),
            (
                "release-of-a-farm-reelmill-worker-7d9f8b6c5-x2x9z",
                "release-of-a-farm-r-rker-7d9f8b6c5-x2x9z"
            ),
        ]
    )
    func hosts(name: String, node: String) {
        let holder = Holder(hostName: name, bits: 7)
        #expect(holder.node == node)
        #expect(Holder(holder.text) == holder)
    }

    @Test(
        "What is no holder is not taken for one",
        arguments: [
            "", ".", "a", "a.", ".0000000000000", "a.000000000000", "a.00000000000000",
            "A.0000000000000", "a.000000000000A", "a.b.0000000000000", "a.0000000000000.",
            "a_b.0000000000000", "a.000000000000é", "a/b.0000000000000", "a .0000000000000",
            String(repeating: "x", count: 41) + ".0000000000000", "node.drain",
        ]
    )
    func noHolders(text: String) {
        #expect(Holder(text) == nil)
    }

    @Test(
        "Tasks are called as they sort, and read back",
        arguments: [
            (TaskName.split, "split"), (.audio, "audio"), (.merge, "merge"), (.video(0), "v00000"),
            (.video(12), "v00012"), (.video(99_999), "v99999"), (.video(100_000), "v100000"),
            (.video(12, rung: 0), "v00012r0"), (.video(100_000, rung: 31), "v100000r31"),
        ]
    )
    func tasks(task: TaskName, text: String) {
        #expect(task.text == text)
        #expect(TaskName(text) == task)
    }

    @Test(
        "What is no task is not taken for one",
        arguments: [
            "", "v", "v1", "v0001", "v000001", "v-0001", "v+0001", "v0000x", "V00001", "w00001",
            "split ", "Split", "v000-1", "v99999999999999999999", "v٠٠٠٠١",
            "v00001r", "v00001r01", "v00001r-1", "v00001r1r1", "v00001s1", "v1r1", "v-12345",
            "r1",
        ]
    )
    func noTasks(text: String) {
        #expect(TaskName(text) == nil)
    }

    @Test("A waiting task and an attempt read back, and an attempt returns one generation on")
    func attempts() {
        let waiting = Waiting(task: .video(12), generation: 3)
        #expect(waiting.text == "v00012.3")
        #expect(Waiting(waiting.text) == waiting)
        let attempt = Attempt(task: .video(12), generation: 3, holder: Self.holder)
        #expect(attempt.text == "v00012.3.\(Self.holder.text)")
        #expect(Attempt(attempt.text) == attempt)
        #expect(attempt.waiting == waiting)
        #expect(attempt.returned.text == "v00012.4")
    }

    @Test(
        "What is neither is not taken for one",
        arguments: [
            "", ".", "split", "split.", "split.-1", "split.+1", "split.01", "split.1.", ".1",
            "split.1.a", "split.1.a.b", "split.1.pi4.0000000000000.json", "split..pi4",
            "split.x.pi4.0000000000000", "x.1.pi4.0000000000000", "split.99999999999999999999",
            "split.01.pi4.0000000000000",
        ]
    )
    func neither(text: String) {
        #expect(Waiting(text) == nil)
        #expect(Attempt(text) == nil)
    }

    @Test("A waiting task is no attempt, and an attempt no waiting task")
    func notEachOther() {
        let attempt = Attempt(task: .merge, generation: 0, holder: Self.holder)
        #expect(Attempt(attempt.waiting.text) == nil)
        #expect(Waiting(attempt.text) == nil)
    }
}
