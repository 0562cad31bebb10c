import FoundationEssentials
@testable import Model
import Testing

@Suite("Runs of times")
struct TimeRunsTests {
    private static let lists: [[Int64]] = [
        [], [7], [-3, 4], [0, 40, 80, 120], [0, 33, 67, 100, 133, 167, 200], [0, 1, 2, 10, 11, 12],
        [5, 6, 8, 9, 11, 12, 100, 1_000], [Int64.min, Int64.min + 1, Int64.min + 2],
        [Int64.max - 2, Int64.max - 1, Int64.max],
    ]

    @Test("Times come out as they went in", arguments: lists)
    func iteration(times: [Int64]) {
        let runs = TimeRuns(times)
        #expect(Array(runs) == times)
        #expect(runs.count == times.count && runs.isEmpty == times.isEmpty)
        #expect(runs.first == times.first && runs.last == times.last)
    }

    @Test("A constant rate is one run, and a change of the rate begins another")
    func runs() {
        var runs = TimeRuns(stride(from: Int64(0), to: 90_000 * 3_600, by: 3_754))
        let hour = TimeRuns.Run(start: 0, step: 3_754, count: 86_308)
        #expect(runs.runs == [hour] && runs.count == 86_308)
        let last = hour.last
        for time in [last + 1, last + 2, last + 3, last + 50] { runs.append(time) }
        let second = TimeRuns.Run(start: last + 1, step: 1, count: 3)
        #expect(runs.runs == [hour, second, TimeRuns.Run(start: last + 50, step: 0, count: 1)])
        #expect(runs.count == 86_312)
    }

    @Test("Runs are written as numbers, three for each, and read again", arguments: lists)
    func coding(times: [Int64]) throws {
        let runs = TimeRuns(times)
        let written = try JSONEncoder().encode(runs)
        let read = try JSONDecoder().decode(TimeRuns.self, from: written)
        #expect(read == runs && Array(read) == times && read.count == times.count)
    }

    @Test("What is read can be added to as if it had been there from the beginning")
    func goingOn() throws {
        for length in 0..<7 {
            let times = TimeRunsTests.lists[4]
            let written = try JSONEncoder().encode(TimeRuns(times.prefix(length)))
            var read = try JSONDecoder().decode(TimeRuns.self, from: written)
            for time in times.dropFirst(length) { read.append(time) }
            #expect(read == TimeRuns(times))
        }
    }

    @Test("The form of runs in a file")
    func form() throws {
        let written = try JSONEncoder().encode(TimeRuns([10, 20, 30, 31]))
        #expect(String(decoding: written, as: UTF8.self) == "[10,10,3,31,0,1]")
    }

    @Test(
        "What are no rising times is refused",
        arguments: [
            "[1]", "[1,2]", "[1,2,3,4]", "[1,2,0]", "[1,2,-1]", "[1,0,2]", "[1,-1,2]",
            // Runs that overlap, and that begin where the one before ends.
            "[0,10,3,15,10,2]", "[0,10,3,20,10,2]",
            // More than can be counted or added up.
            "[0,1,1099511627776]", "[0,9223372036854775807,3]", "[9223372036854775807,1,2]",
            "{}", "[0.5,1,2]", "null",
        ]
    )
    func refused(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(TimeRuns.self, from: Data(text.utf8))
        }
    }
}
