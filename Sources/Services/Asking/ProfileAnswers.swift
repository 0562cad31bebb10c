public import Model
public import Profiles

/// What one path comes to.
public struct WhichAnswer: Sendable {
    public let path: Path
    public let kind: String
    public let isThere: Bool
    public let resolved: ResolvedProfile
    public let found: ProfileFound?
    /// Of a film.
    public let film: FilmProfile?
    /// Where the film's result will lie; below the output where that is not set.
    public let result: Path?

    public init(_ target: ProfileTarget, _ catalogue: inout ProfileCatalogue, output: Path?) {
        isThere = target.isThere
        switch target.what {
        case .builtin(let name):
            (path, kind) = (Path("builtin:\(name)"), "builtin")
            resolved = catalogue.profile(at: .builtin(name))
            (found, film, result) = (nil, nil, nil)
        case .profile(let path):
            (self.path, kind) = (path, "profile")
            resolved = catalogue.profile(at: .file(path))
            (found, film, result) = (nil, nil, nil)
        case .folder(let path):
            (self.path, kind) = (path, "folder")
            let answer = catalogue.profile(forFolder: path)
            (resolved, found, film, result) = (answer.resolved, answer.found, nil, nil)
        case .film(let path):
            (self.path, kind) = (path, "film")
            let answer = catalogue.profile(forFilm: path)
            (resolved, found, film) = (answer.resolved, answer.found, answer)
            result = answer.result.map { output?.appending($0) ?? $0 }
        }
    }

    public var missing: String {
        "\(Quoted.path(path)) does not exist; this is what a \(kind) of that name would get"
    }
}

extension ProfileFileLine {
    public init(_ origin: ProfileSource.Origin) {
        let isBuiltIn = if case .builtin = origin { true } else { false }
        self.init(kind: isBuiltIn ? "builtin" : "file", path: origin.path)
    }
}

extension EffectiveProfile {
    public init(_ answer: WhichAnswer) {
        self.init(path: answer.path, kind: answer.kind, exists: answer.isThere)
        found = answer.found?.rawValue
        files = answer.resolved.chain.map { ProfileFileLine($0) }
        switch answer.resolved.outcome {
        case .invalid: error = answer.resolved.error.map { "\($0)" }
        case .profile(let read):
            (name, description) = (read.profile.name, read.profile.summary)
            digest = read.profile.digest
            lines = read.lines.map { line in
                Line(section: line.section, text: line.text, origin: line.origin, line: line.line)
            }
            notes = read.notes.map(\.description)
            text = ProfileText.text(read, withOrigin: false)
            priority = answer.film?.priority
        }
        if let place = answer.result {
            (result, result_b64) = ReadableBytes.repaired(place.bytes)
        }
    }
}

extension ProfileTree {
    public init(_ survey: ProfileSurvey, _ places: ProfilePlaces) {
        let rows = survey.rows.map { row in
            var line = Row(
                file: ProfileFileLine(row.origin),
                films: row.films,
                folders: row.folders,
                isValid: row.resolved.profile != nil
            )
            line.name = row.resolved.profile?.name
            line.error = row.resolved.error.map { "\($0)" }
            line.files = row.resolved.chain.map { ProfileFileLine($0) }
            return line
        }
        self.init(
            input: places.input,
            profiles: rows,
            unlisted: survey.troubles.map { Trouble(folder: $0.folder, reason: $0.reason) },
            filmsUnknown: survey.filmsUnknown
        )
    }
}
