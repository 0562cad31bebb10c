import Model
import Platform
import TestKit
import Testing

@testable import Services

@Suite("What is replaced by a ladder without a spool")
struct EarlierLadderTests {
    private func finding(_ files: [Path]) throws -> EarlierLadder.Finding {
        let scratch = try Scratch()
        let root = scratch.path / "film.hls"
        try Directory.create(root)
        for file in files {
            let path = root.appending(file)
            try Directory.createAll(path.parent)
            _ = try OpenFile.create(path)
        }
        let found = try EarlierLadder(root, source: try .none(scratch.path)).finding()
        if case .ladder(let identity) = found {
            #expect(try Directory.status(of: root).identity == identity)
        }
        return found
    }

    @Test("All that a ladder of its name has, in files and in folders of segments")
    func ladders() throws {
        let ladders: [[Path]] = [
            [], ["film-720p.mkv", "film-480p.mkv", "film.zip"],
            [
                "master.m3u8", "manifest.mpd", "film-720p.mp4", "film-720p.m3u8",
                "film-720p-iframes.m3u8", "film-stereo-eng.mp4", "film-text-fra-forced.vtt",
            ],
            ["master.m3u8", "film-720p/init.mp4", "film-720p/00001.m4s", "film-720p.m3u8"],
            [".DS_Store", "@eaDir/x", "film-720p.mp4", "film-720p/._init.mp4"],
        ]
        for files in ladders {
            let finding = try finding(files)
            guard case .ladder = finding else {
                Issue.record("\(files): \(finding)")
                continue
            }
        }
    }

    @Test("Nothing in which there is anything else")
    func others() throws {
        let others: [(files: [Path], name: String)] = [
            (["notes.txt"], "notes.txt"), (["film-notes.txt"], "film-notes.txt"),
            (["filmography.mkv"], "filmography.mkv"), (["film.mkv"], "film.mkv"),
            (["other-720p.mp4"], "other-720p.mp4"), (["series/film-720p.mp4"], "series"),
            (["film-720p/notes.txt"], "notes.txt"), (["film-720p/more/init.mp4"], "more"),
            (["master.m3u8/x"], "master.m3u8"),
        ]
        for (files, name) in others {
            let reason = "there is \"\(name)\" in it, which no ladder of its name has"
            #expect(try finding(files) == .other(reason))
        }
    }

    @Test("Neither a file nor a link, nor where the source is")
    func special() throws {
        let scratch = try Scratch()
        let none = try FileIdentity.none(scratch.path)
        let root = scratch.path / "film.hls"
        #expect(try EarlierLadder(root, source: none).finding() == .free)
        _ = try OpenFile.create(root)
        #expect(
            try EarlierLadder(root, source: none).finding()
                == .other("a regular file of that name is there")
        )
        try Directory.removeFile(root)
        let folder = scratch.path / "else"
        try Directory.create(folder)
        try Directory.symbolicLink(at: root, to: folder)
        #expect(
            try EarlierLadder(root, source: none).finding()
                == .other("a symbolic link of that name is there")
        )
        try Directory.removeFile(root)
        try Directory.createAll(root / "film-720p")
        let source = root / "film-720p" / "init.mp4"
        _ = try OpenFile.create(source)
        let identity = try Directory.status(of: source).identity
        #expect(
            try EarlierLadder(root, source: identity).finding()
                == .other("the source is in it, as \"init.mp4\"")
        )
    }
}

extension FileIdentity {
    /// Of what lies in no directory that is looked at.
    fileprivate static func none(_ folder: Path) throws -> FileIdentity {
        try Directory.status(of: folder).identity
    }
}
