/// What a recipe's placeholders stand for: `{gop}`, `{fps}`, `{width}` and `{height}`.
public struct FilmFacts: Hashable, Sendable {
    /// Frames a second; nil is not known.
    public var rate: Rational?
    /// As players show it: of a film that is turned these are exchanged.
    public var width: Int
    public var height: Int

    public init(rate: Rational?, width: Int, height: Int) {
        self.rate = rate
        self.width = width
        self.height = height
    }

    public init(_ film: FilmPlan) {
        let isTurned = film.rotation.map { Int($0.rounded()) % 180 != 0 } ?? false
        let (width, height) = (film.picture.width, film.picture.height)
        self.init(
            rate: film.frameRate ?? film.averageRate,
            width: isTurned ? height : width,
            height: isTurned ? width : height
        )
    }

    /// A film like many, for checks before there is one.
    public static let usual = FilmFacts(rate: Rational(25, 1), width: 1_920, height: 1_080)
}

extension EncodeRecipe {
    /// The recipe for one film. It depends on these facts alone, so every slice gets the same.
    public func resolved(for film: FilmFacts) -> EncodeRecipe {
        var recipe = self
        recipe.video = video.resolved(for: film)
        return recipe
    }
}

extension VideoRecipe {
    public func resolved(for film: FilmFacts) -> VideoRecipe {
        var recipe = self
        // A filter sees the film's rate, and the encoder what the filters make of it.
        recipe.filters = filters.map { Placeholders(film).resolve($0) }
        var encoded = film
        encoded.rate = recipe.filters.flatMap(Placeholders.rate) ?? film.rate
        let placeholders = Placeholders(encoded)
        for index in recipe.options.indices {
            recipe.options[index].value = placeholders.resolve(recipe.options[index].value)
        }
        return recipe
    }
}

/// The values of one film, put in place of their names.
struct Placeholders: Sendable {
    private let values: [(name: String, value: String)]

    init(_ film: FilmFacts) {
        let known = film.rate.flatMap { $0.isPositive ? $0 : nil } ?? Placeholders.usualRate
        let rate = known.reduced
        let frames = rate.inverse.rescaledCount(inSeconds: Placeholders.groupSeconds)
        values = [
            ("{gop}", "\(frames)"),
            ("{fps}", rate.denominator == 1 ? "\(rate.numerator)" : "\(rate)"),
            ("{width}", "\(film.width)"),
            ("{height}", "\(film.height)"),
        ]
    }

    func resolve(_ text: String) -> String {
        guard text.contains("{") else { return text }
        return values.reduce(text) { text, pair in
            text.split(separator: pair.name, omittingEmptySubsequences: false)
                .joined(separator: pair.value)
        }
    }

    /// The rate that a plain chain of filters ends with, by its last `fps=25`; nil when none says
    /// one.
    static func rate(of filters: String) -> Rational? {
        guard !filters.contains(where: { "[;'\\".contains($0) }) else { return nil }
        let last = filters.split(separator: ",").last { $0.hasPrefix("fps=") }
        guard var value = last?.dropFirst("fps=".count) else { return nil }
        if value.hasPrefix("fps=") { value = value.dropFirst("fps=".count) }
        return rational(value.prefix { $0 != ":" })
    }

    /// `25`, `30000/1001` or `23.976`.
    private static func rational(_ text: Substring) -> Rational? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2, let one = Int64(parts[0]), let other = Int64(parts[1]) {
            guard (1...1_000_000).contains(one), (1...1_000_000).contains(other) else { return nil }
            return Rational(one, other)
        }
        guard parts.count == 1, let value = Double(text), value > 0, value <= 1_000 else {
            return nil
        }
        return Rational(Int64((value * 1_000).rounded()), 1_000)
    }

    /// A player that enters a film, or changes to another size of it, waits that long at most.
    private static let groupSeconds: Int64 = 2
    private static let usualRate = Rational(25, 1)
}

extension Rational {
    /// In its lowest terms.
    fileprivate var reduced: Rational {
        var (one, other) = (numerator, denominator)
        while other != 0 { (one, other) = (other, one % other) }
        return Rational(numerator / one, denominator / one)
    }

    /// How many of these there are in so many seconds, at least one.
    fileprivate func rescaledCount(inSeconds seconds: Int64) -> Int64 {
        max(1, Rational(1, 1).rescale(seconds, to: self))
    }
}
