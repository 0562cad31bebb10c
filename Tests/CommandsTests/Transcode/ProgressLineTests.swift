@testable import Commands
import Testing

@Suite("The line of progress")
struct ProgressLineTests {
    static let whole = TranscodeProgress(
        percent: 42.34,
        framesPerSecond: 31.42,
        speed: 1.309,
        secondsLeft: 125,
        stage: "",
        slicesDone: 3,
        slicesTotal: 9,
        bytes: 12_400_000
    )

    @Test(
        "What does not fit is left out, the least important first",
        arguments: [
            (80, "42.3%  31.4 fps  1.31x  left 2m 05s  slices 3/9  12.4 MB"),
            (56, "42.3%  31.4 fps  1.31x  left 2m 05s  slices 3/9  12.4 MB"),
            (55, "42.3%  31.4 fps  1.31x  left 2m 05s  slices 3/9"),
            (40, "42.3%  31.4 fps  1.31x  left 2m 05s"), (30, "42.3%  1.31x  left 2m 05s"),
            (20, "42.3%  left 2m 05s"), (10, "42.3%"), (3, "42."), (0, ""),
        ]
    )
    func fits(columns: Int, line: String) {
        #expect(ProgressLine.text(ProgressLineTests.whole, columns: columns) == line)
    }

    @Test("What is not known is not shown")
    func unknown() {
        var progress = TranscodeProgress(
            percent: nil,
            framesPerSecond: 0,
            speed: .nan,
            secondsLeft: .infinity,
            stage: "reading",
            slicesDone: 0,
            slicesTotal: nil,
            bytes: 0
        )
        #expect(ProgressLine.text(progress, columns: 80) == "reading")
        progress.slicesDone = 2
        #expect(ProgressLine.text(progress, columns: 80) == "reading  slices 2")
        progress.percent = 100.4
        progress.secondsLeft = -1
        #expect(ProgressLine.text(progress, columns: 80) == "100.0%  reading  slices 2")
    }

    @Test(
        "Times are short",
        arguments: [
            (0, "0s"), (59.4, "59s"), (59.6, "1m 00s"), (3_599, "59m 59s"), (3_720, "1h 02m"),
            (360_000, "100h 00m"), (-3, "0s"), (.infinity, "?"),
        ] as [(Double, String)]
    )
    func times(seconds: Double, text: String) { #expect(Amount.time(seconds: seconds) == text) }

    @Test(
        "Sizes are in powers of a thousand",
        arguments: [
            (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (12_400_000, "12.4 MB"),
            (999_960_000, "1.0 GB"), (5_000_000_000_000_000, "5000.0 TB"),
        ] as [(Int64, String)]
    )
    func sizes(bytes: Int64, text: String) { #expect(Amount.size(bytes) == text) }
}
