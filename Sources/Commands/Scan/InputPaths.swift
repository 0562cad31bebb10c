internal import CommandLine
internal import Model
internal import Platform
internal import Profiles

/// Which part of the input a command is about.
enum InputPaths {
    /// Below the input; nil is all of it. What is not there from here is meant from the input.
    static func asked(_ context: Context, _ input: Path) throws(Failure) -> [Path]? {
        let words = context.invocation[CommonArguments.paths]
        guard !words.isEmpty else { return nil }
        let top = input.normalized
        var paths: [Path] = []
        for word in words {
            let candidates = [context.surroundings.absolute(word), input.appending(word)]
            let found = candidates.map(\.normalized).first { path in
                (path == top || path.relative(to: top) != nil)
                    && (try? Directory.status(of: path)) != nil
            }
            guard let found else {
                throw Failure(
                    .notFound,
                    "there is no \(Quoted.path(word)) below the input \(Quoted.path(input))"
                )
            }
            paths.append(found)
        }
        return paths
    }
}
