import Model
import Platform
import Spool
import TestKit
import Testing

@testable import Services

@Suite("Files that are left alone")
struct LeftAloneTests {
    let bed: IntakeBed

    init() throws { bed = try IntakeBed() }

    @Test("Temporary, hidden and system names say why; other files are not worth a word")
    func names() throws {
        for path: Path in [
            "a.mkv.part", ".hidden.mkv", "~a.mkv", "a.srt", "poster.jpg", "Thumbs.db",
            "@eaDir/a.mkv", "_UNPACK_show/a.mkv", ".stversions/a.mkv",
        ] { try bed.write(path) }
        let report = bed.settle()
        #expect(report.text(of: "a.mkv.part") == "ignored: a temporary name (.part)")
        #expect(report.text(of: ".hidden.mkv") == "ignored: a hidden file")
        #expect(report.text(of: "~a.mkv") == "ignored: a temporary name (~)")
        #expect(report.text(of: "@eaDir") == "ignored: a folder of Synology")
        #expect(report.text(of: "_UNPACK_show") == "ignored: a folder of a download")
        #expect(report.counts == ["ignored": 6])
        #expect(try bed.orders().isEmpty)
    }

    @Test("Links are not followed, whether to films or to folders")
    func links() throws {
        try Directory.create(bed.root / "outside")
        try OpenFile.create(bed.root / "outside" / "a.mkv").write(Array("film".utf8))
        try Directory.symbolicLink(at: bed.input / "l", to: bed.root / "outside")
        try Directory.symbolicLink(at: bed.input / "l.mkv", to: bed.root.appending("outside/a.mkv"))
        try Directory.symbolicLink(at: bed.input / "notes.txt", to: "nowhere")
        let report = bed.settle()
        #expect(report.counts == ["ignored": 2])
        let reason = "ignored: a symbolic link, and links are not followed"
        #expect(report.text(of: "l") == reason)
        #expect(report.text(of: "l.mkv") == reason)
    }

    @Test("A film's name on what is no file is no film")
    func pipe() throws {
        try Directory.create(bed.input / "folder.mkv")
        try bed.write("folder.mkv/a.mkv")
        bed.settle()
        #expect(try bed.sources() == ["folder.mkv/a.mkv"])
    }

    @Test("A hold file pauses its folder and all below it until it is gone")
    func held() throws {
        try bed.write("tv/.reelmill-hold")
        try bed.write("tv/deep/a.mkv")
        try bed.write("b.mkv")
        let report = bed.settle()
        #expect(
            report.text(of: "tv/deep/a.mkv")
                == "held by tv/.reelmill-hold; let it go:  rm tv/.reelmill-hold"
        )
        #expect(try bed.sources() == ["b.mkv"])
        try Directory.removeFile(bed.input.appending("tv/.reelmill-hold"))
        bed.settle()
        #expect(try bed.sources() == ["b.mkv", "tv/deep/a.mkv"])
    }

    @Test("An ignore list says which pattern it was, and a list further down may take it back")
    func ignoreList() throws {
        try bed.write("tv/.reelmillignore", "*sample*\n# a comment\nextras/\n/top.mkv\n")
        try bed.write("tv/a-sample.mkv")
        try bed.write("tv/extras/b.mkv")
        try bed.write("tv/top.mkv")
        try bed.write("tv/deep/top.mkv")
        try bed.write("tv/deep/c-sample.mkv")
        try bed.write("tv/deep/.reelmillignore", "!c-sample*\n")
        let report = bed.settle()
        #expect(
            report.text(of: "tv/a-sample.mkv")
                == #"ignored: tv/.reelmillignore says "*sample*""#
        )
        #expect(report.text(of: "tv/extras") == #"ignored: tv/.reelmillignore says "extras/""#)
        #expect(try bed.sources() == ["tv/deep/c-sample.mkv", "tv/deep/top.mkv"])
    }

    @Test("A changed ignore list holds at the next look")
    func changedList() throws {
        try bed.write(".reelmillignore", "*.mkv\n")
        try bed.write("a.mkv")
        #expect(bed.settle().counts == ["ignored": 1])
        try bed.write(".reelmillignore", "*.avi\n")
        bed.settle()
        #expect(try bed.sources() == ["a.mkv"])
    }

    @Test("The cluster's own folders hold no sources when they lie in the input")
    func ownFolders() throws {
        let folders = MediaFolders(
            input: bed.root,
            output: bed.site.folders.output,
            profiles: nil,
            spool: bed.site.folders.spool,
            state: bed.site.folders.state
        )
        try bed.write("a.mkv")
        try OpenFile.create(folders.output / "a.mkv").write(Array("result".utf8))
        try OpenFile.create(folders.spool / "b.mkv").write(Array("part".utf8))
        let site = Site(folders: folders, spool: bed.spool, journal: .silent)
        let scanner = Scanner(site, bed.settings, bed.reading.reading)
        _ = scanner.scan()
        bed.clock.go(11)
        let report = scanner.scan()
        #expect(report.text(of: "output") == "ignored: it is the output")
        #expect(report.text(of: "spool") == "ignored: it is the spool")
        #expect(try bed.sources() == ["input/a.mkv"])
    }

    @Test("Where a profile moves sources that are done nothing is taken")
    func doneFolder() throws {
        try bed.write("tv/profile.conf", "source = move:done\n#")
        try bed.write("done/tv/old.mkv")
        try bed.write("tv/a.mkv")
        let report = bed.settle()
        #expect(try bed.sources() == ["tv/a.mkv"])
        #expect(
            report.text(of: "done")
                == "ignored: a profile moves sources there when they are done"
        )
    }

    @Test("A marker of an earlier tool says that a film is done, and how to have it done")
    func marker() throws {
        try bed.write("a.mkv")
        try bed.write("a.mkv.done")
        let report = bed.settle()
        #expect(
            report.text(of: "a.mkv")
                == "skipped: a.mkv.done says that it is done; to have it done again:  "
                + "rm \(bed.input)/a.mkv.done"
        )
        #expect(bed.reading.films == 0)
        try Directory.removeFile(bed.input / "a.mkv.done")
        bed.scan()
        #expect(try bed.sources() == ["a.mkv"])
    }
}
