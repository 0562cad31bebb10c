import Model
import Platform
import Profiles
import Testing

/// `examples/media-tree` gives each of its films the profile that its page says.
@Suite("The example tree")
struct ExampleTreeTests {
    private static let folder: Path = {
        var root = Path("\(#filePath)")
        for _ in 0..<4 { root = root.parent }
        return root / "examples" / "media-tree"
    }()

    /// The tree as it is in the checkout, as if it lay in `/tree`.
    private let disk = MemoryDisk()
    private var paths: [Path] = []

    init() throws { try copy(ExampleTreeTests.folder, to: "/tree") }

    private mutating func copy(_ folder: Path, to target: Path) throws {
        for entry in try Directory.entries(of: folder) {
            let path = folder / entry.name
            guard try Directory.status(of: path).kind != .directory else {
                try copy(path, to: target / entry.name)
                continue
            }
            let file = try OpenFile(path, for: .read)
            disk.write(target / entry.name, try file.readAll(limit: 1 << 20))
            paths.append(target / entry.name)
        }
    }

    private var catalogue: ProfileCatalogue {
        ProfileCatalogue(
            ProfilePlaces(input: "/tree/input", profiles: "/tree/profiles", shipped: Shipped.all),
            disk: disk
        )
    }

    /// What the page says: film, files, result.
    private func rows() throws -> [[String]] {
        let page = try OpenFile(ExampleTreeTests.folder / "README.md", for: .read)
        let text = String(decoding: try page.readAll(limit: 1 << 20), as: UTF8.self)
        return text.split(separator: "\n").filter { $0.hasPrefix("| input/") }.map { line in
            line.split(separator: "|").map { cell in
                String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
        }
    }

    private func below(_ tree: Path, _ path: Path) -> String {
        path.relative(to: tree).map { "\($0)" } ?? "\(path)"
    }

    @Test("Every film of the page has the profile and the result that the page says")
    func page() throws {
        let rows = try rows()
        #expect(rows.count == 9)
        var catalogue = catalogue
        for row in rows {
            let film = catalogue.profile(forFilm: Path("/tree/" + row[0]))
            #expect(film.resolved.error == nil)
            let files = film.resolved.chain.map { below("/tree", $0.path) }
            #expect(files.joined(separator: ", ") == row[1])
            let result = film.result.map { "output/\($0)" }
            #expect(result == row[2])
        }
    }

    @Test("No profile of the tree is left out by the page, and none of clustercode's is refused")
    func isWhole() throws {
        let text = try rows().map { $0[1] }.joined(separator: ", ")
        let shown = Set(text.split(separator: ", ").map(String.init))
        let there = paths.map { below("/tree", $0) }.filter { path in
            [".conf", ".profile", ".ffmpeg"].contains { path.hasSuffix($0) }
        }
        #expect(there.count == 8)
        #expect(shown.subtracting(["builtin:web-ladder", "builtin:audio-only"]) == Set(there))
    }

    @Test("Numbers of folders are priorities, and a profile's own word comes before")
    func priorities() {
        var catalogue = catalogue
        #expect(catalogue.profile(forFilm: "/tree/input/5/news/evening.ts").priority == 5)
        #expect(catalogue.profile(forFilm: "/tree/input/0/other/clip.mov").priority == 0)
        let own: Path = "/tree/input/films/classics/metropolis.mkv"
        #expect(catalogue.profile(forFilm: own).priority == 10)
    }

    @Test("Each layer adds to what it stands on")
    func layers() throws {
        var catalogue = catalogue
        let film: Path = "/tree/input/films/classics/metropolis.mkv"
        let profile = try #require(catalogue.profile(forFilm: film).resolved.profile)
        #expect(
            RecipeText.text(profile) == """
                film.mkv (matroska)
                picture  libx265 preset=slow x265-params=aq-mode=3 crf=19 tune=grain \
                pixels:yuv420p10le
                sound    copy
                """
        )
        #expect(profile.publication.percentSavedMin == 10)
        #expect(profile.work.hours.count == 2)
        #expect(profile.recipe.streams.audio == .all)
        #expect(profile.recipe.streams.defaultSubtitles == "eng")
        let trailer: Path = "/tree/input/web/trailer.mov"
        let web = try #require(catalogue.profile(forFilm: trailer).resolved.profile)
        let renditions = try #require(web.ladder?.renditions)
        #expect(renditions.map(\.name) == ["1080p", "720p", "480p", "144p"])
        #expect(renditions[0].video.options.contains(CodecOption("maxrate", "6M")))
        #expect(renditions.allSatisfy { $0.video.options.contains(CodecOption("preset", "slow")) })
        let talk: Path = "/tree/input/talks/2024/opening.mp4"
        let sound = try #require(catalogue.profile(forFilm: talk).resolved.profile)
        #expect(sound.recipe.audio.options == [CodecOption("ac", "1"), CodecOption("b", "64k")])
    }

    @Test("What clustercode was told holds here, option by option")
    func clustercode() throws {
        var catalogue = catalogue
        let paths = try rows().filter { $0[1].contains(".ffmpeg") }.map { Path("/tree/" + $0[0]) }
        let texts = try paths.map { film in
            RecipeText.text(try #require(catalogue.profile(forFilm: film).resolved.profile))
        }
        let standard = """
            film.mkv (matroska)
            picture  libx264 preset=medium crf=22
            sound    copy
            streams  0:v:0 0:a? 0:s?
            """
        let news = """
            film.mp4 (mp4)
            picture  libx264 preset=veryfast crf=25 \
            filters:yadif=deint=interlaced,scale=-2:'min(720,ih)'
            sound    aac b=96k ac=2
            streams  0:v:0 0:a:0
            mux      movflags=+faststart
            """
        let films = """
            film.mkv (matroska)
            picture  libx265 preset=medium crf=23
            sound    copy
            streams  0
            """
        #expect(texts == [news, films, standard, standard])
    }
}
