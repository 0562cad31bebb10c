import Model
import Platform
import Profiles
import Services
import TestKit

/// Which profile each folder and film of a large tree is encoded with, from look to look.
struct ProfileBenchmarks {
    let place: Path
    /// 1,000 shows of 99 seasons each, every show with a profile.
    private static let (shows, seasons) = (1_000, 99)
    private static var folders: Int { shows * (seasons + 1) }

    func run() throws {
        let input = place / "input"
        try make(input)
        let disk = CountingDisk(DirectoryProfileDisk())
        var catalogue = ProfileCatalogue(ProfilePlaces(input: input, profiles: nil), disk: disk)
        let name = "\(Self.folders) folders, \(Self.shows + 1) profiles"
        try Report.perOperation("list \(name)", Self.folders) { try walk(input) { _, _ in } }
        try Report.perOperation(
            "first look, a folder and a film each",
            Self.folders,
            prepare: {
                catalogue = ProfileCatalogue(catalogue.places, disk: disk)
                disk.reset()
            }
        ) { try scan(input, &catalogue) }
        Swift.print("  \(disk.counts)")
        try Report.perOperation("next look", Self.folders, prepare: disk.reset) {
            try scan(input, &catalogue)
        }
        Swift.print("  \(disk.counts)")
        var number = 0
        try Report.perOperation(
            "next look, the root's profile changed",
            Self.folders,
            prepare: {
                number += 1
                let text = Array("name = root\npriority = \(number)\n".utf8)
                try StagedFile.publish(text, replacing: input / "profile.conf")
                disk.reset()
            }
        ) { try scan(input, &catalogue) }
        Swift.print("  \(disk.counts)")
    }

    private func make(_ input: Path) throws {
        try Directory.create(input)
        try OpenFile.create(input / "profile.conf").write(Array("name = root\n".utf8))
        let text = Array("[video]\n-c:v libx264 -crf 20 -preset slow\n".utf8)
        for show in 0..<Self.shows {
            let folder = input / FileName("show \(show)")
            try Directory.create(folder)
            try OpenFile.create(folder / "profile.conf").write(text)
            for season in 0..<Self.seasons {
                try Directory.create(folder / FileName("season \(season)"))
            }
        }
    }

    /// As the scanner goes, with a film asked for in every folder.
    private func scan(_ input: Path, _ catalogue: inout ProfileCatalogue) throws {
        catalogue.beginScan()
        var films = 0
        try walk(input) { folder, listing in
            catalogue.profile(forFolder: folder, listing: listing)
            let answer = catalogue.profile(forFilm: folder / "film.mkv")
            if answer.resolved.profile != nil { films += 1 }
        }
        catalogue.endScan()
        guard films == Self.folders + 1 else { fatalError("\(films) films have a profile") }
    }

    private func walk(_ input: Path, _ body: (Path, FolderListing) -> Void) throws {
        var waiting = [input]
        while let folder = waiting.popLast() {
            var listing = FolderListing()
            var reader = try DirectoryReader(folder)
            while let entry = try reader.next() {
                listing.note(entry.name)
                if entry.kind == .directory { waiting.append(folder / entry.name) }
            }
            body(folder, listing)
        }
    }
}
