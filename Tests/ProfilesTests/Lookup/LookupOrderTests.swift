import Model
import Profiles
import Testing

@Suite("Which profile a film gets")
struct LookupOrderTests {
    private static let film: Path = "/in/a/b/m.mkv"

    /// From the one that comes last to the one that beats all.
    private static let steps: [(path: String, found: ProfileFound)] = [
        ("/pr/default.ffmpeg", .standard),
        ("/pr/default.conf", .standard),
        ("/pr/profile.ffmpeg", .mirrored),
        ("/pr/profile.conf", .mirrored),
        ("/pr/a/profile.ffmpeg", .mirrored),
        ("/pr/a/profile.conf", .mirrored),
        ("/pr/a/b/profile.ffmpeg", .mirrored),
        ("/pr/a/b/profile.conf", .mirrored),
        ("/pr/a/b/m.mkv.ffmpeg", .mirroredCompanion),
        ("/pr/a/b/m.mkv.profile", .mirroredCompanion),
        ("/in/profile.conf", .folder),
        ("/in/a/profile.conf", .folder),
        ("/in/a/b/profile.conf", .folder),
        ("/in/a/b/m.mkv.ffmpeg", .companion),
        ("/in/a/b/m.mkv.profile", .companion),
    ]

    @Test("The nearest one holds: beside the film, above it, mirrored, the default, the built-in")
    func order() {
        let disk = MemoryDisk()
        var catalogue = ProfileCatalogue(disk)
        #expect(catalogue.profile(forFilm: Self.film).found == .builtin)
        #expect(catalogue.chain(Self.film) == ["builtin:default"])
        for step in Self.steps {
            disk.write(Path(step.path), "# nothing said\n")
            for isListed in [false, true] {
                catalogue.beginScan()
                if isListed {
                    let listing = disk.listing("/in/a/b")
                    catalogue.profile(forFolder: "/in/a/b", listing: listing)
                }
                let answer = catalogue.profile(forFilm: Self.film)
                #expect(answer.resolved.chain.last?.path == Path(step.path))
                #expect(answer.found == step.found)
            }
        }
    }

    @Test("A film's own profile is nobody else's, and a name that only begins alike is none")
    func companions() {
        let disk = MemoryDisk([
            "/in/m.mkv.profile": "name = one\n", "/in/n.profile": "name = two\n",
            "/in/profile.conf": "name = all\n", "/in/profile.ffmpeg": "-crf 20\n",
        ])
        var catalogue = ProfileCatalogue(disk)
        #expect(catalogue.profile(forFilm: "/in/m.mkv").found == .companion)
        for film in ["/in/n.mkv", "/in/m.mkv2", "/in/M.mkv", "/in/m"] as [Path] {
            #expect(catalogue.chain(film) == ["/in/profile.conf"])
        }
    }

    @Test("Without a folder of profiles the built-in one comes last")
    func noProfiles() {
        let disk = MemoryDisk(["/in/a/m.mkv": ""])
        let places = ProfilePlaces(input: "/in", profiles: nil, shipped: TestProfiles.shipped)
        var catalogue = ProfileCatalogue(places, disk: disk)
        #expect(catalogue.chain("/in/a/m.mkv") == ["builtin:default"])
        let missing = ProfilePlaces(input: "/in", profiles: "/no", shipped: TestProfiles.shipped)
        catalogue = ProfileCatalogue(missing, disk: disk)
        #expect(catalogue.chain("/in/a/m.mkv") == ["builtin:default"])
    }

    @Test("The folder's answer is the one of its films without a profile of their own")
    func folders() {
        let disk = MemoryDisk(["/in/a/profile.conf": "name = a\n", "/in/a/b/m.mkv": ""])
        var catalogue = ProfileCatalogue(disk)
        let folder = catalogue.profile(forFolder: "/in/a/b")
        #expect(folder.found == .folder)
        #expect(folder.resolved === catalogue.profile(forFilm: "/in/a/b/m.mkv").resolved)
        #expect(catalogue.profile(forFolder: "/in").found == .builtin)
    }

    @Test("A film that is not there yet is answered for, too, and so is one in no folder yet")
    func planned() {
        let disk = MemoryDisk(["/in/profile.conf": "name = all\n"])
        var catalogue = ProfileCatalogue(disk)
        #expect(catalogue.chain("/in/x/y/z.mkv") == ["/in/profile.conf"])
    }

    @Test("A profile without a name is called by its place")
    func names() {
        let texts = [
            "/in/profile.conf": "in", "/in/tv/new/profile.conf": "tv/new",
            "/pr/sd/profile.conf": "sd", "/in/sd/m.mkv.profile": "m.mkv",
            "/pr/default.conf": "default",
        ]
        let disk = MemoryDisk(texts.mapValues { _ in "extends = none\n" })
        var catalogue = ProfileCatalogue(disk)
        for (path, name) in texts {
            #expect(catalogue.profile(at: .file(Path(path))).profile?.name == name)
        }
        disk.write("/pr/5/tv/profile.ffmpeg", "-i ${INPUT}\n-crf 20\n${OUTPUT}\n")
        #expect(catalogue.profile(at: .file("/pr/5/tv/profile.ffmpeg")).profile?.name == "5/tv")
        #expect(catalogue.profile(at: .builtin("hevc-10bit")).profile?.name == "hevc-10bit")
    }
}
