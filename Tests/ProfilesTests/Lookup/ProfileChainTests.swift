import Model
import Profiles
import Testing

@Suite("What a profile stands on")
struct ProfileChainTests {
    private func chain(_ film: Path, _ files: [String: String]) -> [String] {
        var catalogue = ProfileCatalogue(MemoryDisk(files))
        return catalogue.chain(film)
    }

    private func error(_ film: Path, _ files: [String: String]) -> String? {
        var catalogue = ProfileCatalogue(MemoryDisk(files))
        return catalogue.error(film)
    }

    @Test("By itself on the next one further up in its own tree, and never on a default")
    func trees() {
        let files = [
            "/in/profile.conf": "", "/in/a/b/profile.conf": "", "/pr/profile.conf": "",
            "/pr/default.conf": "",
        ]
        #expect(
            chain("/in/a/b/c/m.mkv", files) == ["/in/profile.conf", "/in/a/b/profile.conf"]
        )
        let mirrored = [
            "/pr/profile.conf": "", "/pr/a/profile.ffmpeg": "-crf 20\n",
            "/pr/a/b/profile.conf": "", "/pr/default.conf": "",
        ]
        #expect(
            chain("/in/a/b/m.mkv", mirrored) == ["/pr/profile.conf", "/pr/a/b/profile.conf"]
        )
        #expect(chain("/in/a/m.mkv", mirrored) == ["/pr/a/profile.ffmpeg"])
        #expect(chain("/in/m.mkv", ["/pr/default.conf": ""]) == ["/pr/default.conf"])
    }

    @Test("A film's own one stands on its folder's, wherever that lies, and clustercode's alone")
    func companions() {
        let own = ["/in/a/m.mkv.profile": ""]
        func with(_ path: String) -> [String] {
            chain("/in/a/m.mkv", own.merging([path: ""]) { $1 })
        }
        #expect(with("/in/profile.conf") == ["/in/profile.conf", "/in/a/m.mkv.profile"])
        #expect(with("/pr/a/profile.conf") == ["/pr/a/profile.conf", "/in/a/m.mkv.profile"])
        #expect(with("/pr/a/profile.ffmpeg") == ["/in/a/m.mkv.profile"])
        #expect(with("/pr/default.conf") == ["/in/a/m.mkv.profile"])
        let mirrored = ["/pr/a/m.mkv.profile": "", "/pr/profile.conf": ""]
        #expect(chain("/in/a/m.mkv", mirrored) == ["/pr/profile.conf", "/pr/a/m.mkv.profile"])
        let clustercode = ["/in/a/m.mkv.ffmpeg": "-crf 20\n", "/in/profile.conf": ""]
        #expect(chain("/in/a/m.mkv", clustercode) == ["/in/a/m.mkv.ffmpeg"])
    }

    @Test("On what it names: nothing, a file of either tree, a built-in one")
    func named() {
        func with(_ text: String) -> [String] {
            let files = [
                "/in/profile.conf": "", "/in/a/profile.conf": "extends = \(text)\n",
                "/in/b/profile.conf": "", "/in/b/x.conf": "", "/pr/y.conf": "",
                "/pr/profile.conf": "",
            ]
            return chain("/in/a/m.mkv", files).dropLast()
        }
        #expect(with("none") == [])
        #expect(with("../b/x.conf") == ["/in/b/x.conf"])
        #expect(with("/in/b/./profile.conf") == ["/in/profile.conf", "/in/b/profile.conf"])
        #expect(with("../../pr/y.conf") == ["/pr/y.conf"])
        #expect(with("/pr/y.conf") == ["/pr/y.conf"])
        #expect(with("/pr/profile.conf") == ["/pr/profile.conf"])
        #expect(with("builtin:hevc-10bit") == ["builtin:hevc-10bit"])
    }

    @Test("What it names has to be there, a profile, and where others see it")
    func refused() {
        func with(_ text: String) -> String? {
            error(
                "/in/m.mkv",
                [
                    "/in/profile.conf": "name = n\nextends = \(text)  # why\n",
                    "/in/hevc.conf": "", "/in/old.ffmpeg": "", "/etc/x.conf": "",
                ]
            )
        }
        func expected(_ message: String, _ text: String) -> String {
            """
            /in/profile.conf:2:11: \(message)
                2 | extends = \(text)  # why
                  |           \(String(repeating: "^", count: text.count))
            """
        }
        let missing = "there is no /in/hevk.conf; did you mean \"hevc.conf\"?"
        #expect(with("hevk.conf") == expected(missing, "hevk.conf"))
        let outside =
            "/etc/x.conf lies outside /in and /pr, where others cannot see it; "
            + "put the profile there"
        #expect(with("/etc/x.conf") == expected(outside, "/etc/x.conf"))
        #expect(with("../etc/x.conf") == expected(outside, "../etc/x.conf"))
        let builtin =
            "no built-in profile is called \"hevc10bit\"; did you mean \"builtin:hevc-10bit\"?"
        #expect(with("builtin:hevc10bit") == expected(builtin, "builtin:hevc10bit"))
        let clustercode =
            "/in/old.ffmpeg is a profile of clustercode's, which stands alone; name a profile "
            + "that ends in .conf"
        #expect(with("old.ffmpeg") == expected(clustercode, "old.ffmpeg"))
    }

    @Test("A circle is shown with all that is in it, at the last line that could end it")
    func circles() {
        let circle = [
            "/in/a/profile.conf": "extends = ../x.conf\n",
            "/in/x.conf": "name = x\nextends = a/y.conf\n",
            "/in/a/y.conf": "extends = /in/x.conf\n",
        ]
        #expect(
            error("/in/a/m.mkv", circle) == """
                /in/a/y.conf:1:11: profiles stand on each other in a circle: \
                /in/a/profile.conf -> /in/x.conf -> /in/a/y.conf -> /in/x.conf
                    1 | extends = /in/x.conf
                      |           ^^^^^^^^^^
                """
        )
        let own = ["/in/profile.conf": "extends = profile.conf\n"]
        #expect(error("/in/m.mkv", own)?.contains("in a circle") == true)
        // The way back is one that no line says.
        let child = ["/in/profile.conf": "extends = a/profile.conf\n", "/in/a/profile.conf": ""]
        #expect(error("/in/m.mkv", child)?.hasPrefix("/in/profile.conf:1:11: ") == true)
        #expect(error("/in/a/m.mkv", child)?.hasPrefix("/in/profile.conf:1:11: ") == true)
    }

    @Test("Sixteen are enough, and the seventeenth is refused with all of them shown")
    func depth() {
        func nested(_ count: Int) -> (Path, [String: String]) {
            var (folder, files) = ("/in", [String: String]())
            for number in 0..<count {
                files["\(folder)/profile.conf"] = ""
                folder += "/\(number)"
            }
            return (Path("\(folder)/m.mkv"), files)
        }
        let (film, files) = nested(16)
        #expect(chain(film, files).count == 16)
        #expect(error(film, files) == nil)
        let (deep, many) = nested(17)
        let message = error(deep, many) ?? ""
        #expect(message.hasPrefix("more than 16 profiles stand on each other: /in/0/1/"))
        #expect(message.split(separator: ">").count == 17)
        #expect(
            message.hasSuffix(" -> /in/profile.conf; write  extends = none  into one of them")
        )
    }

    @Test("Heirs of an invalid one are invalid for its reason")
    func heirs() {
        let files = [
            "/in/profile.conf": "nonsense = 1\n", "/in/a/profile.conf": "name = a\n",
            "/in/b/profile.conf": "extends = none\n",
        ]
        let message = error("/in/a/m.mkv", files) ?? ""
        #expect(message.hasPrefix("/in/profile.conf:1:1: "))
        #expect(message == error("/in/m.mkv", files))
        #expect(error("/in/b/m.mkv", files) == nil)
    }
}
