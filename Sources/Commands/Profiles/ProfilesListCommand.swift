internal import CommandLine
internal import Model
internal import Profiles
internal import Services

/// `reelmill profiles ls`
enum ProfilesListCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let setup = try ProfilesSetup(context)
        var catalogue = setup.catalogue()
        let survey = ProfileSurvey(&catalogue, disk: setup.disk)
        if context.invocation[GlobalFlags.json] {
            let document = Document(
                schema: "\(Product.name).profiles/1",
                body: ProfileTree(survey, setup.places)
            )
            try context.console.print(JSONText.line(document))
        } else {
            for trouble in survey.troubles { context.console.note(trouble.reason) }
            try context.console.print(ProfilesText.text(survey))
        }
        return survey.rows.contains { $0.resolved.error != nil } ? .invalidConfiguration : .done
    }
}

/// A row for each profile, and below a wrong one what is wrong.
enum ProfilesText {
    static func text(_ survey: ProfileSurvey) -> String {
        let cells = survey.rows.map { row in
            [
                row.resolved.profile.map { ReadableBytes.escaped(Array($0.name.utf8)) } ?? "-",
                "\(row.films)", "\(row.folders)", row.resolved.error == nil ? "ok" : "wrong",
                Quoted.path(row.origin.path),
            ]
        }
        let head = ["NAME", "FILMS", "FOLDERS", "STATE", "WHERE"]
        let widths = head.indices.map { column in
            min(columnMax, ([head] + cells).map { $0[column].count }.max() ?? 0)
        }
        let rows = zip(cells, survey.rows).flatMap { cells, row in
            [line(cells, widths)] + problem(row.resolved)
        }
        return ([line(head, widths)] + rows).map { $0 + "\n" }.joined()
    }

    /// A long name must not push everything off the screen.
    private static let columnMax = 32

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, widths).enumerated().map { column, cell in
            let space = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
            let isNumber = column == 1 || column == 2
            if column == cells.count - 1 { return cell.0 }
            return isNumber ? space + cell.0 : cell.0 + space
        }
        return padded.joined(separator: "  ")
    }

    private static func problem(_ resolved: ResolvedProfile) -> [String] {
        guard let error = resolved.error else { return [] }
        return "\(error)".split(separator: "\n").map { "    \($0)" }
    }
}
