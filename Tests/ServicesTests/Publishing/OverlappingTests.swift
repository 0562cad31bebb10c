import Model
import Platform
import Spool
import TestKit
import Testing

@testable import Services

@Suite("An output that leads into the input")
struct OverlappingTests {
    let bed: PublishingBed
    private let source: Path = "tv/film.mkv"

    init() throws { bed = try PublishingBed() }

    private func order(
        _ conflict: PublicationRules.Conflict,
        result: Path = "tv/film.mkv"
    ) throws -> JobOrder {
        var rules = PublicationRules()
        rules.onConflict = conflict
        return try bed.order(try bed.offer(source, result: result, rules: rules))
    }

    /// In the place of the output's folder stands a link to the input's.
    private func link() throws {
        try Directory.createAll(bed.input / "tv")
        try Directory.symbolicLink(at: bed.output / "tv", to: bed.input / "tv")
    }

    private func refusal(_ publication: Publication) -> String? {
        guard case .refused(let reason) = publication else { return nil }
        return reason
    }

    @Test("No result takes the place of its own source, whatever its profile says")
    func ownSource() throws {
        try link()
        let order = try order(.overwrite)
        let staged = try bed.staged(order)
        let publication = try FolderOutlet(bed.site).publish(staged, of: order)
        #expect(
            refusal(publication)
                == "\(bed.output)/tv/film.mkv: that is the source itself; have the output lead "
                + "nowhere into the input, then: reelmill jobs retry tv/film.mkv"
        )
        #expect(try bed.text(of: bed.input.appending(source)) == PublishingBed.content)
    }

    @Test("A source is not taken for its result, not even where they are alike, and stays")
    func sameContent() throws {
        try link()
        let order = try order(.overwrite)
        let staged = try bed.staged(order, PublishingBed.content)
        let publication = try FolderOutlet(bed.site).publish(staged, of: order)
        #expect(refusal(publication)?.contains("that is the source itself") == true)
    }

    @Test("No result takes the place of another source")
    func otherSource() throws {
        try link()
        try bed.write("another film", to: bed.input.appending("tv/other.mkv"))
        let order = try order(.overwrite, result: "tv/other.mkv")
        let staged = try bed.staged(order)
        let publication = try FolderOutlet(bed.site).publish(staged, of: order)
        #expect(refusal(publication)?.contains("a file of the input is there") == true)
        #expect(try bed.text(of: bed.input.appending("tv/other.mkv")) == "another film")
    }

    @Test("With numbers the result gets a name beside its source")
    func suffixed() throws {
        try link()
        let order = try order(.suffix)
        let staged = try bed.staged(order)
        #expect(staged.target == "tv/film-2.mkv")
        #expect(try FolderOutlet(bed.site).publish(staged, of: order) == .published)
        #expect(try bed.text(of: bed.input.appending(source)) == PublishingBed.content)
    }
}
