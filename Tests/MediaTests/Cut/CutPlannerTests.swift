import Model
import Testing

@testable import Media

@Suite("Where a film is cut")
struct CutPlannerTests {
    /// A stream of groups of pictures, told by letters in the order of decoding: `K` is a clean
    /// access, `P` a picture after all before it, `b` one shown before the picture ahead of it.
    private func packets(_ text: String) -> [CutPacket] {
        var packets: [CutPacket] = []
        var shown: Int64 = 0
        var waiting: [Int] = []
        func place(_ index: Int) {
            packets[index].presentation = shown * 10
            shown += 1
        }
        var anchor: Int?
        for letter in text {
            packets.append(CutPacket(duration: 10))
            let index = packets.count - 1
            packets[index].facts.access = letter == "K" ? .clean : .none
            if letter == "b" {
                waiting.append(index)
                continue
            }
            for waits in waiting { place(waits) }
            waiting = []
            if let anchor { place(anchor) }
            anchor = index
        }
        for waits in waiting { place(waits) }
        if let anchor { place(anchor) }
        for index in packets.indices { packets[index].decoding = Int64(index) * 10 - 30 }
        return packets
    }

    private struct Run {
        var slices: [CutSlice] = []
        /// The packets in each file, by their number.
        var files: [Int: [Int]] = [:]
        var closed: Set<Int> = []
        var failure: String?
    }

    private func run(_ packets: [CutPacket], _ rules: CutRules) -> Run {
        var planner = CutPlanner(rules)
        var run = Run()
        func take(_ actions: [CutAction], _ number: Int) {
            for action in actions {
                switch action {
                case .open(let slice): run.files[slice] = []
                case .write(let slice): run.files[slice]?.append(number)
                case .close(let slice): run.closed.insert(slice)
                case .remove(let slice): run.files[slice] = nil
                case .publish(let slice): run.slices.append(slice)
                }
            }
        }
        for (number, packet) in packets.enumerated() {
            take(planner.take(packet), number)
            run.failure = planner.failure
            if planner.failure != nil { return run }
        }
        take(planner.end(lastDuration: 10), packets.count)
        return run
    }

    private func rules(
        every ticks: Int64,
        preRoll: Bool = false,
        uncut: String? = nil
    ) -> CutRules {
        var rules = CutRules(
            sliceMilliseconds: 1,
            timeBase: Rational(1, 1_000),
            needsPreRoll: preRoll,
            uncutReason: uncut
        )
        rules.target = ticks
        return rules
    }

