import Model
import Platform
import Spool
import TestKit
import Testing

@testable import Services

@Suite("Publishing a result")
struct FolderOutletTests {
    let bed: PublishingBed
    var outlet: FolderOutlet { FolderOutlet(bed.site) }
    var target: Path { bed.output.appending(PublishingBed.result) }

    init() throws { bed = try PublishingBed() }

    private func rules(_ change: (inout PublicationRules) -> Void) -> PublicationRules {
        var rules = PublicationRules()
        change(&rules)
        return rules
    }

    private func refusal(_ publication: Publication) -> String? {
        guard case .refused(let reason) = publication else { return nil }
        return reason
    }

    @Test("A result gets its name in the mirrored folder, and nothing else is left there")
    func published() throws {
        let order = try bed.order()
        let staged = try bed.staged(order)
        #expect(try outlet.publish(staged, of: order) == .published)
        #expect(try bed.text(of: target) == PublishingBed.encoded)
        try outlet.clear(order)
        #expect(try bed.tree(bed.output) == [".reelmill/", "tv/film.mkv"])
    }

    @Test("A second time, and by another node, it is published already")
    func again() throws {
        let order = try bed.order()
        let staged = try bed.staged(order)
        let other = FolderOutlet(try bed.node("pi2"))
        for outlet in [outlet, other, outlet] {
            #expect(try outlet.publish(staged, of: order) == .published)
        }
        #expect(try bed.tree(bed.output) == [".reelmill/\(order.key)/", "tv/film.mkv"])
    }

    @Test("What is not there and was not published has vanished")
    func vanished() throws {
        let order = try bed.order()
        let staged = try bed.staged(order)
        try Directory.removeFile(bed.output.appending(staged.path))
        #expect(try outlet.publish(staged, of: order) == .vanished)
    }

    @Test("An output that is not mounted is trouble, and nothing has vanished")
    func notMounted() throws {
        let order = try bed.order()
        let staged = try bed.staged(order)
        try Directory.rename(bed.output, to: bed.output.parent / "elsewhere")
        try Directory.create(bed.output)
        let staging = bed.output.appending(MediaFolders.staging)
        let missing = SystemError("find", staging, .noSuchFile)
        #expect(throws: missing) { _ = try outlet.publish(staged, of: order) }
        let attempt = Attempt(task: .merge, generation: 1, holder: bed.site.spool.holder)
        #expect(throws: missing) { _ = try Staging(bed.site).begin(order, attempt) }
        #expect(try bed.tree(bed.output) == [])
    }

