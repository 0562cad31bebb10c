public import Model

/// Encoding options as they stand on a command line -> a recipe.
public enum CommandLineRecipe {
    /// - Parameters:
    ///   - words: the options with their values; a problem names the place that its word has.
    ///   - result: the file to make, whose ending says the container where `-f` does not.
    public static func recipe(
        _ words: [PlacedWord],
        result: Path
    ) throws(RecipeProblems) -> EncodeRecipe {
        var draft = RecipeDraft()
        var problems = draft.take(words)
        guard let container = container(draft, result, &problems) else {
            throw RecipeProblems(problems)
        }
        var making = RecipeMaking(draft, container)
        let recipe = making.recipe()
        problems += making.problems
        guard problems.isEmpty else { throw RecipeProblems(problems) }
        return recipe
    }

    private static func container(
        _ draft: RecipeDraft,
        _ result: Path,
        _ problems: inout [LineProblem]
    ) -> Container? {
        if let format = draft[.mux]["f"]?.value { return Container.named(format) }
        if let container = Container.of(result) { return container }
        problems.append(LineProblem(ResultEnding.problem(result), 0..<0))
        return nil
    }
}

/// What is wrong with encoding options, all of it.
public struct RecipeProblems: Error, Hashable, Sendable {
    /// Those that no single word is to blame for have an empty range.
    public let problems: [LineProblem]

    init(_ problems: [LineProblem]) { self.problems = problems }
}

/// The ending of a result's name, where it has to say the container.
enum ResultEnding {
    static func problem(_ result: Path) -> String {
        let endings = Quoted.list(Container.all.prefix(5).map { ".\($0.endings[0])" }, last: "or")
        let shown = Quoted.path(result)
        guard let ending = Container.ending(of: result) else {
            return "\(shown) has no ending that says its container, such as \(endings); "
                + "write -f FORMAT, for example -f matroska"
        }
        let known = Container.all.flatMap(\.endings)
        let near = Suggestion.nearest(to: ending, among: known)
        return "\(shown): no container is known by the ending \(Quoted.readable(".\(ending)"))"
            + (near.map { "; did you mean \".\($0)\"?" } ?? "")
            + "; -f FORMAT names one, for example -f matroska"
    }
}

extension RecipeDraft {
    /// Takes the options of a command line, and goes on behind what is wrong.
    mutating func take(_ words: [PlacedWord]) -> [LineProblem] {
        var reader = FFmpegOptionReader(words)
        var problems: [LineProblem] = []
        while true {
            do throws(LineProblem) {
                guard let option = try reader.next() else { return problems }
                try take(option, in: nil)
            } catch {
                problems.append(error)
            }
        }
    }
}
