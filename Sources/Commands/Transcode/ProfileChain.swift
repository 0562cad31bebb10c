internal import CommandLine
internal import Model
internal import Platform
internal import Profiles

/// A profile that is named on a command line, with what it stands on: by its `extends` alone, for
/// it is no folder's.
enum ProfileChain {
    /// Far more than anybody nests, and the end of a loop that has no end.
    private static let filesMax = 16

    /// The root first.
    static func chain(of profile: Path) throws(Failure) -> [ProfileSource] {
        var chain = [ProfileSource(.file(profile), try read(profile))]
        while let leaf = chain.first, let parent = ProfileReading.extends(leaf) {
            guard let origin = origin(of: parent, from: leaf.origin) else { break }
            guard chain.count < filesMax, !chain.contains(where: { $0.origin == origin }) else {
                throw loop(chain, origin)
            }
            chain.insert(try source(origin, leaf.origin), at: 0)
        }
        return chain
    }

    private static func origin(
        of parent: ProfileExtends,
        from child: ProfileSource.Origin
    ) -> ProfileSource.Origin? {
        switch parent {
        case .none: nil
        case .builtin(let name): .builtin(name)
        case .file(let text): .file(child.path.parent.appending(Path(text)))
        }
    }

    private static func source(
        _ origin: ProfileSource.Origin,
        _ child: ProfileSource.Origin
    ) throws(Failure) -> ProfileSource {
        switch origin {
        case .file(let path): return ProfileSource(origin, try read(path))
        case .builtin(let name):
            if let shipped = Shipped.source(name) { return shipped }
            throw TranscodeCommand.invalid(
                "\(Quoted.path(child.path)): there is no built-in profile "
                    + Quoted.readable(name)
                    + Quoted.suggestion(Suggestion.nearest(to: name, among: Shipped.names))
            )
        }
    }

    private static func loop(
        _ chain: [ProfileSource],
        _ origin: ProfileSource.Origin
    ) -> Failure {
        let files = ([origin] + chain.map(\.origin)).map { Quoted.path($0.path) }
        let shown = files.reversed().joined(separator: " -> ")
        let isLoop = chain.contains { $0.origin == origin }
        return TranscodeCommand.invalid(
            isLoop
                ? "profiles stand on each other in a loop: \(shown)"
                : "more than \(filesMax) profiles stand on each other: \(shown)"
        )
    }

    private static func read(_ profile: Path) throws(Failure) -> [UInt8] {
        do throws(SystemError) {
            let file = try OpenFile(profile, for: .read)
            return try file.readAll(limit: ProfileReading.bytesMax)
        } catch {
            guard error.errno != .fileTooLarge else {
                throw TranscodeCommand.invalid("\(ProfileReading.tooLong(profile))")
            }
            let message = "cannot \(error.attempt) \(Quoted.path(profile)): \(error.errno)"
            guard error.errno != .noSuchFile else {
                throw Failure(.notFound, message, hint: TranscodeCommand.hint)
            }
            throw TranscodeCommand.invalid(message)
        }
    }
}
