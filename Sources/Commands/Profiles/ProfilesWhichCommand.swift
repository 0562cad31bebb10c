internal import CommandLine
internal import Model
internal import Profiles
internal import Services

/// `reelmill profiles which PATH…`
enum ProfilesWhichCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let setup = try ProfilesSetup(context, needsInput: false)
        let words = context.invocation[ProfilesTable.paths]
        var targets: [(word: Path, target: ProfileTarget)] = []
        for word in words {
            targets.append((word, try ProfileTarget(word, setup, context.surroundings)))
        }
        var catalogue = setup.catalogue()
        let answers = targets.map { WhichAnswer($0.target, &catalogue, output: setup.output) }
        if context.invocation[GlobalFlags.json] {
            let body = WhichBody(results: answers.map(WhichBody.Row.init))
            let document = Document(schema: "\(Product.name).profile-lookup/1", body: body)
            try context.console.print(JSONText.line(document))
        } else {
            for answer in answers where !answer.isThere { context.console.note(answer.missing) }
            try context.console.print(answers.map(WhichText.text).joined(separator: "\n"))
        }
        return answers.contains { $0.resolved.error != nil } ? .invalidConfiguration : .done
    }
}

/// The same for people.
enum WhichText {
    static func text(_ answer: WhichAnswer) -> String {
        var rows: [(String, String)] = []
        if let profile = answer.resolved.profile {
            rows.append(("profile", ReadableBytes.escaped(Array(profile.name.utf8))))
        }
        if let found = answer.found { rows.append(("found", reason(found))) }
        let files = answer.resolved.chain.map { Quoted.path($0.path) }
        rows += files.enumerated().map { ($0.offset == 0 ? "files" : "", $0.element) }
        if let film = answer.film { rows += FilmRows.rows(film, answer.result) }
        let lines = rows.map { row($0.0, $0.1) }
        return ([Quoted.path(answer.path)] + lines + problem(answer)).map { $0 + "\n" }.joined()
    }

    private static func problem(_ answer: WhichAnswer) -> [String] {
        guard let error = answer.resolved.error else { return [] }
        return ["  invalid; nothing is encoded by it until it is mended:"]
            + "\(error)".split(separator: "\n").map { "    \($0)" }
    }

    private static func row(_ head: String, _ text: String) -> String {
        "  \(head)\(String(repeating: " ", count: max(1, 10 - head.count)))\(text)"
    }

    static func reason(_ found: ProfileFound) -> String {
        switch found {
        case .companion: "as the film's own, beside it"
        case .folder: "in its folder or the nearest above it"
        case .mirroredCompanion: "as the film's own, in the folder of profiles"
        case .mirrored: "by the same way in the folder of profiles, or the nearest above it"
        case .standard: "as the default of the folder of profiles"
        case .builtin: "as the default of the program: no other one is there"
        }
    }
}

private enum FilmRows {
    static func rows(_ film: FilmProfile, _ result: Path?) -> [(String, String)] {
        var rows: [(String, String)] = []
        if film.resolved.profile != nil { rows.append(("priority", priority(film))) }
        if let result { rows.append(("result", Quoted.path(result))) }
        return rows
    }

    private static func priority(_ film: FilmProfile) -> String {
        let number = "\(film.priority)"
        if film.resolved.profile?.work.priority != nil { return "\(number), by the profile" }
        return film.folderNumber == nil ? number : "\(number), by its folder's number"
    }
}

/// The same for other programs.
struct WhichBody: Encodable {
    struct Row: Encodable {
        let path: String
        let path_b64: String?
        let kind: String
        let exists: Bool
        let found: String?
        let name: String?
        let files: [ProfileFileLine]
        let priority: Int?
        let folderNumber: Int?
        let result: String?
        let result_b64: String?
        let error: String?

        init(_ answer: WhichAnswer) {
            let bytes = JSONBytes(answer.path.bytes)
            (path, path_b64) = (bytes.text, bytes.base64)
            (kind, exists) = (answer.kind, answer.isThere)
            found = answer.found?.rawValue
            name = answer.resolved.profile?.name
            files = answer.resolved.chain.map { ProfileFileLine($0) }
            let isValid = answer.resolved.profile != nil
            priority = isValid ? answer.film?.priority : nil
            folderNumber = answer.film?.folderNumber
            let place = answer.result.map { JSONBytes($0.bytes) }
            (result, result_b64) = (place?.text, place?.base64)
            error = answer.resolved.error.map { "\($0)" }
        }
    }

    let results: [Row]
}
