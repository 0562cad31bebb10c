import CommandLine
@testable import Commands
import Model
import Platform
import TestKit
import Testing

@Suite("The files of a transcode")
struct TranscodeFilesTests {
    private func failure(
        _ source: Path,
        _ result: Path,
        overwrite: Bool = false,
        work: Path? = nil,
        isLadder: Bool = false
    ) -> Failure? {
        do throws(Failure) {
            try TranscodeFiles.check(
                TranscodeRequest(
                    source: source,
                    result: result,
                    recipe: EncodeRecipe(container: "matroska"),
                    ladder: isLadder ? Ladder(renditions: [], segments: nil) : nil,
                    slots: nil,
                    workDirectory: work,
                    overwrite: overwrite
                )
            )
            return nil
        } catch {
            return error
        }
    }

    @Test("A new file in a directory that is there is fine")
    func fine() throws {
        let scratch = try Scratch()
        let source = try scratch.file("a.mkv")
        #expect(failure(source, scratch.path / "b.mkv", work: scratch.path) == nil)
    }

    @Test("The source is a regular file that can be read")
    func source() throws {
        let scratch = try Scratch()
        let result = scratch.path / "b.mkv"
        #expect(
            failure(scratch.path / "a.mkv", result)
                == Failure(
                    .notFound,
                    "cannot examine \(scratch.path)/a.mkv: No such file or directory (ENOENT)"
                )
        )
        #expect(
            failure(scratch.path, result)
                == Failure(.failed, "\(scratch.path) is a directory, not a regular file")
        )
        #expect(
            failure("/dev/null", result)
                == Failure(.failed, "/dev/null is a device, not a regular file")
        )
    }

    @Test("The result is never the source, by no name")
    func same() throws {
        let scratch = try Scratch()
        let source = try scratch.file("a.mkv")
        let (hard, soft) = (scratch.path / "hard.mkv", scratch.path / "soft.mkv")
        try Directory.link(source, to: hard)
        try Directory.symbolicLink(at: soft, to: source)
        for result in [source, hard, soft, scratch.path.appending("./a.mkv")] {
            #expect(
                failure(source, result, overwrite: true)
                    == Failure(
                        .failed,
                        "\(source) and \(result) are the same file, and the source is never "
                            + "changed; name another file"
                    )
            )
        }
    }

    @Test("A result that is there is replaced only when that is asked for")
    func there() throws {
        let scratch = try Scratch()
        let source = try scratch.file("a.mkv")
        let result = try scratch.file("b.mkv")
        let message = "\(result) is there already; -y replaces it"
        #expect(failure(source, result) == Failure(.failed, message))
        #expect(failure(source, result, overwrite: true) == nil)
    }

    @Test("What is no regular file is never replaced")
    func special() throws {
        let scratch = try Scratch()
        let source = try scratch.file("a.mkv")
        let folder = scratch.path / "my films"
        try Directory.create(folder)
        let link = scratch.path / "link.mkv"
        try Directory.symbolicLink(at: link, to: "nowhere")
        let answers: [(Path, String)] = [
            (
                folder,
                "\(folder) is a directory; name the file as well, for example '\(folder)/a.mkv'"
            ),
            (
                scratch.path.appending("new/"),
                "\(scratch.path)/new/ is a directory; name the file as well, for example "
                    + "\(scratch.path)/new/a.mkv"
            ),
            ("/dev/null", "/dev/null is a device, not a regular file"),
            (
                link,
                "\(link) is a symbolic link that leads to no file; remove it with: rm \(link)"
            ),
        ]
        for (path, message) in answers {
            #expect(failure(source, path, overwrite: true) == Failure(.failed, message))
        }
    }

    @Test("A ladder goes to a name of its own, or into a directory that is there")
    func places() throws {
        let scratch = try Scratch()
        let folder = scratch.path / "my films"
        try Directory.create(folder)
        let link = scratch.path / "link"
        try Directory.symbolicLink(at: link, to: folder)
        let source: Path = "in/film.2024.mkv"
        let places: [(Path, Path)] = [
            (folder, folder / "film.2024.hls"), (link, link / "film.2024.hls"),
            (folder.appending("new.hls"), folder / "new.hls"),
            (folder.appending("new.hls//"), folder / "new.hls"), ("new.hls/", "new.hls"),
            (".", "./film.2024.hls"),
        ]
        for (target, place) in places {
            #expect(try TranscodeFiles.directory(target, of: source, ending: "hls") == place)
        }
        for target: Path in ["b.mkv", "b/", ".hls"] {
            let example = target == ".hls" ? ".hls.hls" : "b.hls"
            #expect(
                throws: Failure(
                    .failed,
                    "the profile makes a directory of several files; end its name in .hls, for "
                        + "example \(example), or name a directory that is there, not \(target)"
                )
            ) { try TranscodeFiles.directory(target, of: source, ending: "hls") }
        }
    }

    @Test("A directory that is there is replaced by a ladder only if nothing else is in it")
    func ladders() throws {
        let scratch = try Scratch()
        let source = try scratch.file("a.mkv")
        let result = scratch.path / "b.hls"
        #expect(failure(source, result, isLadder: true) == nil)
        try Directory.create(result)
        let there = Failure(.failed, "\(result) is there already; -y replaces it")
        #expect(failure(source, result, isLadder: true) == there)
        #expect(failure(source, result, overwrite: true, isLadder: true) == nil)
        try Directory.link(source, to: result / "b-720p.mkv")
        #expect(
            failure(source, result, overwrite: true, isLadder: true)
                == Failure(
                    .failed,
                    "\(result) cannot be made: the source is in it, as \"b-720p.mkv\"; name "
                        + "another directory"
                )
        )
        let missing = scratch.path.appending("x/b.hls")
        #expect(
            failure(source, missing, isLadder: true)?.message
                == "the directory of \(missing) is not there; make it with: "
                + "mkdir -p \(scratch.path)/x"
        )
    }

    @Test("The directories have to be there")
    func directories() throws {
        let scratch = try Scratch()
        let source = try scratch.file("a.mkv")
        let missing = scratch.path.appending("x/y/b.mkv")
        #expect(
            failure(source, missing)
                == Failure(
                    .failed,
                    "the directory of \(missing) is not there; make it with: "
                        + "mkdir -p \(scratch.path)/x/y"
                )
        )
        #expect(
            failure(source, source.appending("b.mkv"))
                == Failure(.failed, "cannot examine \(source)/b.mkv: Not a directory (ENOTDIR)")
        )
        #expect(
            failure(source, scratch.path / "b.mkv", work: source)
                == Failure(.failed, "--work-dir: \(source) is a regular file, not a directory")
        )
    }
}
