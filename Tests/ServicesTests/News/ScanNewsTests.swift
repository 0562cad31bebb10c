import Model
import Spool
import Testing

@testable import Services

@Suite("What a scan tells")
struct ScanNewsTests {
    private func events(_ bed: IntakeBed, _ kind: Event.Kind) throws -> [String?] {
        let writers = try bed.spool.eventWriters()
        return try writers.flatMap { try bed.spool.readEvents(of: $0, from: 0).events }
            .filter { $0.kind == kind }.map(\.detail)
    }

    @Test("a file that is new is told once, and what was there before is not")
    func seen() throws {
        let bed = try IntakeBed()
        try bed.write("old.mkv")
        bed.scan()
        try bed.write("new.mkv")
        bed.settle()
        bed.scan()
        #expect(try events(bed, .fileSeen) == ["new.mkv"])
    }

    @Test("a profile that is wrong is told once, however many films wait for it")
    func invalid() throws {
        let bed = try IntakeBed()
        try bed.write("tv/profile.conf", "contianer = mkv\n#")
        for name in ["a", "b", "c"] { try bed.write(Path("tv/\(name).mkv")) }
        bed.settle()
        // The profile has to stand still as well.
        bed.clock.go(60)
        bed.scan()
        let state = try bed.state("tv/a.mkv")
        guard case .invalidProfile = state else {
            Issue.record("\(state)")
            return
        }
        #expect(try events(bed, .profileInvalid).count == 1)
    }
}
