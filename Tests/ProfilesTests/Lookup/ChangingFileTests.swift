import Model
import Profiles
import Testing

@Suite("Profiles that change while they are looked at")
struct ChangingFileTests {
    private func name(_ catalogue: inout ProfileCatalogue) -> String? {
        catalogue.profile(forFilm: "/in/m.mkv").resolved.profile?.name
    }

    @Test("One that keeps changing is read thrice, and its films wait")
    func moving() {
        let disk = MemoryDisk()
        disk.put("/in/profile.conf", .moving)
        var catalogue = ProfileCatalogue(disk)
        #expect(
            catalogue.error("/in/m.mkv")
                == "/in/profile.conf is being written: it changed 3 times while it was read; "
                + "it is read again at the next look"
        )
        #expect(disk.counts.reads == 3)
        disk.write("/in/profile.conf", "name = whole\n")
        catalogue.beginScan()
        #expect(name(&catalogue) == "whole")
    }

    @Test("What was changed a moment ago is read again, since a stamp may hide the next change")
    func young() {
        let disk = MemoryDisk()
        disk.write("/in/profile.conf", Array("name = one\n".utf8), age: 500)
        var catalogue = ProfileCatalogue(disk)
        #expect(name(&catalogue) == "one")
        #expect(!catalogue.profile(forFilm: "/in/m.mkv").isSettled)
        disk.writeWithinTick("/in/profile.conf", "name = two\n")
        disk.pass(milliseconds: 1_000)
        catalogue.beginScan()
        #expect(name(&catalogue) == "two")
        #expect(!catalogue.profile(forFilm: "/in/m.mkv").isSettled)
        disk.pass(milliseconds: 1_000)
        catalogue.beginScan()
        #expect(name(&catalogue) == "two")
        #expect(catalogue.profile(forFilm: "/in/m.mkv").isSettled)
        #expect(disk.counts.reads == 3)
        catalogue.beginScan()
        #expect(name(&catalogue) == "two")
        #expect(disk.counts.reads == 3)
    }

    @Test("What changes later is young by this host's clock, however late its server's is")
    func lateServer() {
        let disk = MemoryDisk(["/in/profile.conf": "name = one\n"])
        var catalogue = ProfileCatalogue(disk)
        #expect(name(&catalogue) == "one")
        disk.pass(milliseconds: 10_000)
        disk.write("/in/profile.conf", "name = two\n")
        catalogue.beginScan()
        #expect(name(&catalogue) == "two")
        #expect(!catalogue.profile(forFilm: "/in/m.mkv").isSettled)
        disk.writeWithinTick("/in/profile.conf", "name = six\n")
        disk.pass(milliseconds: 10_000)
        catalogue.beginScan()
        #expect(name(&catalogue) == "six")
        #expect(catalogue.profile(forFilm: "/in/m.mkv").isSettled)
    }

    @Test("A server whose clock is ahead has its files read again for two seconds, not for hours")
    func earlyServer() {
        let disk = MemoryDisk()
        disk.write("/in/profile.conf", Array("name = one\n".utf8), age: -3_600_000)
        var catalogue = ProfileCatalogue(disk)
        #expect(name(&catalogue) == "one")
        disk.pass(milliseconds: 2_000)
        for _ in 0..<3 {
            catalogue.beginScan()
            #expect(name(&catalogue) == "one")
        }
        #expect(disk.counts.reads == 2)
    }

    @Test("One that its folder shows and that is gone a moment later makes films wait for a look")
    func vanished() {
        let disk = MemoryDisk(["/in/profile.conf": ""])
        let listing = FolderListing(["m.mkv", "profile.conf"])
        disk.remove("/in/profile.conf")
        var catalogue = ProfileCatalogue(disk)
        catalogue.profile(forFolder: "/in", listing: listing)
        #expect(
            catalogue.error("/in/m.mkv")
                == "/in/profile.conf was there and was gone when it was to be read; "
                + "the next look decides"
        )
        catalogue.endScan()
        catalogue.beginScan()
        catalogue.profile(forFolder: "/in", listing: FolderListing(["m.mkv"]))
        #expect(catalogue.chain("/in/m.mkv") == ["builtin:default"])
    }

    @Test("A parent's change is young for its heirs, too")
    func heirs() {
        let disk = MemoryDisk(["/in/a/profile.conf": ""])
        disk.write("/in/profile.conf", [], age: 0)
        var catalogue = ProfileCatalogue(disk)
        #expect(!catalogue.profile(forFilm: "/in/a/m.mkv").isSettled)
        #expect(!catalogue.profile(forFolder: "/in/a").isSettled)
    }
}
