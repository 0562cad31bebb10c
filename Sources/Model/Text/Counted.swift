/// Numbers of things.
public enum Counted {
    /// For example `1 slice` or `2 slices`.
    public static func of(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        let noun = count == 1 ? one : many ?? one + "s"
        return "\(count) \(noun)"
    }
}
