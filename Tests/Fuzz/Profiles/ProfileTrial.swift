import Model
import Profiles
import TestKit

/// What reading one broken profile came to.
struct ProfileTrial {
    /// `read`, or `refused`.
    var answer = "refused"
    var bytes = 0
    /// What must never be; nil is all well.
    var fault: String?

    let chain: [ProfileSource]
    /// How many bytes each line of each file has.
    private let lines: [[Int]]

    /// A chain of one to three files, all of them made from the seed.
    init(seed: UInt64) {
        var random = SeededRandom(seed: ~seed)
        let bases = ProfileBases.all
        let length = [1, 1, 1, 2, 3][Int.random(in: 0..<5, using: &random)]
        var chain: [ProfileSource] = []
        for index in 0..<length {
            let base = bases[Int.random(in: 0..<bases.count, using: &random)]
            let other = bases[Int.random(in: 0..<bases.count, using: &random)]
            let isWhole = index < length - 1 && Bool.random(using: &random)
            let bytes =
                isWhole
                ? base.bytes
                : ProfileMutator.broken(
                    base.bytes,
                    with: other.bytes,
                    seed: seed &* 4 &+ UInt64(index)
                )
            // One of clustercode's has neither parent nor heir.
            let name = length == 1 ? base.name : "profile.conf"
            chain.append(ProfileSource(.file(Path("\(index)/\(name)")), bytes))
        }
        self.chain = chain
        bytes = chain.map(\.bytes.count).reduce(0, +)
        lines = chain.map { source in
            source.bytes.split(separator: 0x0a, omittingEmptySubsequences: false).map(\.count)
        }
        run()
    }

    private mutating func run() {
        for source in chain { _ = ProfileReading.extends(source) }
        do throws(ConfigurationError) {
            let profile = try ProfileReading.read(chain, name: "fuzz")
            answer = "read"
            fault = fault(of: profile)
        } catch {
            fault = fault(of: error)
        }
        do throws(ConfigurationError) {
            _ = try ProfileReading.recipe(chain, for: "a.mkv")
        } catch {
            // It may be about the name of the result, which has no place in a profile.
            if error.problems.isEmpty { fault = fault ?? "a refusal without words" }
        }
    }

    // MARK: What holds of every refusal

    private func fault(of error: ConfigurationError) -> String? {
        if error.problems.isEmpty { return "a refusal without words" }
        for problem in error.problems {
            let text = problem.description
            guard !hasPlace(text), !isOfWholeFile(text) else { continue }
            return "a refusal without a place: \(text.prefix(300))"
        }
        return nil
    }

    /// A line of one of the files, and its excerpt below.
    private func hasPlace(_ text: String) -> Bool {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 3, lines[2].contains("^"), text.utf8.count < 4_000 else {
            return false
        }
        for (source, all) in zip(chain, self.lines)
        where text.hasPrefix("\(source.origin.path):") {
            let rest = text.dropFirst("\(source.origin.path):".count)
            let numbers = rest.split(separator: ":", maxSplits: 2).prefix(2).map { Int($0) }
            guard numbers.count == 2, let line = numbers[0], let column = numbers[1] else {
                return false
            }
            guard (1...all.count).contains(line) else { return false }
            return (1...all[line - 1] + 1).contains(column)
        }
        return false
    }

    /// What is said of the text as such, and what is missing in it, stands nowhere.
    private func isOfWholeFile(_ text: String) -> Bool {
        chain.contains { source in
            let path = source.origin.path
            let isMissing = ["it has no ", "there is no -", "there are no options"].contains {
                text.hasPrefix("\(path): \($0)")
            }
            let isForeign = ["UTF-16", "UTF-32"].contains {
                text == "\(path): this is \($0); save it as UTF-8"
            }
            return isMissing || isForeign
                || text == "\(path) is longer than 1 MiB; it is no profile"
        }
    }

    // MARK: What holds of every profile

    private func fault(of read: ReadProfile) -> String? {
        for note in read.notes.map(\.description) {
            // What clustercode did by itself stands in none of its lines.
            let isOfFile = chain.contains { note.hasPrefix("\($0.origin.path): ") }
            if !hasPlace(note), !isOfFile { return "a note without a place: \(note)" }
        }
        if read.origins != chain.map(\.origin) { return "other origins than its files" }
        guard chain.count > 1 || chain[0].origin.path.name != "profile.ffmpeg" else { return nil }
        // What is inherited in vain is a note, and in a file of its own a mistake.
        return read.notes.isEmpty ? faultWrittenOut(read) : nil
    }

    /// All lines that hold, put in one file, are the same profile.
    private func faultWrittenOut(_ read: ReadProfile) -> String? {
        var text = ""
        var section: String?
        for line in read.lines {
            if line.section != section, let title = line.section { text += "\(title)\n" }
            section = line.section
            text += "\(line.text)\n"
        }
        // Sections without lines count as well where they are renditions.
        guard read.profile.ladder == nil else { return nil }
        do throws(ConfigurationError) {
            let source = ProfileSource(.file("all.conf"), Array(text.utf8))
            var again = try ProfileReading.read([source], name: "fuzz").profile
            // Empty sections are part of the digest.
            again.digest = read.profile.digest
            return again == read.profile ? nil : "its lines make another profile:\n\(text)"
        } catch {
            return "its lines make none: \(error)\n\(text)"
        }
    }
}
