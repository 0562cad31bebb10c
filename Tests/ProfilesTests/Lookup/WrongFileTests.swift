import Model
import Profiles
import Testing

@Suite("What is called a profile and is none")
struct WrongFileTests {
    private func error(_ node: MemoryDisk.Node, at path: Path = "/in/a/profile.conf") -> String? {
        let disk = MemoryDisk(["/in/profile.conf": "name = root\n", "/in/a/m.mkv": ""])
        disk.put(path, node)
        var catalogue = ProfileCatalogue(disk)
        return catalogue.error("/in/a/m.mkv")
    }

    @Test("It is never passed over: the films wait, and are told why and what to do")
    func kinds() {
        #expect(
            error(.folder)
                == "/in/a/profile.conf is a folder, not a profile; give it another name:  "
                + "mv /in/a/profile.conf /in/a/profile.conf.old"
        )
        #expect(
            error(.link("../gone.conf"))
                == "/in/a/profile.conf is a link to ../gone.conf, which is not there; "
                + "mend it or take it away:  rm /in/a/profile.conf"
        )
        #expect(
            error(.other("a pipe"))
                == "/in/a/profile.conf is a pipe, not a profile; take it away:  "
                + "rm /in/a/profile.conf"
        )
        let denied = ProfileTrouble(
            "cannot open /in/a/profile.conf: Permission denied (EACCES)",
            isDenied: true
        )
        #expect(
            error(.failed(denied))
                == "cannot open /in/a/profile.conf: Permission denied (EACCES); "
                + "allow it to be read:  chmod a+r /in/a/profile.conf"
        )
        let broken = ProfileTrouble(
            "cannot read /in/a/profile.conf: Input/output error (EIO)",
            isDenied: false
        )
        #expect(
            error(.failed(broken))
                == "cannot read /in/a/profile.conf: Input/output error (EIO); "
                + "it is tried again at the next look"
        )
    }

    @Test("One that is far too long is not even read")
    func tooLong() {
        let disk = MemoryDisk()
        disk.write("/in/a/profile.conf", [UInt8](repeating: 0x23, count: 1_048_577))
        var catalogue = ProfileCatalogue(disk)
        #expect(
            catalogue.error("/in/a/m.mkv")
                == "/in/a/profile.conf is longer than 1 MiB (1,048,577 bytes), so it is no "
                + "profile; give it another name:  mv /in/a/profile.conf /in/a/profile.conf.old"
        )
        #expect(disk.counts.reads == 0)
    }

    @Test("The same holds for a film's own profile, and for the default")
    func places() {
        let own = error(.folder, at: "/in/a/m.mkv.profile")
        #expect(own?.hasPrefix("/in/a/m.mkv.profile is a folder") == true)
        let disk = MemoryDisk(["/in/a/m.mkv": "", "/pr/default.ffmpeg": "-crf 20\n"])
        disk.put("/pr/default.conf", .other("a device"))
        var catalogue = ProfileCatalogue(disk)
        #expect(catalogue.error("/in/a/m.mkv")?.hasPrefix("/pr/default.conf is a device") == true)
    }

    @Test("A folder of profiles that cannot be listed hides nobody knows what")
    func unlisted() {
        let disk = MemoryDisk(["/in/a/m.mkv": "", "/in/b/profile.conf": ""])
        let reason = "cannot open the directory /pr/a: Permission denied (EACCES)"
        disk.put("/pr/a", .failed(ProfileTrouble(reason, isDenied: true)))
        var catalogue = ProfileCatalogue(disk)
        let message = "\(reason); allow it to be listed:  chmod a+rx /pr/a"
        #expect(catalogue.error("/in/a/m.mkv") == message)
        #expect(catalogue.error("/in/a/c/m.mkv") == message)
        #expect(catalogue.error("/in/m.mkv") == nil)
        #expect(catalogue.error("/in/b/m.mkv") == nil)
    }

    @Test("A folder of profiles that is suddenly gone is a volume that is not mounted")
    func unmounted() {
        let disk = MemoryDisk(["/in/a/m.mkv": "", "/pr/default.conf": ""])
        var catalogue = ProfileCatalogue(disk)
        #expect(catalogue.error("/in/a/m.mkv") == nil)
        disk.remove("/pr/default.conf")
        catalogue.beginScan()
        #expect(
            catalogue.error("/in/a/m.mkv")
                == "the folder of profiles /pr was there before and is gone; is its volume "
                + "mounted? If it is not to be there, start again or make it:  mkdir -p /pr"
        )
        disk.put("/pr", .folder)
        catalogue.beginScan()
        #expect(catalogue.chain("/in/a/m.mkv") == ["builtin:default"])
    }

    @Test("When it is mended its films go on at the next look")
    func mended() {
        let disk = MemoryDisk(["/in/profile.conf": "nonsense = 1\n"])
        var catalogue = ProfileCatalogue(disk)
        #expect(catalogue.error("/in/m.mkv") != nil)
        disk.write("/in/profile.conf", "name = mended\n")
        #expect(catalogue.error("/in/m.mkv") != nil, "one look, one answer")
        catalogue.beginScan()
        #expect(catalogue.profile(forFilm: "/in/m.mkv").resolved.profile?.name == "mended")
    }
}
