internal import CommandLine
internal import Model
internal import Profiles
internal import Services

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
            let body = EffectiveProfile(answer)
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
