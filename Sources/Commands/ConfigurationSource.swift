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
        for place in search.places {
            guard let bytes = try bytes(of: place) else { continue }
            return try ConfigurationFile(bytes, path: place, settings: settings)
        }
        return nil
    }

    /// The path of that file, unread.
    func path() throws -> Path? {
        for place in search.places {
            do throws(SystemError) {
                _ = try Directory.target(of: place)
                return place
            } catch {
                try passOver(error)
            }
        }
        return nil
    }

    private func bytes(of place: Path) throws -> [UInt8]? {
        do throws(SystemError) {
            let file = try OpenFile(place, for: .read)
            return try file.readAll(limit: ConfigurationFile.bytesMax)
        } catch {
            guard error.errno != .fileTooLarge else {
                let problem = ConfigurationFile.tooLong(place)
                throw Failure(.invalidConfiguration, "\(problem)", hint: Failure.configurationHint)
            }
            try passOver(error)
            return nil
        }
    }

    /// Only a file that nobody named may be missing; one that is there has to be readable.
    private func passOver(_ error: SystemError) throws(Failure) {
        let isMissing = error.errno == .noSuchFile || error.errno == .notADirectory
        guard !isMissing || search.namedBy != nil else { return }
        let naming = search.namedBy.map { "; \($0) names this file" } ?? ""
        throw Failure(
            .invalidConfiguration,
            "\(error)\(naming)",
            hint: Failure.configurationHint
        )
    }
}
