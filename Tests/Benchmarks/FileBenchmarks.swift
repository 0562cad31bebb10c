import Model
import Platform

struct FileBenchmarks {
    let place: Path

    func run() throws {
        try publication()
        try claims()
        try listings()
    }

    private func publication() throws {
        let content = [UInt8](repeating: 0x61, count: 4_096)
        let target = place / "published"
        try Report.perOperation("publish 4 KiB durably", 200) {
            for _ in 0..<200 { try StagedFile.publish(content, replacing: target) }
        }
    }

    /// What a claim costs must not grow with what runs already.
    private func claims() throws {
        for running in [0, 32, 1_000] {
            let directory = place / FileName("claims-\(running)")
            try Directory.create(directory)
            for number in 0..<running {
                _ = try OpenFile.create(directory / FileName("running.\(number)"))
            }
            try Report.perOperation("claim beside \(running) running ones", 400) {
                var (from, to) = (directory / "token.0", directory / "token.1")
                _ = try OpenFile.create(from)
                for _ in 0..<400 {
                    guard try Move.claim(from, as: to) == .won else { fatalError("lost alone") }
                    (from, to) = (to, from)
                }
                try Directory.removeFile(from)
            }
        }
    }

    private func listings() throws {
        let count = 100_000
        let directory = place / "listing"
        try Directory.create(directory)
        for number in 0..<count { _ = try OpenFile.create(directory / FileName("\(number)")) }
        try Report.perOperation("list one of \(count) entries", count) {
            var reader = try DirectoryReader(directory)
            var seen = 0
            while try reader.next() != nil { seen += 1 }
            guard seen == count else { fatalError("\(seen) of \(count) entries listed") }
        }
    }
}