    @Test("A file of somebody else stays, and the reason names it and what to do")
    func foreign() throws {
        let order = try bed.order()
        try bed.write("a holiday film", to: target)
        let staged = try bed.staged(order)
        let publication = try outlet.publish(staged, of: order)
        #expect(
            refusal(publication)
                == "\(target): a file of that name is there, which is no result of this source; "
                + "move it away, or set on_conflict, then: reelmill jobs retry tv/film.avi"
        )
        #expect(try bed.text(of: target) == "a holiday film")
        #expect(try bed.text(of: bed.output.appending(staged.path)) == PublishingBed.encoded)
    }

    @Test("Where the profile says so it takes the place of such a file")
    func overwritten() throws {
        let order = try bed.order(rules: rules { $0.onConflict = .overwrite })
        try bed.write("a holiday film", to: target)
        let staged = try bed.staged(order)
        #expect(try outlet.publish(staged, of: order) == .published)
        #expect(try bed.text(of: target) == PublishingBed.encoded)
    }

    @Test("Where the profile says so it gets another name", arguments: [1, 3])
    func suffixed(taken: Int) throws {
        for number in 1...taken {
            let name = number == 1 ? "film.mkv" : "film-\(number).mkv"
            try bed.write("somebody's", to: bed.output.appending("tv") / FileName(name))
        }
        let order = try bed.order(rules: rules { $0.onConflict = .suffix })
        let staged = try bed.staged(order)
        #expect(staged.target == Path("tv/film-\(taken + 1).mkv"))
        #expect(try outlet.publish(staged, of: order) == .published)
        #expect(try bed.text(of: target) == "somebody's")
    }

    @Test("A name with a number that another source's result has is passed over")
    func suffixOwned() throws {
        let other = try bed.offer("tv/other.avi", "other", result: "tv/film-2.mkv")
        _ = try bed.order(other)
        try bed.write("somebody's", to: target)
        let order = try bed.order(rules: rules { $0.onConflict = .suffix })
        #expect(try bed.staged(order).target == "tv/film-3.mkv")
    }

    /// Publishes it, takes its record back, and makes the same source's next life.
    private func nextLife(_ rules: PublicationRules = PublicationRules()) throws -> JobOrder {
        let order = try bed.order(rules: rules)
        try bed.finish(try bed.mergeClaim())
        #expect(try bed.records(of: order).count == 1)
        for name in try bed.site.spool.records(of: order.key.job) {
            try bed.site.spool.removeRecord(name)
        }
        return try bed.order(try bed.offer(rules: rules))
    }

    @Test("An earlier result of the same source gives way to the new one")
    func earlier() throws {
        let order = try nextLife()
        #expect(order.key.life == 1)
        let staged = try bed.staged(order, "the film, smaller")
        #expect(try bed.text(of: target) == PublishingBed.encoded)
        #expect(try outlet.publish(staged, of: order) == .published)
        #expect(try bed.text(of: target) == "the film, smaller")
    }

    @Test("An earlier result that somebody has worked on stays")
    func earlierChanged() throws {
        let order = try nextLife()
        try bed.write("the film, with my own subtitles", to: target)
        let staged = try bed.staged(order, "the film, smaller")
        let publication = try outlet.publish(staged, of: order)
        #expect(refusal(publication) != nil)
        #expect(try bed.text(of: target) == "the film, with my own subtitles")
    }

    @Test("A folder, a link and a name with a file on its way are refused, and stay")
    func odd() throws {
        let order = try bed.order()
        let staged = try bed.staged(order)
        try Directory.createAll(target)
        #expect(refusal(try outlet.publish(staged, of: order))?.contains("a directory") == true)
        try Directory.removeEmpty(target)
        try Directory.symbolicLink(at: target, to: "elsewhere")
        #expect(refusal(try outlet.publish(staged, of: order))?.contains("symbolic link") == true)
        try Directory.removeFile(target)
        try Directory.removeEmpty(target.parent)
        try bed.write("a file", to: target.parent)
        #expect(refusal(try outlet.publish(staged, of: order))?.contains("a folder") == true)
    }

    @Test("Where no rename spares what is there a link does, where no link a look")
    func poorerFileSystems() throws {
        let order = try bed.order()
        let staged = try bed.staged(order)
        let met = try Faults.with(
            .fails("renameat2", .invalidArgument),
            .fails("link", .operationNotPermitted)
        ) {
            _ = try outlet.publish(staged, of: order)
            return Faults.met
        }
        #expect(met == 2)
        #expect(try bed.text(of: target) == PublishingBed.encoded)
    }

    @Test("A folder of the output on another volume gets a copy")
    func otherVolume() throws {
        let order = try bed.order()
        let staged = try bed.staged(order)
        let publication = try Faults.with(.fails("renameat2", .crossDevice)) {
            try outlet.publish(staged, of: order)
        }
        #expect(publication == .published)
        #expect(try bed.text(of: target) == PublishingBed.encoded)
        try outlet.clear(order)
        #expect(try bed.tree(bed.output) == [".reelmill/", "tv/film.mkv"])
    }

    @Test("On another volume the old result stays until the copy of the new one is whole")
    func otherVolumeReplaced() throws {
        let order = try bed.order(rules: rules { $0.onConflict = .overwrite })
        try bed.write("a holiday film", to: target)
        let staged = try bed.staged(order)
        // The first rename is into the other volume; what is made there is not whole.
        #expect(throws: SystemError.self) {
            try Faults.with(.fails("rename", .crossDevice), .fails("write", .noSpace)) {
                _ = try outlet.publish(staged, of: order)
            }
        }
        #expect(try bed.text(of: target) == "a holiday film")
        let publication = try Faults.with(.fails("rename", .crossDevice)) {
            try outlet.publish(staged, of: order)
        }
        #expect(publication == .published)
        #expect(try bed.text(of: target) == PublishingBed.encoded)
        try outlet.clear(order)
        #expect(try bed.tree(bed.output) == [".reelmill/", "tv/film.mkv"])
    }

    @Test(
        "Trouble of the storage is thrown, and it goes on when that is mended",
        arguments: [Errno.noSpace, .readOnlyFileSystem, .accessDenied, .inputOutput]
    )
    func trouble(error: Errno) throws {
        let order = try bed.order()
        let staged = try bed.staged(order)
        #expect(throws: SystemError.self) {
            try Faults.with(.fails("renameat2", error)) {
                _ = try outlet.publish(staged, of: order)
            }
        }
        #expect(try outlet.publish(staged, of: order) == .published)
    }

    @Test("A reply that is lost is no second result")
    func replyLost() throws {
        let order = try bed.order()
        let staged = try bed.staged(order)
        let publication = try Faults.with(.losesReply("renameat2", .noSuchFile)) {
            try outlet.publish(staged, of: order)
        }
        #expect(publication == .published)
    }
}
