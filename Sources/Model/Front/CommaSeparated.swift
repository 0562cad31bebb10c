/// Entries for spreadsheets, as RFC 4180 has them.
public enum CommaSeparated {
    public static let head =
        "id,outcome,path,path_b64,source_bytes,result,result_b64,result_bytes,"
        + "saved,profile,queued,ended,film_seconds,frames,reason\r\n"

    public static func line(_ entry: HistoryLine) -> String {
        let cells: [String?] = [
            entry.id, entry.outcome, entry.path, entry.path_b64, "\(entry.sourceBytes)",
            entry.result, entry.result_b64, entry.resultBytes.map { "\($0)" },
            entry.saved.map { Figures.decimal($0, digits: 4) }, entry.profile, entry.queued,
            entry.ended, entry.filmSeconds.map { Figures.decimal($0, digits: 3) },
            entry.frames.map { "\($0)" }, entry.reason,
        ]
        return cells.map { quoted($0 ?? "") }.joined(separator: ",") + "\r\n"
    }

    /// A cell that begins like a formula would be one; a name can begin with anything.
    public static func quoted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let isFormula = bytes.first.map { "=+-@\t".utf8.contains($0) } ?? false
        let safe = isFormula && Double(text) == nil ? [UInt8(ascii: "'")] + bytes : bytes
        guard isFormula || safe.contains(where: { ",\"\r\n".utf8.contains($0) }) else {
            return text
        }
        let inner = safe.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
        return "\"\(String(decoding: inner, as: UTF8.self))\""
    }
}
