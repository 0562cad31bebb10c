internal import CommandLine
internal import Model
internal import Platform

/// Finds the configuration file and reads it.
struct ConfigurationSource {
    let search: ConfigurationSearch
    private let settings: [SettingDefinition]

    init(_ context: Context) throws {
        search = try ConfigurationSearch(
            flag: context.invocation[GlobalFlags.config],
            environment: context.surroundings.environment
        )
        settings = context.table.settings
    }

    /// The first file that is there; nil when none is and none was asked for.
    func file() throws -> ConfigurationFile? {
        guard let path = try path() else { return nil }
        return try ConfigurationFile(try bytes(of: path), path: path, settings: settings)
    }

    /// The path of that file, unread.
    func path() throws(Failure) -> Path? {
        for place in search.places {
            guard let kind = try kind(of: place) else { continue }
            // Opening a pipe would wait for somebody who writes into it.
            guard kind == .regular else {
                throw failure("\(Quoted.path(place)) is \(kind), not a regular file")
            }
            return place
        }
        return nil
    }

    /// Nil for a missing file that nobody named; one that is there has to be readable.
    private func kind(of place: Path) throws(Failure) -> FileKind? {
        do throws(SystemError) {
            return try Directory.target(of: place).kind
        } catch {
            let isMissing = error.errno == .noSuchFile || error.errno == .notADirectory
            guard isMissing, search.namedBy == nil else {
                throw failure(ConfigurationSource.message(error, place))
            }
            return nil
        }
    }

    private func bytes(of place: Path) throws(Failure) -> [UInt8] {
        do throws(SystemError) {
            let file = try OpenFile(place, for: .read)
            return try file.readAll(limit: ConfigurationFile.bytesMax)
        } catch {
            guard error.errno != .fileTooLarge else {
                throw failure("\(ConfigurationFile.tooLong(place))")
            }
            throw failure(ConfigurationSource.message(error, place))
        }
    }

    /// As the error has it, with no more of the path than a message should hold.
    private static func message(_ error: SystemError, _ place: Path) -> String {
        "cannot \(error.attempt) \(Quoted.path(place)): \(error.errno)"
    }

    private func failure(_ message: String) -> Failure {
        let naming = search.namedBy.map { "; \($0) names this file" } ?? ""
        return Failure(
            .invalidConfiguration,
            message + naming,
            hint: Failure.configurationHint
        )
    }
}
