import Model
import TestKit
import Testing

@testable import Platform

@Suite("What is said about directories that are not watched")
struct WatchCoverageTests {
    @Test("Each cause is told with its numbers and its remedy")
    func messages() {
        let limits = InotifyLimits(queuedEvents: 16_384, instances: 128, watches: 524_288)
        #expect(
            coverage(
                [
                    WatchGap(path: "/in/b", cause: .watchLimit),
                    WatchGap(path: "/in/c", cause: .watchLimit),
                    WatchGap(path: "/in/d", cause: .error(.accessDenied)),
                ],
                limits
            ).messages == [
                "cannot watch 2 directories below /in, the first is /in/b: all 524288 inotify "
                    + "watches of this user are in use, 500 of them here; what happens there is "
                    + "found by the periodic scan only. Allow more, on the host: "
                    + "sysctl fs.inotify.max_user_watches=1048576",
                "cannot watch /in/d: Permission denied (EACCES)",
            ]
        )
        let gap = WatchGap(path: "/in", cause: .instanceLimit(.tooManyOpenFilesHere))
        #expect(
            coverage([gap], limits).messages == [
                "cannot watch /in: Too many open files (EMFILE), all 128 inotify instances of this "
                    + "user or the open files of this process are in use; changes are found by the "
                    + "periodic scan only. Allow more, on the host: "
                    + "sysctl fs.inotify.max_user_instances=512"
            ]
        )
    }

    @Test("Nothing is said when everything is watched")
    func complete() {
        let coverage = coverage([], .current())
        #expect(coverage.isComplete)
        #expect(coverage.messages.isEmpty)
    }

    @Test("Gaps beyond the limit are counted, not kept")
    func bounded() {
        var gaps = WatchGaps()
        for number in 0..<(WatchGaps.listedMax + 7) {
            let isNews = gaps.add(Path("/in/\(number)"), .watchLimit)
            #expect(isNews == (number < WatchGaps.listedMax))
        }
        #expect(gaps.listed.count == WatchGaps.listedMax)
        #expect(gaps.count == WatchGaps.listedMax + 7)
    }

    @Test("A gap is news once, and goes with the directory it is in")
    func news() {
        var gaps = WatchGaps()
        let isNews = [
            gaps.add("/in/a/b", .watchLimit), gaps.add("/in/a/b", .watchLimit),
            gaps.add("/in/a/b", .error(.accessDenied)), gaps.add("/in/ab", .watchLimit),
        ]
        #expect(isNews == [true, false, true, true])
        gaps.remove("/in/a")
        #expect(gaps.sorted.map(\.path) == ["/in/ab"])
    }

    @Test("The limits are those of the kernel; what cannot be read is nil")
    func limits() throws {
        #expect(InotifyLimits.current().watches ?? 0 > 0)
        let scratch = try Scratch()
        try scratch.file("max_user_watches", "8192\n")
        try scratch.file("max_user_instances", "many\n")
        #expect(
            InotifyLimits(from: scratch.path)
                == InotifyLimits(queuedEvents: nil, instances: nil, watches: 8_192)
        )
    }

    private func coverage(_ gaps: [WatchGap], _ limits: InotifyLimits) -> WatchCoverage {
        WatchCoverage(
            folder: "/in",
            watchedDirectories: 500,
            isSettingUp: false,
            gaps: gaps,
            gapsCount: gaps.count,
            limits: limits
        )
    }
}
