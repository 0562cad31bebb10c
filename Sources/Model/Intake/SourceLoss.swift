/// Why jobs are cancelled for the sake of their sources. Nobody asked for it, so that a source that
/// is there again as it was is done after all.
public enum SourceLoss {
    private static let changed = "the source changed: "
    private static let gone = "the source is gone"

    public static func changed(_ how: String) -> String { changed + how }
    public static func gone(_ path: Path) -> String { "\(gone): \(Quoted.path(path))" }

    /// Whether a record's reason is one of these.
    public static func isOne(_ reason: String?) -> Bool {
        guard let reason else { return false }
        return reason.hasPrefix(changed) || reason.hasPrefix(gone)
    }
}
