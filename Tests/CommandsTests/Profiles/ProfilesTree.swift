import Model
import Platform
import TestKit

/// A small root with profiles, gone with its test.
struct ProfilesTree: ~Copyable {
    private let scratch: Scratch
    var root: Path { scratch.path }

    init(_ files: [String: String]) throws {
        let scratch = try Scratch()
        try ProfilesTree.fill(scratch.path, files)
        self.scratch = scratch
    }

    private static func fill(_ root: Path, _ files: [String: String]) throws {
        try Directory.create(root / "input")
        for (path, text) in files {
            let file = root.appending(Path(path))
            try Directory.createAll(file.parent)
            try OpenFile.create(file).write(Array(text.utf8))
        }
    }

    /// `profiles` and a line, with this root.
    func run(_ words: String...) -> Run {
        let line = ["profiles"] + words + ["--root", "\(root)"]
        return Run(line.map { Array($0.utf8) })
    }

    static let usual = [
        "input/profile.conf": "name = base\n[video]\n-c:v libx264 -crf 20\n-preset slow\n",
        "input/tv/profile.conf": "name = tv\npriority = 3\n[audio]\n-c:a aac\n",
        "input/tv/a.mkv": "", "input/tv/b.mkv": "", "input/top.avi": "",
        "profiles/default.conf": "",
    ]
}
