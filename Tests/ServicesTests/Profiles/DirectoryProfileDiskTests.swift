import Model
import Platform
import Profiles
import Services
import TestKit
import Testing

@Suite("The lookup of profiles on real folders")
struct DirectoryProfileDiskTests {
    private let disk = DirectoryProfileDisk()

    @Test("What a path leads to is told, links followed and nothing opened")
    func looks() throws {
        let scratch = try Scratch()
        let file = try scratch.file("profile.conf", "name = a\n")
        guard case .file(let stamp) = disk.look(at: file) else {
            Issue.record("it is a file")
            return
        }
        #expect(stamp.size == 9)
        let link = scratch.path / "link"
        try Directory.symbolicLink(at: link, to: "profile.conf")
        #expect(disk.look(at: link) == .file(stamp))
        #expect(disk.look(at: scratch.path) == .folder)
        #expect(disk.look(at: "/dev/zero") == .other("a device"))
        #expect(disk.look(at: scratch.path / "none") == .missing)
        #expect(disk.look(at: file / "below") == .missing)
        try Directory.symbolicLink(at: scratch.path / "loose", to: "gone")
        #expect(disk.look(at: scratch.path / "loose") == .danglingLink("gone"))
        try Directory.symbolicLink(at: scratch.path / "self", to: "self")
        #expect(disk.look(at: scratch.path / "self") == .danglingLink("self"))
    }

    @Test("A file is read with its stamp; one that is too long is not read to its end")
    func reads() throws {
        let scratch = try Scratch()
        let file = try scratch.file("profile.conf", "name = a\n")
        guard case .bytes(let bytes, let before, let after) = disk.read(file, limit: 9) else {
            Issue.record("it can be read")
            return
        }
        #expect(bytes == Array("name = a\n".utf8))
        #expect(before == after)
        #expect(disk.look(at: file) == .file(before))
        #expect(disk.read(file, limit: 8) == .tooLong)
        #expect(disk.read(scratch.path / "none", limit: 8) == .missing)
    }

    @Test("A change shows in the stamp, and so does another file of the same name")
    func stamps() throws {
        let scratch = try Scratch()
        let file = try scratch.file("profile.conf", "name = a\n")
        let first = disk.look(at: file)
        try OpenFile(file, for: .append).write(Array("#".utf8))
        let second = disk.look(at: file)
        #expect(first != second)
        try Directory.rename(try scratch.file("new", "name = a\n#"), to: file)
        #expect(disk.look(at: file) != second)
    }

    @Test("A disk that does not answer is no missing file")
    func failures() throws {
        let scratch = try Scratch()
        let file = try scratch.file("profile.conf")
        let stale = Faults.with(.fails("stat", .staleHandle)) { disk.look(at: file) }
        let reason = "cannot examine \(file): Stale file handle (ESTALE)"
        #expect(stale == .failed(ProfileTrouble(reason, isDenied: false)))
        let denied = Faults.with(.fails("open", .accessDenied)) { disk.read(file, limit: 9) }
        let refusal = "cannot open \(file): Permission denied (EACCES)"
        #expect(denied == .failed(ProfileTrouble(refusal, isDenied: true)))
        let folder = "cannot open the directory \(scratch.path): Permission denied (EACCES)"
        #expect(throws: ProfileTrouble(folder, isDenied: true)) {
            try Faults.with(.fails("open", .accessDenied)) { _ = try disk.list(scratch.path) }
        }
    }

    @Test("A folder is listed with the kinds of what is in it; a missing one is none")
    func lists() throws {
        let scratch = try Scratch()
        try scratch.file("a")
        try Directory.create(scratch.path / "b")
        try Directory.symbolicLink(at: scratch.path / "c", to: "a")
        let entries = try disk.list(scratch.path)
        #expect(
            Set(entries ?? []) == [
                ProfileEntry("a", .file), ProfileEntry("b", .folder), ProfileEntry("c", .link),
            ]
        )
        #expect(try disk.list(scratch.path / "none") == nil)
        #expect(try disk.list(scratch.path / "a") == nil)
    }

    @Test(
        "Profiles on a disk are read once, and again when they are saved, whatever the editor does"
    )
    func saved() throws {
        let scratch = try Scratch()
        let input = scratch.path / "in"
        try Directory.createAll(input / "a")
        let file = input / "a" / "profile.conf"
        try OpenFile.create(file).write(Array("name = one\n".utf8))
        let disk = CountingDisk(DirectoryProfileDisk(), secondsAhead: 600)
        let places = ProfilePlaces(input: input, profiles: scratch.path / "pr")
        var catalogue = ProfileCatalogue(places, disk: disk)
        func name() -> String? {
            catalogue.beginScan()
            defer { catalogue.endScan() }
            return catalogue.profile(forFilm: input / "a" / "m.mkv").resolved.profile?.name
        }
        #expect(name() == "one")
        #expect(name() == "one")
        #expect(disk.counts.reads == 1)
        try StagedFile.publish(Array("name = two\n".utf8), replacing: file)
        #expect(name() == "two")
        let open = try OpenFile(file, for: .update)
        try open.truncate(to: 0)
        try open.write(Array("name = three\n".utf8), at: 0)
        #expect(name() == "three")
        try Directory.removeFile(file)
        try Directory.symbolicLink(at: file, to: "/nowhere")
        #expect(name() == nil)
    }
}
