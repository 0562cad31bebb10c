extension FilmLadder {
    /// Whether each rendition of a slice is a task of its own: where the profile says so, or there
    /// is too little memory for all of them at once.
    ///
    /// - Parameter memoryPerSlot: In bytes, of the smallest machine; nil is not known, and enough.
    public func isApart(memoryPerSlot: Int64?) -> Bool {
        rungs.count > 1 && (isSplit || !fitsAtOnce(in: memoryPerSlot))
    }

    /// Which renditions a film has; nil is the film in one size.
    public static func pictures(of ladder: FilmLadder?) -> [Int?] {
        ladder.map { $0.rungs.indices.map(Int?.some) } ?? [nil]
    }
}

extension VideoOrder.LadderWork {
    /// All renditions of a slice, or one of them.
    ///
    /// - Parameters:
    ///   - rung: Nil is all.
    ///   - part: Where the part of a rendition is made.
    public init(_ ladder: FilmLadder, rung: Int?, part: (Int) -> Path) {
        let rungs = rung.map { [$0] } ?? Array(ladder.rungs.indices)
        self.init(ladder, rungs.map { VideoOrder.RungWork(rung: $0, part: part($0)) })
    }
}

extension VideoOrder {
    /// What is made of the slice; nil is the film in one size.
    public var pictures: [Int?] { ladder.map { $0.rungs.map(\.rung) } ?? [nil] }
}

extension AudioOrder {
    /// - Parameters:
    ///   - ladder: Nil is in one way, to the order's own part.
    ///   - part: Where the sound is made in one of the ladder's ways.
    public mutating func make(soundsOf ladder: FilmLadder?, part: (Int) -> Path) {
        sounds = ladder?.sounds.enumerated().map { index, sound in
            SoundWork(recipe: sound.recipe, part: part(index))
        }
    }
}

/// All that was made of a film.
public struct MadeFilm: Hashable, Sendable {
    public var source: Path
    public var recipe: EncodeRecipe
    /// Nil is the film in one size.
    public var ladder: FilmLadder?
    public var film: FilmPlan
    public var lastDuration: Int64
    /// For each of the film's pictures its parts, in the order of the film.
    public var parts: [[PartReport]]
    /// In each way; empty where no sound is encoded.
    public var sounds: [SoundReport]

    public init(
        source: Path,
        recipe: EncodeRecipe,
        ladder: FilmLadder?,
        film: FilmPlan,
        lastDuration: Int64,
        parts: [[PartReport]],
        sounds: [SoundReport]
    ) {
        self.source = source
        self.recipe = recipe
        self.ladder = ladder
        self.film = film
        self.lastDuration = lastDuration
        self.parts = parts
        self.sounds = sounds
    }

    /// Puts it together.
    ///
    /// - Parameters:
    ///   - result: A file, or of a ladder a directory.
    ///   - name: What the files of a ladder begin with.
    public func order(result: Path, name: Path) -> TaskOrder {
        guard let ladder else {
            let order = JoinOrder(
                source: source,
                recipe: recipe,
                film: film,
                lastDuration: lastDuration,
                parts: parts.first ?? [],
                sound: sounds.first { !$0.tracks.isEmpty },
                result: result
            )
            return .join(order)
        }
        let order = PackageOrder(
            source: source,
            recipe: recipe,
            ladder: ladder,
            film: film,
            lastDuration: lastDuration,
            parts: parts,
            sounds: sounds,
            directory: result,
            name: name
        )
        return .package(order)
    }
}
