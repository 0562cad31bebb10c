internal import CommandLine
internal import Model

/// What a command works with.
struct Context {
    let invocation: Invocation
    let console: Console
    let table: CommandTable
    let surroundings: Surroundings

    /// The settings in effect; reads the configuration file.
    func settings() throws -> LoadedSettings {
        let file = try ConfigurationSource(self).file()
        if let file { console.detail("settings are read from \(Quoted.path(file.path))") }
        let settings = try Settings(
            flags: invocation.settingFlags(table),
            file: file,
            surroundings: surroundings,
            table: table
        )
        return LoadedSettings(settings: settings, file: file?.path)
    }
}

struct LoadedSettings {
    let settings: Settings
    /// The file that was read, if there is one.
    let file: Path?
}