    @Test("a slice goes on over the next key frame and the pictures shown before it")
    func postRoll() {
        let run = run(packets("KPbbPbbKbbPbbP"), rules(every: 50))
        #expect(run.slices.map(\.index) == [0, 1])
        #expect(run.files == [0: Array(0...9), 1: Array(7...13)])
        #expect(run.slices.map(\.start) == [0, 90])
        #expect(run.slices.map(\.end) == [90, 140])
        #expect(
            run.slices.map { Array($0.times ?? TimeRuns()) } == [
                Array(stride(from: 0, to: 90, by: 10)), Array(stride(from: 90, to: 140, by: 10)),
            ]
        )
        #expect(run.closed == [0, 1])
    }

    @Test("no slice is shorter than the target, but for the last")
    func target() {
        let run = run(packets(String(repeating: "KPP", count: 7)), rules(every: 50))
        #expect(run.slices.map(\.start) == [0, 60, 120, 180])
        #expect(run.slices.map(\.firstPacket) == [0, 6, 12, 18])
    }

    @Test("slices tile the film, and every frame is in one of them, however it is cut")
    func tiles() {
        let text = "KPbbPbKbbbPKPPPbPKbPbbPKKKbPP" + String(repeating: "KbPbbP", count: 40)
        for target in stride(from: Int64(1), to: 300, by: 7) {
            let packets = packets(text)
            let run = run(packets, rules(every: target))
            #expect(zip(run.slices, run.slices.dropFirst()).allSatisfy { $0.end == $1.start })
            let times = run.slices.flatMap { Array($0.times ?? TimeRuns()) }
            #expect(times == (0..<packets.count).map { Int64($0) * 10 })
            #expect(run.slices.allSatisfy { $0.uncutReason == nil })
        }
    }

    @Test("a file that is begun early holds the group of pictures before its slice")
    func preRoll() {
        let run = run(packets("KPPKPPKPPKPPKPP"), rules(every: 60, preRoll: true))
        #expect(run.slices.map(\.start) == [0, 60, 120])
        #expect(run.slices.map(\.firstPacket) == [0, 3, 9])
        // Its own end is the next slice's key frame and the first picture shown after it.
        #expect(run.files[1] == Array(3...12))
        #expect(run.files[2] == Array(9...14))
        #expect(run.files.count == 3)
    }

    @Test("pictures before a key frame at the very beginning are not expected")
    func leadingAtStart() {
        var packets = packets("KbbPPKPP")
        packets[1].facts.isUndecodableAtStart = true
        packets[2].facts.isUndecodableAtStart = true
        let run = run(packets, rules(every: 20))
        #expect(run.slices[0].start == 20)
        #expect(run.slices[0].surelyWholeFrom == nil)
        #expect(run.slices[0].times?.first == 20)
    }

    @Test("a recording that begins inside a group of pictures says from where on it is whole")
    func midGOP() {
        let run = run(packets("PPbPKbPPKPP"), rules(every: 30))
        #expect(run.slices[0].start == 0)
        #expect(run.slices[0].surelyWholeFrom == 50)
        #expect(run.slices.dropFirst().allSatisfy { $0.surelyWholeFrom == nil })
    }

    @Test("no slice lies before the first place where decoding can begin")
    func longBeginning() {
        let run = run(packets("PPPPPPPPPPKPPPPPPPPPKPPPP"), rules(every: 50))
        #expect(run.slices.map(\.start) == [0, 200])
        #expect(run.slices[0].surelyWholeFrom == 100)
    }

    @Test("frames whose packets have no time lie in the film's one slice")
    func untimedBeginning() {
        var packets = packets("KPPPPP")
        packets[0].presentation = nil
        packets[1].presentation = nil
        let run = run(packets, rules(every: 50))
        #expect(run.slices.map(\.times) == [nil])
        #expect(run.slices[0].start == -30)
    }

    @Test("what cannot be cut is one slice with its reason, and nothing is written")
    func uncut() {
        let run = run(packets("KPPKPPKPP"), rules(every: 20, uncut: "a filter remembers"))
        #expect(run.slices.map(\.uncutReason) == ["a filter remembers"])
        #expect(run.slices[0].times?.count == 9)
        #expect(run.files.isEmpty)
    }

    @Test("a frame without a time in the middle makes one slice of what is not published")
    func missingTime() {
        var packets = packets(String(repeating: "KPPPPPPPPP", count: 30))
        packets[205].presentation = nil
        let run = run(packets, rules(every: 100))
        #expect(run.slices.last?.uncutReason == "video packet 205 has no time")
        #expect(run.slices.last?.times == nil)
        #expect(zip(run.slices, run.slices.dropFirst()).allSatisfy { $0.end == $1.start })
        // The cut at 140 was closed by packet 141, and 64 more are awaited.
        #expect(run.slices.last?.firstPacket == 130)
        #expect(run.files.keys.max() == 12)
    }

    @Test("frames that are left out by an edit list are not expected, and nothing is cut")
    func editList() {
        var packets = packets("KPPKPPKPP")
        packets[0].isDiscarded = true
        packets[1].isDiscarded = true
        let run = run(packets, rules(every: 20))
        #expect(run.slices.count == 1)
        #expect(run.slices[0].times.map(Array.init) == Array(stride(from: 20, to: 90, by: 10)))
        #expect(run.slices[0].uncutReason?.hasPrefix("an edit list leaves out") == true)
    }

    @Test("time that goes back before slices that are published is a failure with its numbers")
    func backwards() {
        var packets = packets(String(repeating: "KPPPPPPPPP", count: 30))
        packets[250].presentation = 5
        let run = run(packets, rules(every: 100))
        #expect(run.failure == "the time goes back from 1800 to 5 ticks at video packet 250")
    }

    @Test("a picture that is shown before a cut and comes after it takes the cut away")
    func latePicture() {
        var packets = packets("KPPPPPPPPPKPPPPPPPPPPP")
        (packets[5].presentation, packets[12].presentation) = (120, 50)
        let run = run(packets, rules(every: 90))
        #expect(run.slices.count == 1)
        #expect(run.slices[0].uncutReason != nil)
    }
}
