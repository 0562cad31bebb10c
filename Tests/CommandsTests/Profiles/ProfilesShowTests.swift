import CommandLine
import Model
import Platform
import Profiles
import TestKit
import Testing

@Suite("What profiles show says")
struct ProfilesShowTests {
    @Test("A profile with all that it inherits, in a form that stands alone")
    func text() throws {
        let tree = try ProfilesTree(ProfilesTree.usual)
        let run = tree.run("show", "tv")
        #expect(run.code == .done)
        #expect(
            run.output == """
                extends = none
                name = tv
                priority = 3

                [video]
                -c:v libx264
                -crf 20
                -preset slow

                [audio]
                -c:a aac

                """
        )
    }

    @Test("With --origin each line says where it stands")
    func origin() throws {
        let tree = try ProfilesTree(ProfilesTree.usual)
        let run = tree.run("show", "tv/a.mkv", "--origin")
        #expect(
            run.output == """
                extends = none
                name = tv     # \(tree.root)/input/tv/profile.conf:1
                priority = 3  # \(tree.root)/input/tv/profile.conf:2

                [video]
                -c:v libx264  # \(tree.root)/input/profile.conf:3
                -crf 20       # \(tree.root)/input/profile.conf:3
                -preset slow  # \(tree.root)/input/profile.conf:4

                [audio]
                -c:a aac      # \(tree.root)/input/tv/profile.conf:4

                """
        )
    }

    @Test("Without a path it is the one of the input itself")
    func root() throws {
        let tree = try ProfilesTree(ProfilesTree.usual)
        #expect(tree.run("show").output == tree.run("show", "\(tree.root)/input").output)
        #expect(tree.run("show").output.contains("name = base\n"))
    }

    @Test("What it prints means what it came from, for every profile of the program")
    func meaning() throws {
        for source in Shipped.all {
            let name = "\(source.origin.path)"
            for flags in [[], ["--origin"]] {
                let words = (["profiles", "show", name] + flags).map { Array($0.utf8) }
                let run = Run(words)
                #expect(run.code == .done)
                let shown = ProfileSource(.file("/x.conf"), Array(run.output.utf8))
                let first = try ProfileReading.read([source], name: "n").profile
                let second = try ProfileReading.read([shown], name: "n").profile
                #expect(first == second)
                #expect(ProfileReading.extends(shown) == ProfileExtends.none)
            }
        }
    }

    @Test("The same holds for a chain with everything in it, and for clustercode's")
    func chains() throws {
        let files = [
            "input/profile.conf": """
            description = "a # in it"
            hours = mon-fri 22:00-07:00, sat-sun
            include = *.mkv "a b*"
            [video]
            -c:v libx264 -vf "scale=-2:'min(1080,ih)'" \\
                -crf 20
            [streams]
            audio = eng deu
            -map_chapters -1
            [mux]
            -movflags +faststart
            """,
            "input/a/profile.conf": """
            container = mp4
            [video +]
            -crf 21 -preset slow  # why
            [audio]
            -c:a aac -b:a 160k
            """,
            "input/m.mkv.ffmpeg": "-i ${INPUT}\n-c:v libx265\n-crf 24\n%{FORMAT=.mp4}\n${OUTPUT}\n",
        ]
        let tree = try ProfilesTree(files)
        for film in ["a/x.mkv", "m.mkv"].map({ "\(tree.root)/input/\($0)" }) {
            let shown = tree.run("show", film, "--origin")
            #expect(shown.code == .done)
            let copy = tree.root / FileName("copy.conf")
            try OpenFile.create(copy).write(Array(shown.output.utf8))
            let again = tree.run("show", "\(copy)")
            #expect(again.code == .done)
            #expect(again.output == tree.run("show", film).output)
            try Directory.removeFile(copy)
        }
    }

    @Test("An invalid one is not shown but told, and ends with 5")
    func invalid() throws {
        let tree = try ProfilesTree(["input/profile.conf": "[vido]\n"])
        let run = tree.run("show")
        #expect(run.code == .invalidConfiguration)
        #expect(run.output == "")
        #expect(run.errors.hasPrefix("reelmill: \(tree.root)/input/profile.conf:1:"))
        try Directory.removeFile(tree.root.appending("input/profile.conf"))
        try Directory.create(tree.root.appending("input/profile.conf"))
        let folder = tree.run("show")
        #expect(folder.code == .invalidConfiguration)
        #expect(folder.errors.contains("profile.conf is a folder, not a profile; give it another"))
    }

    @Test("Without an input a profile that is named can be shown")
    func named() throws {
        let scratch = try Scratch()
        let file = try scratch.file("p.conf", "extends = base.conf\n[audio]\n-c:a aac\n")
        try scratch.file("base.conf", "container = mp4\n")
        let run = Run("profiles show \(file)")
        #expect(run.code == .done)
        #expect(run.output.contains("container = mp4\n"))
        #expect(Run("profiles show builtin:default").code == .done)
        #expect(Run("profiles show").code == .invalidConfiguration)
        let gone = Run("profiles show --root \(scratch.path)/none")
        #expect(gone.code == .temporary)
        #expect(
            gone.errors == "reelmill: there is no input folder \(scratch.path)/none/input; "
                + "is the volume mounted?\n"
        )
    }

    @Test("Programs get a document that names its form")
    func json() throws {
        let tree = try ProfilesTree(ProfilesTree.usual)
        let run = tree.run("show", "tv", "--json")
        #expect(run.output.contains(#""schema":"reelmill.profile/1""#))
        let row = [
            #"{"line":3,"path":"\#(tree.root)/input/profile.conf","section":"[video]","#,
            #""text":"-crf 20"}"#,
        ].joined()
        #expect(run.output.contains(row))
        #expect(run.output.filter { $0 == "\n" }.count == 1)
    }
}
