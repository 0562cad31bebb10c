public import Model

/// Names that nobody else makes: 64 random bits, because host names, process ids and machine ids
/// repeat among cloned machines and containers.
public enum UniqueName {
    public static func random() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Begins with a dot, which every scanner passes over.
    public static func hidden() -> FileName { FileName(".reelmill-\(random()).tmp") }
}
