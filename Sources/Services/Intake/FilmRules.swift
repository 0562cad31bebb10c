internal import Model
internal import Profiles

/// What a profile's rules say of a film.
struct FilmRules: Sendable {
    private let include: [Glob]
    private let exclude: [(glob: Glob, text: String)]
    private let profile: EncodingProfile

    init(_ profile: EncodingProfile) {
        self.profile = profile
        include = profile.intake.include.compactMap(Glob.init)
        exclude = profile.intake.exclude.compactMap { text in Glob(text).map { ($0, text) } }
    }

    /// Why a file is not for us, by its name and size; nil when it is.
    ///
    /// - Parameter path: Below the profile's folder.
    func reason(toSkip path: Path, bytes: UInt64) -> String? {
        if !include.isEmpty, !include.contains(where: { $0.matches(path) }) {
            let patterns = profile.intake.include.map { Quoted.readable($0) }
            return "the profile takes only \(Quoted.list(patterns, last: "and"))"
        }
        if let pattern = exclude.first(where: { $0.glob.matches(path) }) {
            return "the profile excludes \(Quoted.readable(pattern.text))"
        }
        let least = profile.intake.bytesMin
        if Int64(clamping: bytes) < least {
            return "it has \(Figures.grouped(Int64(clamping: bytes))) bytes, and min_size is "
                + Figures.grouped(least)
        }
        return nil
    }

    /// The same by what is in it.
    func reason(toSkip film: MediaDescription) -> String? {
        let makesPicture = profile.recipe.video.mode != .drop
        if makesPicture, film.mainVideo == nil {
            return "no picture is in it, and its profile makes one; -vn takes sound alone"
        }
        if !makesPicture, !film.hasSound {
            return "no sound is in it, and its profile takes nothing else"
        }
        guard let judgement = profile.intake.skipIf?.judge(film), judgement.holds else {
            return nil
        }
        return "it is good as it is by skip_if: \(judgement.reason)"
    }

    /// Whether sound is encoded.
    func encodesSound(of film: MediaDescription?) -> Bool {
        guard case .encode = profile.recipe.audio.mode else { return false }
        return film?.hasSound ?? true
    }
}

extension MediaDescription {
    var hasSound: Bool { streams.contains { $0.kind == .audio } }

    /// Why it is no film yet, whatever its profile; nil when it may be one.
    var obstacle: String? {
        let films = streams.filter { stream in
            (stream.kind == .video && stream.video?.isCoverArt != true) || stream.kind == .audio
        }
        if films.isEmpty { return "it has neither picture nor sound" }
        let hasDuration = container.durationMicroseconds.map { $0 > 0 } ?? false
        let hasPackets = films.contains { $0.measured.packets > 0 }
        if !hasPackets, !hasDuration { return "no stream of it has anything in it yet" }
        return nil
    }
}

extension FilmProfile {
    /// The folder that the patterns of its rules are meant in, below the input.
    func folder(of film: Path, _ places: ProfilePlaces) -> Path {
        guard case .file(let leaf) = resolved.chain.last else { return FilmBook.top }
        switch found {
        case .companion, .mirroredCompanion: return film.parent
        case .folder: return leaf.parent.relative(to: places.input) ?? FilmBook.top
        case .mirrored:
            return places.profiles.flatMap(leaf.parent.relative) ?? FilmBook.top
        case .standard, .builtin: return FilmBook.top
        }
    }
}
