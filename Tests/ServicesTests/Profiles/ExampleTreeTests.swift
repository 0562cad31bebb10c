import Model
import Platform
import Profiles
import Services
import Testing

@Suite("The tree of examples")
struct ExampleTreeTests {
    private struct Row {
        let film: String
        let files: String
        let result: String
    }

    private static let root: Path = {
        var root = Path(#filePath)
        for _ in 0..<4 { root = root.parent }
        return root / "examples" / "media-tree"
    }()

    /// Those of the table in its README.
    private static func rows() throws -> [Row] {
        let page = try OpenFile(root / "README.md", for: .read).readAll(limit: 1 << 20)
        let lines = String(decoding: page, as: UTF8.self).split(separator: "\n")
        return lines.filter { $0.hasPrefix("| input/") }.map { line in
            let cells = line.split(separator: "|").map {
                $0.split(separator: " ").joined(separator: " ")
            }
            return Row(film: cells[0], files: cells[1], result: cells[2])
        }
    }

    @Test("Every film of its table gets the files and the result that stand there")
    func table() throws {
        let root = Self.root
        let places = ProfilePlaces(input: root / "input", profiles: root / "profiles")
        var catalogue = ProfileCatalogue(places, disk: DirectoryProfileDisk())
        let rows = try Self.rows()
        #expect(rows.count >= 9)
        for row in rows {
            let answer = catalogue.profile(forFilm: root.appending(Path(row.film)))
            #expect(answer.resolved.error == nil)
            let files = answer.resolved.chain.map { "\($0.path.relative(to: root) ?? $0.path)" }
            #expect(files.joined(separator: ", ") == row.files)
            #expect(answer.result.map { "output/\($0)" } == row.result)
        }
    }
}
