/// A fraction, as libav uses it for time bases, frame rates and pixel shapes.
public struct Rational: Hashable, Sendable, Codable {
    public var numerator: Int64
    public var denominator: Int64

    public init(_ numerator: Int64, _ denominator: Int64) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Microseconds, the time base of what libav says of a whole file.
    public static let microseconds = Rational(1, 1_000_000)

    public static let milliseconds = Rational(1, 1_000)

    public var isPositive: Bool { numerator > 0 && denominator > 0 }
    public var inverse: Rational { Rational(denominator, numerator) }
    public var value: Double { Double(numerator) / Double(denominator) }

    /// As `[numerator, denominator]`: short where there are many.
    public init(from decoder: any Decoder) throws {
        var pair = try decoder.unkeyedContainer()
        numerator = try pair.decode(Int64.self)
        denominator = try pair.decode(Int64.self)
        guard denominator != 0 else {
            throw DecodingError.dataCorruptedError(
                in: pair,
                debugDescription: "a fraction's denominator is 0"
            )
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var pair = encoder.unkeyedContainer()
        try pair.encode(numerator)
        try pair.encode(denominator)
    }
}

extension Rational: CustomStringConvertible {
    public var description: String { "\(numerator)/\(denominator)" }
}

/// Moving times from one time base to another, exactly: the product is 128 bits wide, so a day in
/// nanoseconds times any rate does not overflow. Rates that libav hands out fit 31 bits each.
extension Rational {
    public enum Rounding: Sendable { case down, nearest, up }

    /// What `time`, counted in `self`, is in `target`. Halves go away from zero, as in libav.
    public func rescale(_ time: Int64, to target: Rational, _ rounding: Rounding = .nearest)
        -> Int64
    {
        let factor = numerator * target.denominator
        let divisor = denominator * target.numerator
        precondition(factor >= 0 && divisor > 0, "our bug: a time base is not positive")
        let product = time.magnitude.multipliedFullWidth(by: UInt64(factor))
        let isNegative = time < 0
        // A hostile file may name any time; one that no tick can count is the last there is.
        let farthest = isNegative ? -Int64.max : Int64.max
        guard product.high < UInt64(divisor) else { return farthest }
        let (quotient, remainder) = UInt64(divisor).dividingFullWidth(product)
        guard quotient < UInt64(Int64.max) else { return farthest }
        let goesOut =
            switch rounding {
            case .down: isNegative && remainder > 0
            case .up: !isNegative && remainder > 0
            case .nearest: remainder >= UInt64(divisor) - remainder && remainder > 0
            }
        let magnitude = Int64(quotient) + (goesOut ? 1 : 0)
        return isNegative ? -magnitude : magnitude
    }

    public func seconds(_ time: Int64) -> Double {
        Double(time) * Double(numerator) / Double(denominator)
    }

    /// The first tick that is not before so many seconds.
    public func ticks(inMilliseconds milliseconds: Int64) -> Int64 {
        Rational(1, 1_000).rescale(milliseconds, to: self, .up)
    }
}
