import Model
import Platform
import Spool
import Synchronization
import TestKit
import Testing

@testable import Services

@Suite("Publishing a result that is a directory")
struct LadderOutletTests {
    let bed: PublishingBed
    var outlet: FolderOutlet { FolderOutlet(bed.site) }
    var target: Path { bed.output.appending(PublishingBed.directory) }

    static let smaller: [Path: String] = ["film.m3u8": "which there are", "film_144p.mp4": "less"]

    init() throws { bed = try PublishingBed() }

    private func order(_ change: (inout PublicationRules) -> Void = { _ in }) throws -> JobOrder {
        var rules = PublicationRules()
        change(&rules)
        return try bed.order(try bed.ladderOffer(rules: rules))
    }

    private func refusal(_ publication: Publication) -> String? {
        guard case .refused(let reason) = publication else { return nil }
        return reason
    }

    @Test("It is staged whole, with the source's times, and says what all of it is")
    func staged() throws {
        let order = try order()
        let staged = try bed.staged(order, PublishingBed.files)
        #expect(staged.isDirectory == true)
        #expect(staged.target == PublishingBed.directory)
        let bytes = PublishingBed.files.values.reduce(0) { $0 + $1.utf8.count }
        #expect(staged.bytes == UInt64(bytes))
        let path = bed.output.appending(staged.path)
        #expect(path.name.map { "\($0)".hasSuffix(".hls") } == true)
        for name: Path in [".", "film.m3u8", "subtitles", "subtitles/en.vtt"] {
            let modified = try Directory.status(of: path.appending(name)).modified
            #expect(modified.seconds == order.source.modifiedSeconds)
        }
    }

    @Test("One file that is another, lacks or is too much is another content")
    func content() throws {
        let order = try order()
        let staged = try bed.staged(order, PublishingBed.files)
        let tree = ResultTree(bed.output.appending(staged.path))
        let whole = try #require(try tree.content())
        #expect(whole.hash == staged.hash)
        // What desktops and storage boxes leave in folders is nobody's content.
        try bed.write("x", to: tree.root / ".DS_Store")
        try bed.write("x", to: tree.root / "@eaDir" / "film.m3u8")
        #expect(try tree.content() == whole)
        try bed.write("the-film", to: tree.root / "film_720p.mp4")
        let changed = try #require(try tree.content())
        #expect(changed.bytes == whole.bytes)
        #expect(changed.hash != whole.hash)
        try bed.write("the film", to: tree.root / "film_720p.mp4")
        #expect(try tree.content() == whole)
        try Directory.rename(tree.root / "film_144p.mp4", to: tree.root / "film_145p.mp4")
        #expect(try tree.content() != whole)
        try Directory.rename(tree.root / "film_145p.mp4", to: tree.root / "film_144p.mp4")
        try Directory.symbolicLink(at: tree.root / "more", to: "film.m3u8")
        #expect(try tree.content() == nil)
    }

    @Test("It gets its name in the mirrored folder, a second time as well, by whomever")
    func published() throws {
        let order = try order()
        let staged = try bed.staged(order, PublishingBed.files)
        let other = FolderOutlet(try bed.node("pi2"))
        for outlet in [outlet, other, outlet] {
            #expect(try outlet.publish(staged, of: order) == .published)
        }
        #expect(try bed.texts(below: target) == PublishingBed.files)
        try outlet.clear(order)
        #expect(try bed.tree(bed.output).filter { !$0.hasPrefix("tv/") } == [".reelmill/"])
    }

    @Test("What is not there and was not published has vanished")
    func vanished() throws {
        let order = try order()
        let staged = try bed.staged(order, PublishingBed.files)
        try Directory.removeFile(bed.output.appending(staged.path) / "film_144p.mp4")
        #expect(try outlet.publish(staged, of: order) == .vanished)
    }

