/// What this program is called and which one it is.
public enum Product {
    public static let name = "reelmill"
    public static let version = "0.1.0"
}
