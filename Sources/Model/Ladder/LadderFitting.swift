/// The picture of a film as it is behind the filters that are run once for all renditions.
public struct SharedPicture: Hashable, Sendable {
    /// Upright, in square pixels.
    public var width: Int
    public var height: Int
    /// Nil is variable, or not known.
    public var rate: Rational?
    /// Nil is none.
    public var filters: String?
    public var isTurned: Bool
    /// What is done unasked.
    public var notes: [String]

    public init(width: Int, height: Int, filters: String?) {
        self.width = width
        self.height = height
        self.filters = filters
        isTurned = false
        notes = []
    }
}

/// Works a ladder out for one film.
public struct LadderFitting: Sendable {
    private let ladder: Ladder
    private let picture: SharedPicture
    private let channelsMax: Int
    private var notes: [String] = []

    /// - Parameter channelsMax: Of the film's tracks of sound; 0 is that it has none.
    public static func fit(
        _ ladder: Ladder,
        _ picture: SharedPicture,
        channelsMax: Int
    ) -> FilmLadder {
        var fitting = LadderFitting(ladder, picture, channelsMax)
        return fitting.run()
    }

    private init(_ ladder: Ladder, _ picture: SharedPicture, _ channelsMax: Int) {
        (self.ladder, self.picture, self.channelsMax) = (ladder, picture, channelsMax)
    }

    private mutating func run() -> FilmLadder {
        notes = picture.notes
        let sized = sizedRenditions()
        let (sounds, soundsOf) = sounds(of: sized.map(\.rendition))
        var rungs: [FilmLadder.Rung] = []
        for (place, entry) in sized.enumerated() {
            var rung = FilmLadder.Rung(
                name: entry.rendition.name,
                width: entry.size.width,
                height: entry.size.height,
                video: RateCap.capped(entry.rendition.video, entry.size.area, picture.rate)
            )
            rung.video.filters = nil
            rung.rateMax = entry.rendition.rateMax
            rung.sounds = soundsOf[place]
            rung.scalesFrom = rungs.lastIndex { $0.fits(rung.video) }
            rungs.append(rung)
        }
        var film = FilmLadder(
            rungs: rungs,
            sounds: sounds,
            segmentMilliseconds: (ladder.segments ?? Ladder.Segments()).milliseconds
        )
        film.streaming = ladder.segments.map {
            FilmLadder.Streaming(
                hasHLS: $0.hasHLS,
                hasDASH: $0.hasDASH,
                playlist: $0.playlist,
                hasSegmentFiles: $0.areFiles
            )
        }
        film.hasArchive = ladder.hasArchive
        film.isSplit = ladder.isSplit
        film.isTurned = picture.isTurned
        film.filmPixels = Int64(picture.width) * Int64(picture.height)
        film.notes = notes
        return film
    }

    // MARK: Sizes

    fileprivate struct Size { var width, height: Int }

    private typealias Sized = (rendition: Ladder.Rendition, size: Size)

    /// The largest first; of equal ones as the profile has them.
    private mutating func sizedRenditions() -> [Sized] {
        var fitting: [Sized] = []
        var tooLarge: [Ladder.Rendition] = []
        for rendition in ladder.renditions {
            if let size = size(of: rendition) {
                fitting.append((rendition, size))
            } else {
                tooLarge.append(rendition)
            }
        }
        if fitting.isEmpty, let smallest = tooLarge.min(by: { $0.extent < $1.extent }) {
            tooLarge.removeAll { $0.name == smallest.name }
            fitting = [(smallest, own)]
            notes.append("rendition \(smallest.name) is made in the film's own size, \(shown(own))")
        }
        for rendition in tooLarge {
            notes.append(
                "rendition \(rendition.name) is left out: it is larger than the film, which has "
                    + shown(own)
            )
        }
        return fitting.enumerated()
            .sorted { (-$0.element.size.area, $0.offset) < (-$1.element.size.area, $1.offset) }
            .map(\.element)
    }

    /// The film's, with no odd numbers in it, which most pixel formats cannot have.
    private var own: Size {
        Size(width: max(2, picture.width & ~1), height: max(2, picture.height & ~1))
    }

    private var isStanding: Bool { picture.height > picture.width }

