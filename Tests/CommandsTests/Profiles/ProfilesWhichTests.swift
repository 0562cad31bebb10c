import CommandLine
import Model
import Platform
import TestKit
import Testing

@Suite("What profiles which says")
struct ProfilesWhichTests {
    @Test("Of a film: its profile, why that one, its files, its priority and its result")
    func film() throws {
        let tree = try ProfilesTree(ProfilesTree.usual)
        let run = tree.run("which", "\(tree.root)/input/tv/a.mkv", "\(tree.root)/input/top.avi")
        #expect(run.errors == "")
        #expect(run.code == .done)
        #expect(
            run.output == """
                \(tree.root)/input/tv/a.mkv
                  profile   tv
                  found     in its folder or the nearest above it
                  files     \(tree.root)/input/profile.conf
                            \(tree.root)/input/tv/profile.conf
                  priority  3, by the profile
                  result    \(tree.root)/output/tv/a.mkv

                \(tree.root)/input/top.avi
                  profile   base
                  found     in its folder or the nearest above it
                  files     \(tree.root)/input/profile.conf
                  priority  0
                  result    \(tree.root)/output/top.mkv

                """
        )
    }

    @Test("A path is meant from here, and else from the root or the input")
    func relative() throws {
        let tree = try ProfilesTree(ProfilesTree.usual)
        let run = tree.run("which", "tv/a.mkv")
        #expect(run.code == .done)
        #expect(run.output.hasPrefix("\(tree.root)/input/tv/a.mkv\n"))
        #expect(tree.run("which", "input/tv/a.mkv").output == run.output)
        for planned in ["tv/new.mkv", "input/tv/new.mkv"] {
            let output = tree.run("which", planned).output
            #expect(output.hasPrefix("\(tree.root)/input/tv/new.mkv\n"))
        }
        let outside = tree.run("which", "../new.mkv")
        #expect(outside.code == .notFound)
        let link = tree.root / "link"
        try Directory.symbolicLink(at: link, to: tree.root / "input")
        let linked = tree.run("which", "\(link)/tv/a.mkv")
        #expect(linked.output == run.output)
    }

    @Test("A film that is not there yet is answered for, and said to be missing")
    func planned() throws {
        let tree = try ProfilesTree(ProfilesTree.usual)
        let run = tree.run("which", "\(tree.root)/input/new/x.mov")
        #expect(run.code == .done)
        #expect(
            run.errors == "note: \(tree.root)/input/new/x.mov does not exist; "
                + "this is what a film of that name would get\n"
        )
        #expect(run.output.contains("\n  result    \(tree.root)/output/new/x.mkv\n"))
        let folder = tree.run("which", "\(tree.root)/input/new/")
        #expect(folder.errors.contains("what a folder of that name would get"))
        #expect(!folder.output.contains("result"))
    }

    @Test("The number of a folder is told, and not in the result's path")
    func numbers() throws {
        let files = [
            "input/5/a.mkv": "", "profiles/default.ffmpeg": "-i ${INPUT}\n-crf 20\n${OUTPUT}\n",
        ]
        let tree = try ProfilesTree(files)
        let run = tree.run("which", "5/a.mkv")
        #expect(
            run.output.hasSuffix(
                """
                  found     as the default of the folder of profiles
                  files     \(tree.root)/profiles/default.ffmpeg
                  priority  5, by its folder's number
                  result    \(tree.root)/output/a.mkv

                """
            )
        )
        let plain = tree.run("which", "5/a.mkv", "--numbered-folders", "no")
        #expect(plain.output.contains("result    \(tree.root)/output/5/a.mkv\n"))
    }

    @Test("An invalid profile is told with its place, and ends with 5")
    func invalid() throws {
        let files = ["input/profile.conf": "nmae = x\n", "input/a.mkv": ""]
        let tree = try ProfilesTree(files)
        let run = tree.run("which", "a.mkv")
        #expect(run.code == .invalidConfiguration)
        #expect(run.output.contains("\n  invalid; nothing is encoded by it until it is mended:\n"))
        #expect(run.output.contains("\n    \(tree.root)/input/profile.conf:1:1: "))
        #expect(!run.output.contains("result"))
    }

    @Test("What is no place of a film is refused with the reason")
    func refused() throws {
        let tree = try ProfilesTree(ProfilesTree.usual)
        let outside = tree.run("which", "/etc/passwd")
        #expect(outside.code == .notFound)
        #expect(
            outside.errors == "reelmill: /etc/passwd does not lie below the input "
                + "\(tree.root)/input, so no profile is for it\n"
        )
        let missing = tree.run("which", "\(tree.root)/profiles/hevc.conf")
        #expect(missing.code == .notFound)
        #expect(
            missing.errors
                == "reelmill: there is no profile \(tree.root)/profiles/hevc.conf\n"
        )
        let builtin = tree.run("which", "builtin:defualt")
        #expect(builtin.code == .notFound)
        #expect(
            builtin.errors == """
                reelmill: no built-in profile is called "defualt"; did you mean "builtin:default"?
                see: reelmill profiles ls

                """
        )
        let film = tree.run("which", "\(tree.root)/profiles/a.mkv")
        #expect(film.code == .notFound)
        let unset = Run("profiles which a.mkv")
        #expect(unset.code == .invalidConfiguration)
        #expect(
            unset.errors == """
                reelmill: no input is set; --root or --input says where it is
                see: reelmill help profiles

                """
        )
    }

    @Test("Programs get a document that names its form")
    func json() throws {
        let tree = try ProfilesTree(ProfilesTree.usual)
        let run = tree.run("which", "tv/a.mkv", "builtin:default", "--json")
        #expect(run.output.contains(#""schema":"reelmill.profile-lookup/1""#))
        let input = "\(tree.root)/input"
        let row = [
            #"{"exists":true,"files":[{"kind":"file","path":"\#(input)/profile.conf"},"#,
            #"{"kind":"file","path":"\#(input)/tv/profile.conf"}],"#,
            #""found":"folder","kind":"film","name":"tv","#,
            #""path":"\#(input)/tv/a.mkv","priority":3,"#,
            #""result":"\#(tree.root)/output/tv/a.mkv"}"#,
        ].joined()
        #expect(run.output.contains(row))
        #expect(run.output.contains(#""files":[{"kind":"builtin","path":"builtin:default"}]"#))
        #expect(run.output.filter { $0 == "\n" }.count == 1)
    }

    @Test("Names of any bytes are answered for, and act on no terminal")
    func hostile() throws {
        let tree = try ProfilesTree(["input/profile.conf": "priority = 1\n"])
        let names: [[UInt8]] = [
            Array("-rf".utf8), Array("%s%n.mkv".utf8), Array("a\nb\u{1b}[31m.mkv".utf8),
            [0xff, 0xfe] + Array(".mkv".utf8), Array("${INPUT}".utf8), Array("[video]".utf8),
        ]
        for name in names {
            let path = (tree.root / "input" / FileName("x")).parent.bytes + [0x2f] + name
            let words = ["profiles", "which", "--root", "\(tree.root)"].map { Array($0.utf8) }
            let run = Run(words + [path])
            #expect(run.code == .done)
            let lines = run.output.split(separator: "\n").map { Array($0.utf8) }
            #expect(lines.count == 6)
            #expect(lines.allSatisfy(ReadableBytes.isPlainText))
            let json = Run(words + [Array("--json".utf8), path])
            let isText = String(validating: name, as: UTF8.self) != nil
            #expect(json.output.contains("path_b64") == !isText)
            #expect(json.output.contains("result_b64") == !isText)
        }
    }
}
