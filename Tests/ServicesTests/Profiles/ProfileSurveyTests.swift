import Model
import Platform
import Profiles
import Services
import TestKit
import Testing

@Suite("Which profiles there are, and what they are for")
struct ProfileSurveyTests {
    private func make(_ paths: [String], below root: Path) throws {
        for path in paths {
            let file = root.appending(Path(path))
            try Directory.createAll(file.parent)
            try OpenFile.create(file).write([])
        }
    }

    @Test("Every profile has the films and folders that it is the nearest for")
    func counts() throws {
        let scratch = try Scratch()
        try make(
            [
                "in/profile.conf", "in/a.mkv", "in/b.txt", "in/tv/c.mkv", "in/tv/d.mkv",
                "in/tv/d.mkv.profile", "in/hd/profile.conf", "in/hd/x/e.MKV", "in/hd/.f.mkv",
                "in/@eaDir/g.mkv", "in/spare.conf", "pr/default.conf", "pr/old/profile.ffmpeg",
            ],
            below: scratch.path
        )
        try Directory.symbolicLink(at: scratch.path.appending("in/z.mkv"), to: "a.mkv")
        let disk = DirectoryProfileDisk()
        let (input, profiles) = (scratch.path / "in", scratch.path / "pr")
        let places = ProfilePlaces(input: input, profiles: profiles)
        var catalogue = ProfileCatalogue(places, disk: disk)
        var films: [Path] = []
        let survey = ProfileSurvey(&catalogue, disk: disk) { film, _ in films.append(film) }
        let shown = survey.rows.map { row in
            "\(row.films) \(row.folders) \(row.origin.path.relative(to: scratch.path) ?? "-")"
        }
        #expect(
            Array(shown.prefix(6)) == [
                "2 2 in/profile.conf", "1 2 in/hd/profile.conf", "0 0 in/spare.conf",
                "1 0 in/tv/d.mkv.profile", "0 0 pr/default.conf", "0 0 pr/old/profile.ffmpeg",
            ]
        )
        #expect(survey.rows.count == 6 + Shipped.all.count)
        #expect(films.count == 4)
        #expect(survey.troubles.isEmpty)
        let part = ProfileSurvey(&catalogue, disk: disk, below: input / "hd")
        #expect(part.rows.map(\.origin.path) == [input / "hd" / "profile.conf"])
        #expect(part.rows.map(\.films) == [1])
    }

    @Test("A folder that is called as a profile is a wrong one; one that cannot be listed is told")
    func troubles() throws {
        let scratch = try Scratch()
        try make(["in/a/profile.conf/x", "in/a/m.mkv", "in/b/n.mkv"], below: scratch.path)
        let disk = DirectoryProfileDisk()
        let places = ProfilePlaces(input: scratch.path / "in", profiles: nil)
        var catalogue = ProfileCatalogue(places, disk: disk)
        let survey = ProfileSurvey(&catalogue, disk: disk)
        #expect(survey.rows.first?.resolved.error != nil)
        #expect(survey.rows.first?.films == 1)
        let part = Faults.with(.fails("open", .inputOutput)) {
            ProfileSurvey(&catalogue, disk: disk, below: scratch.path / "in")
        }
        #expect(part.rows.isEmpty)
        #expect(part.troubles.map(\.folder) == [scratch.path / "in"])
        #expect(
            part.troubles.map(\.reason) == [
                "cannot open the directory \(scratch.path / "in"): Input/output error (EIO)"
            ]
        )
    }
}
