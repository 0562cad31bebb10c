import Model
import Platform
import TestKit
import Testing

@testable import Spool

@Suite("Opening a spool")
struct SpoolOpeningTests {
    static let holder = Holder(hostName: "pi4", bits: 1)

    private func volume(_ scratch: borrowing Scratch) throws -> DirectoryVolume {
        try DirectoryVolume(root: scratch.path)
    }

    private func initialize(_ volume: DirectoryVolume) throws -> SpoolOpening {
        try SpoolOpening.initialize(volume, holder: Self.holder, chance: SystemChance())
    }

    @Test("Where there is none it is missing, and looking writes nothing")
    func missing() throws {
        let scratch = try Scratch()
        #expect(SpoolOpening(of: try volume(scratch)) == .missing)
        #expect(try Directory.entries(of: scratch.path).isEmpty)
        let traits = VolumeTraits(listingsStayOld: false, isShared: false)
        let nowhere = DirectoryVolume(root: scratch.path / "nowhere", traits: traits)
        #expect(SpoolOpening(of: nowhere) == .missing)
    }

    @Test("It is made once, with its directories, and keeps its name")
    func makes() throws {
        let scratch = try Scratch()
        let volume = try volume(scratch)
        let made = try initialize(volume)
        guard case .open(let format) = made else {
            Issue.record("it is \(made)")
            return
        }
        #expect(format.format == 1)
        #expect(try initialize(volume) == made)
        #expect(SpoolOpening(of: volume) == made)
        for directory in Layout.all { _ = try volume.list(directory) }
        #expect(try volume.list(Layout.temporary).isEmpty)
        let text = String(decoding: try volume.read(Layout.format, limit: 99), as: UTF8.self)
        #expect(text == "{\"format\":1,\"schema\":1,\"spool\":\"\(format.spool)\"}\n")
    }

    @Test("A making that was interrupted at any place is brought to its end by the next one")
    func interrupted() throws {
        for (call, count) in [("mkdir", 9), ("open", 3), ("link", 1), ("fsync", 3)] {
            for skip in 0..<count {
                let scratch = try Scratch()
                let volume = try volume(scratch)
                _ = try? Faults.with(
                    .fails(call, .inputOutput, after: Int32(skip)),
                    .fails("unlink", .inputOutput)
                ) {
                    try initialize(volume)
                }
                let opening = try initialize(volume)
                guard case .open = opening else {
                    Issue.record("\(call) \(skip): it is \(opening)")
                    return
                }
            }
        }
    }

    @Test("The one whose reply was lost has made it")
    func lostReply() throws {
        let scratch = try Scratch()
        let volume = try volume(scratch)
        let opening = try Faults.with(.losesReply("link", .inputOutput)) { try initialize(volume) }
        #expect(opening == SpoolOpening(of: volume))
        guard case .open = opening else {
            Issue.record("it is \(opening)")
            return
        }
    }

    @Test("Of many who make it at once all open the same one")
    func races() async throws {
        let scratch = try Scratch()
        let volume = try volume(scratch)
        let openings = try await withThrowingTaskGroup(of: SpoolOpening.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let holder = Holder(hostName: "pi4", bits: UInt64(number))
                    return try SpoolOpening.initialize(
                        volume,
                        holder: holder,
                        chance: SystemChance()
                    )
                }
            }
            return try await group.reduce(into: Set<SpoolOpening>()) { $0.insert($1) }
        }
        #expect(openings.count == 1)
        #expect(openings.first == SpoolOpening(of: volume))
        #expect(try volume.list(Layout.temporary).isEmpty)
    }

    @Test("What another version made, or what is damaged, is left as it is")
    func foreign() throws {
        for (text, expected) in [
            ("{\"format\":2,\"spool\":[]}", SpoolOpening.wrongFormat(found: 2)),
            ("", .damaged), ("{\"format\":1}", .damaged),
        ] {
            let scratch = try Scratch()
            let volume = try volume(scratch)
            try scratch.file("SPOOL", text)
            #expect(SpoolOpening(of: volume) == expected)
            #expect(try initialize(volume) == expected)
            #expect(try Directory.entries(of: scratch.path).map(\.name) == ["SPOOL"])
        }
        let scratch = try Scratch()
        try Directory.create(scratch.path / "SPOOL")
        #expect(SpoolOpening(of: try volume(scratch)) == .damaged)
    }

    @Test(
        "Trouble is neither missing nor damaged",
        arguments: [Errno.inputOutput, .accessDenied, .timedOut, .tooManyOpenFiles]
    )
    func trouble(errno: Errno) throws {
        let scratch = try Scratch()
        let volume = try volume(scratch)
        let error = SystemError("open", scratch.path / "SPOOL", errno)
        let opening = Faults.with(.fails("open", errno)) { SpoolOpening(of: volume) }
        #expect(opening == .unreadable(error))
    }
}
