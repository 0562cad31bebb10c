import Model
import Profiles
import Synchronization
import Testing

@Suite("Looks again at the same profiles")
struct CatalogueScanTests {
    /// A thousand folders, every tenth with a profile, each with one film; below ten parents.
    private static let folders: [Path] = (0..<10).flatMap { parent in
        [Path("/in/\(parent)")] + (0..<100).map { Path("/in/\(parent)/\($0)") }
    }

    private static func tree() -> MemoryDisk {
        let disk = MemoryDisk()
        disk.write("/in/profile.conf", "name = root\n")
        for (index, folder) in folders.enumerated() where index % 10 == 0 {
            disk.write(folder / "profile.conf", "slice = \(index % 50 + 10)s\n")
        }
        disk.write("/pr/default.conf", "")
        return disk
    }

    private static let profiles = 1 + folders.count / 10 + 1

    /// As the scanner goes.
    private static func scan(
        _ catalogue: inout ProfileCatalogue,
        _ disk: MemoryDisk
    ) -> [Path: ResolvedProfile] {
        var answers: [Path: ResolvedProfile] = [:]
        catalogue.beginScan()
        for folder in ["/in"] + folders {
            let hasProfile = disk.has(folder / "profile.conf")
            let names: [FileName] = ["m.mkv"] + (hasProfile ? ["profile.conf"] : [])
            let listing = FolderListing(names)
            let answer = catalogue.profile(forFolder: folder, listing: listing)
            let film = catalogue.profile(forFilm: folder / "m.mkv")
            #expect(film.resolved === answer.resolved)
            answers[folder] = answer.resolved
        }
        catalogue.endScan()
        return answers
    }

    @Test("The first look reads every profile once, the next ones none, and nobody asks for films")
    func counts() {
        let disk = Self.tree()
        let parses = Mutex(0)
        var catalogue = ProfileCatalogue(disk, counting: { parses.withLock { $0 += 1 } })
        let first = Self.scan(&catalogue, disk)
        #expect(disk.counts.reads == Self.profiles - 1, "the default is nobody's here")
        #expect(disk.counts.looks == disk.counts.reads)
        #expect(disk.counts.lists == 1, "/pr")
        let read = parses.withLock { $0 }
        #expect(read == Self.profiles - 1)
        for _ in 0..<3 {
            disk.resetCounts()
            let again = Self.scan(&catalogue, disk)
            #expect(disk.counts.reads == 0)
            #expect(disk.counts.looks == Self.profiles - 1)
            #expect(again.allSatisfy { first[$0.key] === $0.value })
        }
        #expect(parses.withLock { $0 } == read)
    }

    @Test("When a parent changes it alone is read, and its heirs are made anew, no others")
    func parent() {
        let disk = Self.tree()
        let parses = Mutex(0)
        var catalogue = ProfileCatalogue(disk, counting: { parses.withLock { $0 += 1 } })
        let first = Self.scan(&catalogue, disk)
        disk.write("/in/0/profile.conf", "name = zero\n")
        disk.resetCounts()
        parses.withLock { $0 = 0 }
        let second = Self.scan(&catalogue, disk)
        #expect(disk.counts.reads == 1)
        let changed = Set(Self.folders.filter { first[$0] !== second[$0] })
        let below = Set(Self.folders.filter { $0 == "/in/0" || $0.relative(to: "/in/0") != nil })
        #expect(changed == below)
        let made = Set(below.compactMap { second[$0].map(ObjectIdentifier.init) })
        #expect(parses.withLock { $0 } == made.count)
        #expect(second["/in/0"]?.profile?.name == "zero")
    }

    @Test("A file that is saved again as it was makes nothing anew")
    func saved() {
        let disk = MemoryDisk(["/in/profile.conf": "name = a\n"])
        var catalogue = ProfileCatalogue(disk)
        let first = catalogue.profile(forFilm: "/in/m.mkv").resolved
        disk.write("/in/profile.conf", "name = a\n")
        disk.resetCounts()
        catalogue.beginScan()
        #expect(catalogue.profile(forFilm: "/in/m.mkv").resolved === first)
        #expect(disk.counts.reads == 1)
    }

    @Test("What is no longer there is forgotten, and read again when it comes back")
    func forgotten() {
        let disk = MemoryDisk(["/in/profile.conf": "", "/in/a/profile.conf": ""])
        var catalogue = ProfileCatalogue(disk)
        func look() -> [String] {
            catalogue.beginScan()
            catalogue.profile(forFolder: "/in", listing: disk.listing("/in"))
            catalogue.profile(forFolder: "/in/a", listing: disk.listing("/in/a"))
            defer { catalogue.endScan() }
            return catalogue.chain("/in/a/m.mkv")
        }
        #expect(look() == ["/in/profile.conf", "/in/a/profile.conf"])
        disk.remove("/in/a/profile.conf")
        #expect(look() == ["/in/profile.conf"])
        disk.resetCounts()
        #expect(look() == ["/in/profile.conf"])
        #expect(disk.counts.looks == 1, "nobody asks for it any more")
        disk.write("/in/a/profile.conf", "")
        #expect(look() == ["/in/profile.conf", "/in/a/profile.conf"])
        #expect(disk.counts.reads == 1)
    }

    @Test("A listing that leaves a known profile out is not believed")
    func leftOut() {
        let disk = MemoryDisk([
            "/in/profile.conf": "", "/in/a/profile.conf": "", "/in/a/m.mkv": "",
            "/in/a/n.mkv": "", "/in/a/n.mkv.profile": "",
        ])
        var catalogue = ProfileCatalogue(disk)
        func look() -> [[String]] {
            catalogue.beginScan()
            catalogue.profile(forFolder: "/in", listing: disk.listing("/in"))
            catalogue.profile(forFolder: "/in/a", listing: disk.listing("/in/a"))
            defer { catalogue.endScan() }
            return [catalogue.chain("/in/a/m.mkv"), catalogue.chain("/in/a/n.mkv")]
        }
        let first = look()
        disk.hide("/in/a/profile.conf")
        disk.hide("/in/a/n.mkv.profile")
        #expect(look() == first)
        #expect(first[1].count == 3)
    }

    @Test("Mirrored folders are listed once a look, and only where the input has them")
    func mirrored() {
        let disk = MemoryDisk([
            "/pr/a/profile.conf": "", "/pr/x/y/z/profile.conf": "", "/pr/profile.conf": "",
        ])
        var catalogue = ProfileCatalogue(disk, numbers: .no)
        for film in ["/in/a/1.mkv", "/in/a/2.mkv", "/in/a/b/3.mkv", "/in/c/d/4.mkv"] as [Path] {
            catalogue.profile(forFolder: film.parent, listing: FolderListing())
            #expect(catalogue.profile(forFilm: film).found == .mirrored)
        }
        #expect(disk.counts.lists == 2, "/pr and /pr/a")
    }
}

extension MemoryDisk {
    fileprivate func has(_ path: Path) -> Bool {
        let counts = counts
        defer { restore(counts) }
        if case .missing = look(at: path) { return false }
        return true
    }
}

extension ProfileCatalogue {
    fileprivate init(_ disk: MemoryDisk, counting count: @escaping @Sendable () -> Void) {
        let standard = ProfileInterpreter.standard
        self.init(
            ProfilePlaces(input: "/in", profiles: "/pr", shipped: TestProfiles.shipped),
            disk: disk,
            interpreter: ProfileInterpreter(
                read: { chain, name in
                    count()
                    return standard.read(chain, name)
                },
                extends: standard.extends
            )
        )
    }
}