    @Test("What somebody else has there stays, also an empty folder, and also to be overwritten")
    func foreign() throws {
        for conflict in [PublicationRules.Conflict.fail, .overwrite] {
            let bed = try PublishingBed()
            let target = bed.output.appending(PublishingBed.directory)
            var rules = PublicationRules()
            rules.onConflict = conflict
            let order = try bed.order(try bed.ladderOffer(rules: rules))
            let staged = try bed.staged(order, PublishingBed.files)
            let outlet = FolderOutlet(bed.site)
            try bed.write("my own", to: target / "mine.txt")
            #expect(
                refusal(try outlet.publish(staged, of: order))
                    == "\(target): a directory of that name is there, which is no result of this "
                    + "source; move it away, or set on_conflict, then: reelmill jobs retry "
                    + "tv/film.avi"
            )
            #expect(try bed.texts(below: target) == ["mine.txt": "my own"])
            try Directory.removeFile(target / "mine.txt")
            #expect(refusal(try outlet.publish(staged, of: order)) != nil)
            try Directory.removeEmpty(target)
            try bed.write("a file", to: target)
            #expect(
                refusal(try outlet.publish(staged, of: order))?.contains("file of that name")
                    == true
            )
            #expect(try bed.text(of: target) == "a file")
            try Directory.removeFile(target)
            #expect(try outlet.publish(staged, of: order) == .published)
        }
    }

    @Test("Where the profile says so it gets another name")
    func suffixed() throws {
        try bed.write("my own", to: target / "mine.txt")
        let order = try order { $0.onConflict = .suffix }
        let staged = try bed.staged(order, PublishingBed.files)
        #expect(staged.target == "tv/film-2.hls")
        #expect(try outlet.publish(staged, of: order) == .published)
        #expect(try bed.texts(below: target) == ["mine.txt": "my own"])
    }

    @Test("A ladder of files is called by a longer word, and gets its number before it")
    func longEnding() throws {
        var rules = PublicationRules()
        rules.onConflict = .suffix
        try bed.write("my own", to: bed.output.appending("tv/film.ladder/mine.txt"))
        let order = try bed.order(try bed.ladderOffer(result: "tv/film.ladder", rules: rules))
        #expect(try bed.staged(order, PublishingBed.files).target == "tv/film-2.ladder")
    }

    @Test(
        "An earlier result of the same source gives way to the new one as a whole",
        arguments: [true, false]
    )
    func earlier(exchanges: Bool) throws {
        let order = try bed.nextLadder()
        #expect(order.key.life == 1)
        let staged = try bed.staged(order, LadderOutletTests.smaller)
        #expect(try bed.texts(below: target) == PublishingBed.files)
        let faults: [Fault] =
            exchanges ? [] : [.fails("renameat2", .invalidArgument, times: .max)]
        let publication = try Faults.with(faults) { try outlet.publish(staged, of: order) }
        #expect(publication == .published)
        #expect(try bed.texts(below: target) == LadderOutletTests.smaller)
        #expect(try outlet.publish(staged, of: order) == .published)
        try outlet.clear(order)
        #expect(try bed.tree(bed.output).filter { !$0.hasPrefix("tv/film.hls") } == [".reelmill/"])
    }

    @Test("An earlier result that somebody has worked on stays")
    func earlierChanged() throws {
        let order = try bed.nextLadder()
        try bed.write("my own words", to: target.appending("subtitles/de.vtt"))
        let staged = try bed.staged(order, LadderOutletTests.smaller)
        #expect(refusal(try outlet.publish(staged, of: order)) != nil)
        #expect(try bed.texts(below: target)?.count == 5)
    }

    @Test("Whoever is late with an exchange finds nothing to exchange, and the new one stays")
    func late() throws {
        let order = try bed.nextLadder()
        let staged = try bed.staged(order, LadderOutletTests.smaller)
        let old = try Directory.status(of: target).identity
        #expect(try outlet.publish(staged, of: order) == .published)
        // As one that had looked before, and slept.
        let late = LadderOutlet(try bed.node("pi2"), staged, of: order)
        try late.replace(old)
        #expect(try bed.texts(below: target) == LadderOutletTests.smaller)
        try Faults.with(.fails("renameat2", .invalidArgument, times: .max)) {
            try late.replace(old)
        }
        #expect(try bed.texts(below: target) == LadderOutletTests.smaller)
        try late.take()
        #expect(try bed.texts(below: target) == LadderOutletTests.smaller)
    }

    @Test("A new result that somebody late has moved aside gets its name back before it could go")
    func rescued() throws {
        _ = try bed.nextLadder()
        let claim = try bed.mergeClaim()
        let order = claim.order
        let staged = try bed.stage(claim, LadderOutletTests.smaller)
        #expect(try outlet.publish(staged, of: order) == .published)
        _ = try bed.site.spool.commit(claim, report: nil, staged: staged)
        // Killed between its look and the way back.
        let folder = bed.output.appending(staged.path).parent
        try Directory.createAll(folder)
        let aside = folder / "old.0000000000000000"
        let met = Mutex(false)
        let target = target
        let publishing = Interrupting(outlet) {
            try Directory.rename(target, to: aside)
            met.withLock { $0 = true }
        }
        for _ in 0..<20 {
            guard let step = try bed.site.spool.advance(order.key, publishing), step != .goOn else {
                break
            }
        }
        let isMet = met.withLock { $0 }
        #expect(isMet)
        #expect(try bed.texts(below: target) == LadderOutletTests.smaller)
    }

    @Test("A folder of the output on another volume gets a copy", arguments: [false, true])
    func otherVolume(isReplaced: Bool) throws {
        let order = isReplaced ? try bed.nextLadder() : try order()
        let staged = try bed.staged(order, LadderOutletTests.smaller)
        let publication = try Faults.with(.fails("renameat2", .crossDevice)) {
            try outlet.publish(staged, of: order)
        }
        #expect(publication == .published)
        #expect(try bed.texts(below: target) == LadderOutletTests.smaller)
        let modified = try Directory.status(of: target / "film_144p.mp4").modified
        #expect(modified.seconds == order.source.modifiedSeconds)
        try outlet.clear(order)
        #expect(try bed.tree(bed.output).filter { !$0.hasPrefix("tv/film.hls") } == [".reelmill/"])
    }

    @Test("A copy that cannot get its name on another volume does not stay")
    func otherVolumeInTrouble() throws {
        let order = try order()
        let staged = try bed.staged(order, LadderOutletTests.smaller)
        #expect(throws: SystemError.self) {
            try Faults.with(
                .fails("renameat2", .crossDevice),
                .fails("renameat2", .readOnlyFileSystem)
            ) { _ = try outlet.publish(staged, of: order) }
        }
        #expect(try bed.tree(bed.output).filter { $0.hasPrefix("tv/") } == ["tv/"])
        #expect(try outlet.publish(staged, of: order) == .published)
    }

    @Test("A job whose result was moved away, and cannot come back, is cleared all the same")
    func movedAway() throws {
        _ = try bed.nextLadder()
        let claim = try bed.mergeClaim()
        let staged = try bed.stage(claim, LadderOutletTests.smaller)
        _ = try bed.site.spool.commit(claim, report: nil, staged: staged)
        try bed.advance(claim.key, by: bed.site)
        let folder = bed.output.appending(staged.path).parent
        try Directory.createAll(folder)
        try Directory.rename(target, to: folder / "old.0000000000000000")
        try Faults.with(.fails("renameat2", .crossDevice)) { try outlet.clear(claim.order) }
        #expect(try bed.tree(bed.output) == [".reelmill/", "tv/"])
    }

    @Test("A reply that is lost is no second result", arguments: [false, true])
    func replyLost(isReplaced: Bool) throws {
        let order = isReplaced ? try bed.nextLadder() : try order()
        let staged = try bed.staged(order, LadderOutletTests.smaller)
        let publication = try Faults.with(.losesReply("renameat2", .noSuchFile)) {
            try outlet.publish(staged, of: order)
        }
        #expect(publication == .published)
        #expect(try bed.texts(below: target) == LadderOutletTests.smaller)
    }

    @Test("What is removed goes at once, and a rest of it by the next one")
    func removed() throws {
        let order = try order()
        let staged = try bed.staged(order, PublishingBed.files)
        #expect(throws: SystemError.self) {
            try Faults.with(.fails("rmdir", .inputOutput, times: .max)) { try outlet.clear(order) }
        }
        #expect(try outlet.publish(staged, of: order) == .vanished)
        try outlet.clear(order)
        #expect(try bed.tree(bed.output) == [".reelmill/", "tv/"])
    }
}

/// At the first question whether a source is done with something happens.
private struct Interrupting: Outlet {
    let outlet: FolderOutlet
    let event: @Sendable () throws -> Void

    init(_ outlet: FolderOutlet, _ event: @escaping @Sendable () throws -> Void) {
        (self.outlet, self.event) = (outlet, event)
    }

    func publish(
        _ staged: StagedResult,
        of order: JobOrder
    ) throws(SystemError) -> Publication {
        try outlet.publish(staged, of: order)
    }

    func finishSource(of order: JobOrder) throws(SystemError) {
        try outlet.finishSource(of: order)
        try? event()
    }

    func clear(_ order: JobOrder) throws(SystemError) { try outlet.clear(order) }
}
