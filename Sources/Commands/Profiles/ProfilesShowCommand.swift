internal import CommandLine
internal import Model
internal import Profiles

/// `reelmill profiles show [PATH]`
enum ProfilesShowCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let word = context.invocation[ProfilesTable.path]
        let setup = try ProfilesSetup(context, needsInput: word == nil)
        let target = try ProfileTarget(word ?? setup.places.input, setup, context.surroundings)
        var catalogue = setup.catalogue()
        let answer = WhichAnswer(target, &catalogue, output: setup.output)
        guard case .profile(let read) = answer.resolved.outcome else {
            let reason = answer.resolved.error.map { "\($0)" } ?? ""
            throw Failure(.invalidConfiguration, reason, hint: "reelmill help profiles")
        }
        if !answer.isThere { context.console.note(answer.missing) }
        if context.invocation[GlobalFlags.json] {
            let body = ProfileBody(answer, read)
            let document = Document(schema: "\(Product.name).profile/1", body: body)
            try context.console.print(JSONText.line(document))
        } else {
            for note in read.notes { context.console.note("\(note)") }
            let withOrigin = context.invocation[ProfilesTable.origin]
            try context.console.print(ProfileText.text(read, withOrigin: withOrigin))
        }
        return .done
    }
}

/// A profile in one file that stands alone.
enum ProfileText {
    static func text(_ read: ReadProfile, withOrigin: Bool) -> String {
        var lines: [Line] = [Line("extends = none")]
        if !read.lines.contains(where: saysName) {
            lines.append(Line("name = \(ReadableBytes.escaped(Array(read.profile.name.utf8)))"))
        }
        var section: String?
        for line in read.lines where !isExtends(line) {
            if line.section != section {
                lines.append(Line(""))
                lines.append(Line(line.section ?? ""))
                section = line.section
            }
            lines.append(Line(line.text, "\(Quoted.path(line.origin)):\(line.line)"))
        }
        let widths = lines.filter { $0.origin != nil }.map(\.text.count)
        let column = min(widths.max() ?? 0, originColumnMax)
        return lines.map { $0.written(withOrigin ? column : nil) + "\n" }.joined()
    }

    /// A long line must not push every origin off the screen.
    private static let originColumnMax = 60

    private struct Line {
        let text: String
        let origin: String?

        init(_ text: String, _ origin: String? = nil) { (self.text, self.origin) = (text, origin) }

        func written(_ column: Int?) -> String {
            guard let column, let origin else { return text }
            let space = String(repeating: " ", count: max(0, column - text.count))
            return "\(text)\(space)  # \(origin)"
        }
    }

    private static func isExtends(_ line: EffectiveLine) -> Bool { says("extends", line) }
    private static func saysName(_ line: EffectiveLine) -> Bool { says("name", line) }

    private static func says(_ key: String, _ line: EffectiveLine) -> Bool {
        guard line.section == nil, line.text.hasPrefix(key) else { return false }
        return line.text.dropFirst(key.count).drop { $0 == " " }.first == "="
    }
}

/// The same for other programs.
struct ProfileBody: Encodable {
    struct Line: Encodable {
        /// With its brackets; none above the headings.
        let section: String?
        let text: String
        let path: String
        let path_b64: String?
        let line: Int
    }

    let path: String
    let path_b64: String?
    let kind: String
    let exists: Bool
    let found: String?
    let name: String
    let description: String?
    let digest: String
    let files: [ProfileFileBody]
    let lines: [Line]
    let notes: [String]
    /// As a profile that stands alone.
    let text: String

    init(_ answer: WhichAnswer, _ read: ReadProfile) {
        let bytes = JSONBytes(answer.path.bytes)
        (path, path_b64) = (bytes.text, bytes.base64)
        (kind, exists, found) = (answer.kind, answer.isThere, answer.found?.rawValue)
        (name, description) = (read.profile.name, read.profile.summary)
        digest = read.profile.digest
        files = answer.resolved.chain.map(ProfileFileBody.init)
        lines = read.lines.map { line in
            let origin = JSONBytes(line.origin.bytes)
            return Line(
                section: line.section,
                text: line.text,
                path: origin.text,
                path_b64: origin.base64,
                line: line.line
            )
        }
        notes = read.notes.map(\.description)
        text = ProfileText.text(read, withOrigin: false)
    }
}
