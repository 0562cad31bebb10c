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

    @Test("Of a film in several sizes the size of each is shown, where there is room")
    func renditions() {
        var progress = ProgressLineTests.whole
        progress.renditions = [("1080p", 9_000_000), ("480p", 3_400_000)].map { name, bytes in
            TranscodeProgress.Rendition(name: name, slicesDone: 3, frames: 300, bytes: bytes)
        }
        let line = "42.3%  31.4 fps  1.31x  left 2m 05s  slices 3/9"
        #expect(
            ProgressLine.text(progress, columns: 100)
                == line + "  1080p 9.0 MB, 480p 3.4 MB  12.4 MB"
        )
        #expect(ProgressLine.text(progress, columns: 60) == line + "  12.4 MB")
        for index in progress.renditions.indices { progress.renditions[index].bytes = 0 }
        #expect(ProgressLine.text(progress, columns: 100) == line + "  12.4 MB")
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
}
