import Model
import Testing

@Suite("Whether a dropped file is all there")
struct SettlingTests {
    private func stamp(_ size: UInt64, changed: Int64 = 0, inode: UInt64 = 1) -> FileStamp {
        FileStamp(device: 1, inode: inode, size: size, modified: 5, changed: changed)
    }

    private func settling(_ stamp: FileStamp) -> Settling {
        Settling(Settling.Rule(settleTime: .seconds(10)), stamp, at: .seconds(100))
    }

    @Test("It is ready when nothing moved for the settle time, in two looks")
    func ready() {
        var file = settling(stamp(7))
        #expect(file.verdict(at: .seconds(100)) == .settling(since: .zero, grew: false))
        #expect(
            file.look(stamp(7), at: .seconds(109)) == .settling(since: .seconds(9), grew: false)
        )
        #expect(file.look(stamp(7), at: .seconds(110)) == .ready)
    }

    @Test("One look is not enough, however long ago")
    func oneLook() {
        let file = settling(stamp(7))
        #expect(file.verdict(at: .seconds(500)) == .settling(since: .seconds(400), grew: false))
    }

    @Test("Growth begins the wait anew and is told")
    func growth() {
        var file = settling(stamp(7))
        #expect(file.look(stamp(9), at: .seconds(110)) == .settling(since: .zero, grew: true))
        #expect(file.look(stamp(9), at: .seconds(112)) == .settling(since: .seconds(2), grew: true))
        #expect(file.look(stamp(9), at: .seconds(120)) == .ready)
    }

    @Test("A size that was made beforehand is betrayed by the time of change")
    func preallocated() {
        var file = settling(stamp(7, changed: 1))
        let verdict = file.look(stamp(7, changed: 2), at: .seconds(110))
        #expect(verdict == .settling(since: .zero, grew: false))
    }

    @Test("Another file of the name begins anew")
    func replaced() {
        var file = settling(stamp(7))
        #expect(file.look(stamp(7, inode: 2), at: .seconds(110)) != .ready)
    }

    @Test("A file that is ready and moves again is not ready any more")
    func movesAgain() {
        var file = settling(stamp(7))
        #expect(file.look(stamp(7), at: .seconds(120)) == .ready)
        #expect(file.look(stamp(8), at: .seconds(130)) == .settling(since: .zero, grew: true))
    }

    @Test("Nothing in it is not all there")
    func empty() {
        var file = settling(stamp(0))
        #expect(file.look(stamp(0), at: .seconds(900)) == .empty)
    }

    @Test("What was not whole inside is read again, ever more seldom and for ever")
    func incomplete() {
        var file = settling(stamp(7))
        #expect(file.look(stamp(7), at: .seconds(110)) == .ready)
        var now = Duration.seconds(110)
        var delays: [Duration] = []
        for _ in 0..<7 {
            file.wasIncomplete("no index", at: now)
            guard case .incomplete("no index", let delay) = file.look(stamp(7), at: now) else {
                Issue.record("it is read again at once")
                return
            }
            delays.append(delay)
            now += delay
            #expect(file.look(stamp(7), at: now) == .ready)
        }
        #expect(delays == [30, 60, 120, 240, 480, 600, 600].map { .seconds($0) })
    }

    @Test("What moves is read again soon, whatever was found before")
    func incompleteMoves() {
        var file = settling(stamp(7))
        file.wasIncomplete("no index", at: .seconds(110))
        _ = file.look(stamp(8), at: .seconds(115))
        #expect(file.look(stamp(8), at: .seconds(125)) == .ready)
    }
}
