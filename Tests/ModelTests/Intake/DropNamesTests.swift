import Model
import Testing

@Suite("Names in an input folder")
struct DropNamesTests {
    static let filmNames = [
        "a.mkv", "A.MKV", "-x.mp4", "50% [x] 'q'.mov", "part.mkv", "a.partner.mkv", "film.2024.ts",
        "a b\nc.webm", "no.tmp.really.mkv", "temp.avi",
    ]

    @Test("Films are candidates whatever else their names hold", arguments: filmNames)
    func films(_ name: String) {
        #expect(DropNames.file(FileName(name)) == .candidate)
    }

    @Test("A name need not be UTF-8")
    func bytes() throws {
        let name = try #require(FileName(bytes: [0xff, 0xfe] + Array(".mkv".utf8)))
        #expect(DropNames.file(name) == .candidate)
    }

    static let otherNames = ["a.srt", "a.nfo", "a", "mkv", "a.", "Thumbs.db", "a.mkv.profile"]

    @Test("What is no film is passed over without a word", arguments: otherNames)
    func others(_ name: String) {
        #expect(DropNames.file(FileName(name)) == .other)
    }

    struct Case: Sendable {
        let name: String
        let reason: String
    }

    static let ignoredCases = [
        Case(name: "a.mkv.part", reason: "a temporary name (.part)"),
        Case(name: "a.mkv.PARTIAL", reason: "a temporary name (.partial)"),
        Case(name: "a.mkv.!qB", reason: "a temporary name (.!qb)"),
        Case(name: "a.mp4.crdownload", reason: "a temporary name (.crdownload)"),
        Case(name: "a.mp4.part-Frag7", reason: "a temporary name (.part-frag7)"),
        Case(name: "a.part.mkv", reason: "a temporary name (.part)"),
        Case(name: ".a.mkv.Xy3aB9", reason: "a temporary name (rsync's)"),
        Case(name: ".syncthing.a.mkv.tmp", reason: "a temporary name (.syncthing.)"),
        Case(name: "~syncthing~a.mkv", reason: "a temporary name (~syncthing~)"),
        Case(name: ".nfs000000001", reason: "a temporary name (.nfs)"),
        Case(name: ".fuse_hidden0001", reason: "a temporary name (.fuse_hidden)"),
        Case(name: "._a.mkv", reason: "a temporary name (._)"),
        Case(name: "~a.mkv", reason: "a temporary name (~)"),
        Case(name: "a.mkv~", reason: "a temporary name (~)"),
        Case(name: ".a.mkv", reason: "a hidden file"),
    ]

    @Test("What is not whole yet is left alone, and told why", arguments: ignoredCases)
    func ignored(_ wanted: Case) {
        #expect(DropNames.file(FileName(wanted.name)) == .ignored(wanted.reason))
    }

    static let folderCases = [
        Case(name: "@eaDir", reason: "a folder of Synology"),
        Case(name: "#recycle", reason: "a folder of Synology"),
        Case(name: "$RECYCLE.BIN", reason: "a folder of Windows"),
        Case(name: "System Volume Information", reason: "a folder of Windows"),
        Case(name: "lost+found", reason: "a folder of the file system"),
        Case(name: ".stfolder", reason: "a hidden folder"),
        Case(name: "_UNPACK_film", reason: "a folder of a download"),
        Case(name: "__MACOSX", reason: "a folder of an archive"),
    ]

    @Test("Folders that others keep are passed over", arguments: folderCases)
    func folders(_ wanted: Case) {
        #expect(DropNames.folder(FileName(wanted.name)) == wanted.reason)
    }

    static let plainFolders = ["films", "tv 50%", "5", "unpack", "eaDir"]

    @Test("All other folders are looked into", arguments: plainFolders)
    func plain(_ name: String) {
        #expect(DropNames.folder(FileName(name)) == nil)
    }
}
