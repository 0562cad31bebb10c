import Model
import Profiles
import Testing

/// A chain of texts, the root first, called a.conf, b.conf and so on.
func read(chain texts: [String]) throws(ConfigurationError) -> ReadProfile {
    let names: [Path] = ["a.conf", "b.conf", "c.conf"]
    let sources = zip(names, texts).map { ProfileSource(.file($0), Array($1.utf8)) }
    return try ProfileReading.read(sources, name: "folder")
}

@Suite("Inheritance of profiles")
struct InheritanceTests {
    private func options(_ profile: ReadProfile) -> [String] {
        profile.profile.recipe.video.options.map { "\($0.name)=\($0.value)" }
    }

    @Test("Keys are replaced one by one, and the rest is inherited")
    func keys() throws {
        let profile = try read(chain: [
            "slice = 10s\ntries = 3\npriority = 1", "tries = 4", "priority = 7\nslice = 30s",
        ])
        #expect(profile.profile.recipe.sliceMilliseconds == 30_000)
        #expect(profile.profile.work.triesMax == 4)
        #expect(profile.profile.work.priority == 7)
    }

    @Test("A section is replaced as a whole, and one with a plus adds to it")
    func sections() throws {
        let root = "[video]\n-crf 20 -preset slow -tune film\n[audio]\n-c:a aac"
        #expect(options(try read(chain: [root, "[video]\n-crf 18"])) == ["crf=18"])
        let added = try read(chain: [root, "[video +]\n-crf 18 -g 50"])
        #expect(options(added) == ["preset=slow", "tune=film", "crf=18", "g=50"])
        #expect(added.profile.recipe.audio.mode == .encode("aac"))
        let none = try read(chain: ["", "[video +]\n-crf 18"])
        #expect(options(none) == ["crf=18"])
        let empty = try read(chain: [root, "[video]", "[video +]\n-g 50"])
        #expect(options(empty) == ["g=50"])
    }

    @Test("A rendition is replaced by its name, or added to, and others stay")
    func renditions() throws {
        let root = """
            [rendition large]
            height = 1080
            -b:v 5M -maxrate 6M
            [rendition small]
            height = 480
            -b:v 1M
            """
        let child = """
            [rendition large +]
            width = 1920
            -b:v 4M
            [rendition small]
            height = 360
            [rendition tiny]
            """
        let ladder = try #require(try read(chain: [root, child]).profile.ladder)
        #expect(ladder.renditions.map(\.name) == ["large", "small", "tiny"])
        #expect(ladder.renditions.map(\.height) == [1_080, 360, nil])
        #expect(ladder.renditions.map(\.width) == [1_920, nil, nil])
        let options = ladder.renditions.map { $0.video.options.map(\.value) }
        #expect(options == [["6M", "4M"], [], []])
    }

    @Test("A name and what is said of a file are not inherited")
    func names() throws {
        let root = "name = root\ndescription = the root\nextends = none"
        #expect(try read(chain: [root, ""]).profile.name == "folder")
        #expect(try read(chain: [root, ""]).profile.summary == nil)
        #expect(try read(chain: ["", root]).profile.name == "root")
        #expect(try read(chain: ["", root]).profile.summary == "the root")
    }

    @Test("Every line that holds is told with its file and its line, and no other")
    func lines() throws {
        let root = """
            container = mp4 # it plays
            slice=20s
            [video]
            -preset slow -crf 20
            [audio]
            -an
            """
        let leaf = """

            [video +]
            -vf "scale=-2:'min(1080,ih)'" \\
              -crf 18
            [streams]
            audio = eng deu
            -map 0:v
            -map 0:a
            """
        let profile = try read(chain: [root, leaf])
        let shown = profile.lines.map { "\($0.origin):\($0.line) \($0.section ?? "-") \($0.text)" }
        #expect(
            shown == [
                "a.conf:1 - container = mp4", "a.conf:2 - slice = 20s",
                "a.conf:4 [video] -preset slow",
                "b.conf:3 [video] -vf \"scale=-2:'min(1080,ih)'\"", "b.conf:4 [video] -crf 18",
                "a.conf:6 [audio] -an", "b.conf:6 [streams] audio = eng deu",
                "b.conf:7 [streams] -map 0:v", "b.conf:8 [streams] -map 0:a",
            ]
        )
        #expect(profile.origins == [.file("a.conf"), .file("b.conf")])
    }

    @Test("The digest is of what holds, not of how it is written or where")
    func digest() throws {
        let plain = try read(chain: ["slice = 20s\n[video]\n-crf 20 -vf \"a b\""]).profile.digest
        let other = "# mine\n\n slice   =  '20s'\n[ video ]\n  -crf 20 \\\n-vf 'a b' # c"
        #expect(try read(chain: [other]).profile.digest == plain)
        #expect(try read(chain: ["slice = 20s\n[video]\n-crf 9", other]).profile.digest == plain)
        #expect(try read(chain: ["description = x\n" + other]).profile.digest == plain)
        let changes = [
            "slice = 21s\n[video]\n-crf 20 -vf 'a b'", "slice = 20s\n[video]\n-crf 21 -vf 'a b'",
            "slice = 20s\n[video]\n-crf 20 -vf 'a' -b 1", "slice = 20s\n[audio]\n-an",
            "slice = 20s\n[video]\n-vf 'a b' -crf 20", "",
        ]
        let digests = try changes.map { text in try read(chain: [text]).profile.digest }
        #expect(Set(digests + [plain]).count == changes.count + 1)
        #expect(plain.utf8.count == 32)
    }

    @Test("What is wrong above is wrong below, even where it is replaced")
    func wrongParent() {
        #expect(
            complaint(of: [
                ("a.conf", Array("slice = 1s".utf8)), ("b.conf", Array("slice = 9s".utf8)),
            ])
                == """
                a.conf:1:9: slice takes a time from 5s to 24h, such as 10s, not "1s"
                    1 | slice = 1s
                      |         ^^
                """
        )
    }
}
