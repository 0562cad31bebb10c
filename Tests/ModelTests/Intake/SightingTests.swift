import Model
import Testing

@Suite("What is said of a file")
struct SightingTests {
    static let texts: [(Sighting.State, String)] = [
        (
            .settling(quiet: .seconds(2), of: .seconds(10), grew: true),
            "settling: grew 2 s ago, and is taken when it has not changed for 10 s"
        ),
        (
            .settling(quiet: .seconds(3), of: .seconds(30), grew: false),
            "settling: unchanged for 3 s, and is taken when it has not changed for 30 s"
        ),
        (
            .incomplete(cause: "no index", readAgainIn: .seconds(600), isRejected: false),
            "incomplete: no index; it is read again in 10 min"
        ),
        (
            .unreadable(cause: "no format", readAgainIn: .seconds(3_600), isRejected: true),
            "rejected, unreadable for a day: no format; it is read again in 60 min"
        ),
        (
            .held(by: "it's/.reelmill-hold"),
            "held by it's/.reelmill-hold; let it go:  rm 'it'\\''s/.reelmill-hold'"
        ),
        (
            .done(record: "film_0123456789abcdef.0.0.done.json"),
            "done; to have it done again:  reelmill history rm 01234567"
        ),
    ]

    @Test("It says what it waits for, with numbers and remedies", arguments: texts)
    func text(state: Sighting.State, expected: String) {
        #expect(state.text == expected)
    }

    static let lasting: [(Sighting.State, String)] = [
        (
            .settling(quiet: .seconds(2), of: .seconds(10), grew: true),
            "settling: it grew, and is taken when it has not changed for 10 s"
        ),
        (
            .settling(quiet: .seconds(3), of: .seconds(30), grew: false),
            "settling: it is taken when it has not changed for 30 s"
        ),
        (
            .incomplete(cause: "no index", readAgainIn: .seconds(600), isRejected: false),
            "incomplete: no index; it is read again"
        ),
        (
            .unreadable(cause: "no format", readAgainIn: .seconds(3_600), isRejected: true),
            "rejected, unreadable for a day: no format; it is read again"
        ),
        (
            .trouble(cause: "EIO", readAgainIn: .seconds(9)),
            "cannot be read now: EIO; it is read again"
        ),
        (.empty, "empty: nothing is in it yet"),
    ]

    @Test("What is read later than it is written has no times that run", arguments: lasting)
    func lastingText(state: Sighting.State, expected: String) {
        #expect(state.lastingText == expected)
    }

    @Test("A loss of a source is told from what a person asked for")
    func loss() {
        #expect(SourceLoss.isOne(SourceLoss.changed("it is a directory now")))
        #expect(SourceLoss.isOne(SourceLoss.gone("a.mkv")))
        #expect(!SourceLoss.isOne(nil))
        #expect(!SourceLoss.isOne("asked for by ada"))
    }

    static let local = WatchMode(
        choice: .auto,
        fileSystem: "ext4",
        isNetwork: false,
        tellsAll: true,
        interval: nil,
        settle: nil
    )
    static let network = WatchMode(
        choice: .auto,
        fileSystem: "nfs4",
        isNetwork: true,
        tellsAll: false,
        interval: nil,
        settle: .seconds(5)
    )

    @Test("How the input is watched is by where it lies, and says why")
    func modes() {
        let local = SightingTests.local
        #expect(
            (local.kind, local.interval, local.settle) == (.inotify, .seconds(300), .seconds(10))
        )
        #expect(local.reason == "ext4 tells of every change")
        let network = SightingTests.network
        #expect(
            (network.kind, network.interval, network.settle) == (.poll, .seconds(10), .seconds(5))
        )
        #expect(network.reason == "nfs4 does not tell of what other hosts write")
    }
}