    /// Nil is larger than the film.
    private func size(of rendition: Ladder.Rendition) -> Size? {
        var (width, height) = (rendition.width, rendition.height)
        if isStanding { swap(&width, &height) }
        guard width != nil || height != nil else { return own }
        let scales = [
            width.map { Fraction(Int64($0), Int64(picture.width)) },
            height.map { Fraction(Int64($0), Int64(picture.height)) },
        ].compactMap(\.self)
        guard let scale = scales.min(), scale.isAtMostOne else {
            return isNearlyOwn(rendition) ? own : nil
        }
        // The side that was asked for is as it was asked for.
        func side(_ wanted: Int?, _ own: Int) -> Int {
            if let wanted, Fraction(Int64(wanted), Int64(own)) == scale { return wanted }
            return max(2, 2 * scale.times(Int64(own), over: 2))
        }
        return Size(
            width: min(self.own.width, side(width, picture.width)),
            height: min(self.own.height, side(height, picture.height))
        )
    }

    /// A film in wide screen has not the height of its class, 1920x804 is 1080p; others are a few
    /// lines short. They would lose their best rendition.
    private func isNearlyOwn(_ rendition: Ladder.Rendition) -> Bool {
        let (long, short) = (
            max(picture.width, picture.height), min(picture.width, picture.height)
        )
        let isAlone = !ladder.renditions.contains { other in
            other.name != rendition.name && other.height == short
        }
        guard isAlone, rendition.width.map({ $0 <= long }) ?? true else { return false }
        guard let height = rendition.height else {
            return rendition.width.map { $0 * 95 <= long * 100 } ?? true
        }
        return height * 95 <= short * 100 || height * 16 <= long * 9
    }

    private func shown(_ size: Size) -> String { "\(size.width)x\(size.height)" }

    // MARK: Sound

    /// The ladder's sounds, and for each rendition which of them it has.
    private mutating func sounds(
        of renditions: [Ladder.Rendition]
    ) -> (sounds: [Ladder.Sound], ofRenditions: [[Int]]) {
        let none = renditions.map { _ in [Int]() }
        guard channelsMax > 0 else { return ([], none) }
        if !ladder.sounds.isEmpty {
            let sounds = fittingSounds()
            return (sounds, renditions.map { _ in Array(sounds.indices) })
        }
        var sounds: [Ladder.Sound] = []
        var places: [[Int]] = []
        for rendition in renditions {
            guard case .encode = rendition.audio.mode else {
                places.append([])
                continue
            }
            if let place = sounds.firstIndex(where: { $0.recipe == rendition.audio }) {
                places.append([place])
            } else {
                places.append([sounds.count])
                sounds.append(Ladder.Sound(name: rendition.name, recipe: rendition.audio))
            }
        }
        // One sound for all of them is nobody's.
        if sounds.count == 1 { sounds[0].name = "audio" }
        return (sounds, places)
    }

    private mutating func fittingSounds() -> [Ladder.Sound] {
        let all = ladder.sounds
        let fitting = all.filter { ($0.recipe.channels ?? 0) <= max(2, channelsMax) }
        let kept = fitting.isEmpty ? Array(all.prefix(1)) : fitting
        for sound in all where !kept.contains(sound) {
            notes.append(
                "sound \(sound.name) is left out: the film has \(channelsMax) channels at most"
            )
        }
        return kept
    }
}

extension FilmLadder.Rung {
    /// Whether another rendition may be scaled from its pictures.
    fileprivate func fits(_ other: VideoRecipe) -> Bool {
        video.encoder == other.encoder && video.pixelFormat == other.pixelFormat
    }
}

extension AudioRecipe {
    /// How many it is encoded with, where it says so.
    fileprivate var channels: Int? {
        options.last { $0.name == "ac" || $0.name == "channels" }.flatMap { Int($0.value) }
    }
}

extension LadderFitting.Size {
    fileprivate var area: Int { width * height }
}

extension Ladder.Rendition {
    /// For the smallest of those that are all too large.
    fileprivate var extent: Int { min(height ?? .max, width ?? .max) }
}

/// A positive fraction that is compared exactly.
private struct Fraction: Comparable {
    let numerator, denominator: Int64

    init(_ numerator: Int64, _ denominator: Int64) {
        (self.numerator, self.denominator) = (numerator, max(1, denominator))
    }

    var isAtMostOne: Bool { numerator <= denominator }

    /// The nearest whole number to this times `value`, by `over`.
    func times(_ value: Int64, over: Int64) -> Int {
        let divisor = Int128(denominator) * Int128(over)
        let product = Int128(numerator) * Int128(value)
        return Int((product + divisor / 2) / divisor)
    }

    static func == (left: Fraction, right: Fraction) -> Bool {
        Int128(left.numerator) * Int128(right.denominator)
            == Int128(right.numerator) * Int128(left.denominator)
    }

    static func < (left: Fraction, right: Fraction) -> Bool {
        Int128(left.numerator) * Int128(right.denominator)
            < Int128(right.numerator) * Int128(left.denominator)
    }
}
