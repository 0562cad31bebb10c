internal import CommandLine
internal import Model
internal import Profiles
internal import Services

/// The folders that the commands about profiles work on, by the settings.
typealias ProfilesSetup = ProfileRoom

extension ProfilesSetup {
    /// - Parameter needsInput: whether there is nothing to do without one.
    init(_ context: Context, needsInput: Bool = true) throws {
        let settings = try context.settings().settings
        func folder(_ setting: Setting<Path?>) -> Path? {
            settings[setting].map(context.surroundings.absolute)
        }
        self.init(
            input: folder(SettingsTable.input),
            output: folder(SettingsTable.output),
            profiles: folder(SettingsTable.profiles),
            numbers: settings[SettingsTable.numberedFolders]
        )
        if needsInput {
            do throws(DeskRefusal) { try checkInput() } catch { throw Failure(error) }
        }
    }
}

extension ProfileTarget {
    init(_ word: Path, _ setup: ProfilesSetup, _ surroundings: Surroundings) throws(Failure) {
        do throws(DeskRefusal) {
            try self.init(word, setup) { surroundings.absolute($0) }
        } catch {
            throw Failure(error)
        }
    }
}

extension Failure {
    init(_ refusal: DeskRefusal) {
        let code: ExitCode =
            switch refusal.kind {
            case .notFound: .notFound
            case .conflict: .failed
            case .invalid: .invalidConfiguration
            case .unavailable: .temporary
            }
        self.init(code, refusal.detail, hint: refusal.hint)
    }
}
