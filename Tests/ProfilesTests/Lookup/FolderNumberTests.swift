import Model
@testable import Profiles
import Testing

@Suite("Folders that are called by a number")
struct FolderNumberTests {
    private func areMeant(_ files: [String], _ rule: NumberedFolders = .auto) -> Bool {
        let texts = Dictionary(uniqueKeysWithValues: files.map { ($0, "") })
        var catalogue = ProfileCatalogue(MemoryDisk(texts), numbers: rule)
        return catalogue.areNumbersMeant()
    }

    @Test("They are priorities where clustercode's default is, or where somebody says so")
    func automatic() {
        #expect(!areMeant(["/in/5/a.mkv", "/in/2019/a.mkv", "/pr/default.conf"]))
        #expect(areMeant(["/in/5/a.mkv", "/pr/default.ffmpeg"]))
        #expect(!areMeant(["/in/5/a.mkv", "/in/default.ffmpeg", "/pr/5/default.ffmpeg"]))
        #expect(areMeant(["/in/5/a.mkv"], .yes))
        #expect(!areMeant(["/in/5/a.mkv", "/pr/default.ffmpeg"], .no))
    }

    @Test("The number is the priority unless the profile says one, and is not in the result's path")
    func places() {
        let disk = MemoryDisk([
            "/in/5/a/b.avi": "", "/in/0/c.mkv": "", "/in/07/profile.conf": "priority = -3\n",
            "/in/99999999999999999999/d.mkv": "", "/in/7000/e.mkv": "", "/in/f.mkv": "",
            "/in/5b/g.mkv": "", "/in/-5/h.mkv": "",
        ])
        var catalogue = ProfileCatalogue(disk, numbers: .yes)
        func place(_ film: Path) -> String {
            let answer = catalogue.profile(forFilm: film)
            return "\(answer.priority) \(answer.result?.description ?? "none")"
        }
        #expect(place("/in/5/a/b.avi") == "5 a/b.mkv")
        #expect(place("/in/0/c.mkv") == "0 c.mkv")
        #expect(place("/in/07/x.mkv") == "-3 x.mkv")
        #expect(place("/in/f.mkv") == "0 f.mkv")
        #expect(place("/in/7000/e.mkv") == "4000 e.mkv")
        #expect(place("/in/99999999999999999999/d.mkv") == "4000 d.mkv")
        #expect(place("/in/5b/g.mkv") == "0 5b/g.mkv")
        #expect(place("/in/-5/h.mkv") == "0 -5/h.mkv")
        var plain = ProfileCatalogue(disk, numbers: .no)
        #expect(plain.profile(forFilm: "/in/5/a/b.avi").result == "5/a/b.mkv")
        #expect(plain.profile(forFilm: "/in/5/a/b.avi").priority == 0)
    }

    @Test("Mirrored profiles lie below the number, as in clustercode")
    func mirrored() {
        let disk = MemoryDisk([
            "/pr/5/movies/profile.ffmpeg": "-crf 20\n", "/pr/default.ffmpeg": "",
        ])
        var catalogue = ProfileCatalogue(disk)
        #expect(catalogue.chain("/in/5/movies/action/m.avi") == ["/pr/5/movies/profile.ffmpeg"])
        #expect(catalogue.chain("/in/4/movies/m.avi") == ["/pr/default.ffmpeg"])
    }

    @Test("A result is called as its film, with the profile's ending")
    func results() {
        func name(_ film: Path) -> Path { ResultName.path(of: film, ending: "mkv") }
        #expect(name("a.b/film.avi") == "a.b/film.mkv")
        #expect(name("film.M2TS") == "film.mkv")
        #expect(name("film") == "film.mkv")
        #expect(name("a.b/film") == "a.b/film.mkv")
        #expect(name(".mp4") == ".mp4.mkv")
        #expect(name("vol. 2 (cut)") == "vol. 2 (cut).mkv")
        #expect(name("a.directors") == "a.directors.mkv")
        #expect(name("film.") == "film..mkv")
    }
}
