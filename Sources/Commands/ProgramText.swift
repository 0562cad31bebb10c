internal import HTTPServer
internal import History
internal import Media
internal import Model

public enum ProgramText {
    public static var version: String { "\(Product.name) \(Product.version)" }
}
