import Model
import Platform
import Spool
import TestKit
import Testing

@testable import Services

@Suite("What becomes of a source")
struct SourceActionTests {
    let bed: PublishingBed
    var outlet: FolderOutlet { FolderOutlet(bed.site) }
    var source: Path { bed.input.appending(PublishingBed.film) }

    init() throws { bed = try PublishingBed() }

    /// A job whose result is published and on record, and whose source is not seen to yet.
    private func published(
        _ action: PublicationRules.SourceAction
    ) throws -> JobOrder {
        var rules = PublicationRules()
        let order = try bed.order(rules: rules)
        try bed.finish(try bed.mergeClaim())
        rules.source = action
        var wanted = order
        wanted.publication = rules
        return wanted
    }

    @Test("It stays where nothing else is said")
    func keep() throws {
        try outlet.finishSource(of: try published(.keep))
        #expect(try bed.tree(bed.input) == ["tv/film.avi"])
    }

    @Test("It goes when it is to be deleted, and once more is no trouble")
    func delete() throws {
        let order = try published(.delete)
        try outlet.finishSource(of: order)
        try outlet.finishSource(of: order)
        #expect(try bed.tree(bed.input) == ["tv/"])
        #expect(bed.warnings == [])
    }

    @Test("It is moved with its way, and past a file that is there")
    func move() throws {
        let order = try published(.move("seen/done"))
        try bed.write("another film", to: bed.input.appending("seen/done/tv/film.avi"))
        try outlet.finishSource(of: order)
        let moved = try bed.text(of: bed.input.appending("seen/done/tv/film-2.avi"))
        #expect(moved == PublishingBed.content)
        #expect(
            try bed.tree(bed.input)
                == ["seen/done/tv/film-2.avi", "seen/done/tv/film.avi", "tv/"]
        )
    }

    @Test("A marker is put beside it, and one that is there will do")
    func marker() throws {
        let order = try published(.marker)
        try outlet.finishSource(of: order)
        try outlet.finishSource(of: order)
        #expect(try bed.tree(bed.input) == ["tv/film.avi", "tv/film.avi.done"])
    }

    static let actions: [PublicationRules.SourceAction] = [.delete, .move("done")]

    @Test("A file that is not the one that was encoded stays", arguments: actions)
    func changed(action: PublicationRules.SourceAction) throws {
        let order = try published(action)
        // Of the same length, so that only its content tells.
        let other = String(PublishingBed.content.reversed())
        try bed.write(other, to: source)
        try outlet.finishSource(of: order)
        #expect(try bed.text(of: source) == other)
        #expect(try bed.tree(bed.input) == ["tv/film.avi"])
        #expect(bed.warnings.count == 1)
        #expect(bed.warnings.first?.contains("not the file that was encoded") == true)
    }

    @Test("A file that came under the hidden name unseen is put back", arguments: actions)
    func putBack(action: PublicationRules.SourceAction) throws {
        let order = try published(action)
        try Directory.removeFile(source)
        let folder = source.parent
        try bed.write("dropped just now", to: folder / FileName(".reelmill-\(order.key).0.source"))
        try outlet.finishSource(of: order)
        #expect(try bed.text(of: source) == "dropped just now")
        #expect(try bed.tree(bed.input) == ["tv/film.avi"])
    }

    @Test("Where its name is taken meanwhile it is put back beside it")
    func putBackBeside() throws {
        let order = try published(.delete)
        try bed.write("the newest", to: source)
        let folder = source.parent
        try bed.write("dropped just now", to: folder / FileName(".reelmill-\(order.key).0.source"))
        try outlet.finishSource(of: order)
        #expect(try bed.text(of: source) == "the newest")
        #expect(try bed.text(of: folder / "film-put-back-2.avi") == "dropped just now")
    }

    @Test("A source stays when its result is not there as it was published", arguments: actions)
    func withoutResult(action: PublicationRules.SourceAction) throws {
        let order = try published(action)
        try bed.write("cut to pieces", to: bed.output.appending(PublishingBed.result))
        try outlet.finishSource(of: order)
        #expect(try bed.tree(bed.input) == ["tv/film.avi"])
        let reason = "its result is not in the output as it was published"
        #expect(
            bed.warnings
                == ["the source \(source) stays where it is, against its profile: \(reason)"]
        )
    }

    @Test("A job whose record was taken back keeps its source")
    func takenBack() throws {
        let order = try published(.delete)
        for name in try bed.site.spool.records(of: order.key.job) {
            try bed.site.spool.removeRecord(name)
        }
        try outlet.finishSource(of: order)
        #expect(try bed.tree(bed.input) == ["tv/film.avi"])
    }

    static let denials: [Errno] = [.accessDenied, .readOnlyFileSystem, .operationNotPermitted]

    @Test("What may not be done is told, and left", arguments: denials)
    func denied(error: Errno) throws {
        let order = try published(.delete)
        try Faults.with(.fails("rename", error)) { try outlet.finishSource(of: order) }
        #expect(try bed.tree(bed.input) == ["tv/film.avi"])
        #expect(bed.warnings.count == 1)
        #expect(bed.warnings.first?.contains("\(error)") == true)
    }

    @Test("What may not be deleted at last is put back under its name")
    func deniedAtLast() throws {
        let order = try published(.delete)
        try Faults.with(.fails("unlink", .operationNotPermitted)) {
            try outlet.finishSource(of: order)
        }
        #expect(try bed.tree(bed.input) == ["tv/film.avi"])
        #expect(bed.warnings.count == 1)
    }

    @Test("A folder on another volume is told, and the source put back")
    func otherVolume() throws {
        let order = try published(.move("done"))
        try Faults.with(.fails("renameat2", .crossDevice)) { try outlet.finishSource(of: order) }
        #expect(try bed.tree(bed.input) == ["done/tv/", "tv/film.avi"])
        #expect(bed.warnings.count == 1)
    }

    @Test("An input that is not there is trouble, and done later")
    func notMounted() throws {
        let order = try published(.delete)
        let away = bed.input.parent / "away"
        try Directory.rename(bed.input, to: away)
        #expect(throws: SystemError("examine", bed.input, .noSuchFile)) {
            try outlet.finishSource(of: order)
        }
        try Directory.rename(away, to: bed.input)
        try outlet.finishSource(of: order)
        #expect(try bed.tree(bed.input) == ["tv/"])
    }
}
