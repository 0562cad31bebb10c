import Model
import Profiles
import Testing

@Suite("Profiles of clustercode")
struct ClustercodeTests {
    private static let path: Path = "profiles/0/profile.ffmpeg"

    private func read(_ text: String, path: Path = path) throws(ConfigurationError) -> ReadProfile {
        try ProfileReading.read([ProfileSource(.file(path), Array(text.utf8))], name: "0")
    }

    /// With the line of each; `all` is the file as a whole.
    private func notes(_ profile: ReadProfile) -> String {
        let start = "\(ClustercodeTests.path):"
        let lines = profile.notes.map { note in
            let first = "\(note)".split(separator: "\n")[0]
            let words = first.dropFirst(first.hasPrefix(start) ? start.count : 0)
            guard let number = Int(words.prefix { $0.isNumber }) else {
                return "all:" + words
            }
            let message = words.split(separator: ":", maxSplits: 2)[2]
            return "\(number):" + message
        }
        return lines.sorted { ($0.first == "a" ? 1 : 0) < ($1.first == "a" ? 1 : 0) }
            .joined(separator: "\n")
    }

    @Test(
        "Each means what ffmpeg means, with a word about what differs",
        arguments: ClustercodeTable.all
    )
    func table(row: ClustercodeCase) throws {
        #expect(OldArguments.words(row.profile).joined(separator: "|") == row.old)
        let profile = try read(row.profile)
        #expect(RecipeText.text(profile.profile) == row.result)
        #expect(notes(profile) == row.notes)
    }

    @Test("Placeholders may stand in quotes, and tabs part words")
    func quotedPlaceholders() throws {
        let text = "\t-i\t\"${INPUT}\" -map 0 -c copy \"${OUTPUT}\""
        let expected = "film.mkv (matroska)\npicture  copy\nsound    copy\nstreams  0"
        let profile = try read(text).profile
        #expect(RecipeText.text(profile) == expected)
    }

    @Test("Line ends of Windows and a byte order mark change nothing")
    func windows() throws {
        for row in ClustercodeTable.shipped {
            let text = "\u{feff}" + row.profile.replacing("\n", with: "\r\n")
            let profile = try read(text).profile
            #expect(RecipeText.text(profile) == row.result)
        }
    }

    @Test("Every line that holds is told with its place")
    func lines() throws {
        let profile = try read(ClustercodeTable.shipped[0].profile)
        let shown = profile.lines.map { "\($0.line) \($0.section ?? "") \($0.text)" }
        #expect(
            shown == [
                "2  container = mkv",
                "6 [video] -c:v libx264", "6 [video] -preset medium", "6 [video] -crf 24",
                "7 [audio] -c:a copy",
                "5 [streams] -map 0:0", "5 [streams] -map 0:1",
                "8 [streams] -metadata:s:a:0 language=eng",
            ]
        )
    }

    @Test(
        "What is printed of each means the same as a profile.conf",
        arguments: ClustercodeTable.all
    )
    func printed(row: ClustercodeCase) throws {
        var text = ""
        var section: String?
        for line in try read(row.profile).lines {
            if line.section != section { text += "\(line.section ?? "")\n" }
            section = line.section
            text += "\(line.text)\n"
        }
        let profile = try read(text, path: "profile.conf").profile
        #expect(RecipeText.text(profile) == row.result)
    }

    @Test("Everything else is as in a profile that says nothing of it")
    func rest() throws {
        let profile = try read("-i ${INPUT} -map 0 -c copy ${OUTPUT}").profile
        #expect(profile.name == "0")
        #expect(profile.intake == IntakeRules())
        #expect(profile.work == WorkRules())
        #expect(profile.publication == PublicationRules())
        #expect(profile.ladder == nil)
    }

    @Test("It says nothing of a parent")
    func parent() {
        let text = Array("extends = none".utf8)
        #expect(ProfileReading.extends(ProfileSource(.file("a.ffmpeg"), text)) == nil)
    }

    @Test("What cannot be meant is refused by name", arguments: WrongClustercode.cases)
    func wrong(row: WrongClustercode) {
        do throws(ConfigurationError) {
            _ = try read(row.profile, path: "p.ffmpeg")
            Issue.record("it was taken")
        } catch {
            #expect("\(error)" == row.message)
        }
    }

    @Test("A profile for HandBrake is refused, whatever is in it")
    func handBrake() {
        let expected = """
            profiles/default.handbrake: it is for HandBrake, whose options mean nothing here; \
            write what it does as ffmpeg's options into a profile.conf
            """
        do throws(ConfigurationError) {
            _ = try read("-i ${INPUT} -o ${OUTPUT}", path: "profiles/default.handbrake")
            Issue.record("it was taken")
        } catch {
            #expect("\(error)" == expected)
        }
    }
}
