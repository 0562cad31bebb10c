internal import CommandLine
internal import Model
internal import Profiles
internal import Services

/// `reelmill profiles check [PATH…]`
enum ProfilesCheckCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let words = context.invocation[ProfilesTable.anyPaths]
        let setup = try ProfilesSetup(context, needsInput: words.isEmpty)
        var selection = ProfileSelection(setup)
        try selection.add(words, context.surroundings)
        let check = ProfileCheck(runner: TaskRunner(program: OwnProgram.path))
        var rows: [CheckedProfile] = []
        for chosen in selection.profiles {
            rows.append(try CheckedProfile(chosen, check))
        }
        if context.invocation[GlobalFlags.json] {
            let document = Document(
                schema: "\(Product.name).profile-check/1",
                body: ProfileVerdicts(rows, selection)
            )
            try context.console.print(JSONText.line(document))
        } else {
            for trouble in selection.troubles { context.console.note(trouble.reason) }
            try context.console.print(CheckText.text(rows))
        }
        if rows.contains(where: { $0.verdict == .wrong }) { return .invalidConfiguration }
        return selection.troubles.isEmpty ? .done : .temporary
    }
}

extension ProfileSelection {
    mutating func add(_ words: [Path], _ surroundings: Surroundings) throws(Failure) {
        do throws(DeskRefusal) {
            try add(words) { surroundings.absolute($0) }
        } catch {
            throw Failure(error)
        }
    }
}
