internal import Model
internal import Spool

/// Entries as people read them.
enum HistoryText {
    static func table(_ entries: [HistoryEntry]) -> String {
        var table = TextTable(
            ["ID", "FINISHED", "FILE", "PROFILE", "SIZE", "SAVED", "OUTCOME"],
            right: ["SAVED"]
        )
        for entry in entries {
            table.add([
                entry.shortID, minute(entry.finished),
                Shown.shortened(entry.source.bytes, to: 50), Shown.line(entry.profile ?? "-"),
                sizes(entry), percent(entry.saved) ?? "-", entry.outcome.rawValue,
            ])
        }
        return table.text()
    }

    /// For example `4.4 GiB -> 2.6 GiB`.
    private static func sizes(_ entry: HistoryEntry) -> String {
        let source = Amount.size(entry.sourceBytes)
        return entry.resultBytes.map { "\(source) -> \(Amount.size($0))" } ?? source
    }

    static func percent(_ share: Double?) -> String? {
        share.map { "\(Int(($0 * 100).rounded())) %" }
    }

    /// For example `2026-11-20 22:14`, in UTC.
    static func minute(_ time: WallTime) -> String {
        let text = time.rfc3339
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
    }

    /// All there is to say of one.
    static func whole(_ entry: HistoryEntry, _ record: HistoryRecord?, output: Path?) -> String {
        var rows = [
            ("outcome", entry.outcome.rawValue + (entry.isRemoved ? ", taken back since" : "")),
            ("source", "\(Quoted.path(entry.source)) (\(Amount.size(entry.sourceBytes)))"),
        ]
        if let reason = entry.reason { rows.append(("why", Shown.line(reason))) }
        if let result = entry.result {
            let place = output?.appending(result) ?? result
            let size = entry.resultBytes.map { " (\(Amount.size($0)))" } ?? ""
            rows.append(("result", Quoted.path(place) + size))
        }
        if record?.result?.isSource == true {
            rows.append(("", "the source itself, since encoding it saved too little"))
        } else if let saved = percent(entry.saved) {
            rows.append(("saved", saved))
        }
        rows.append(("profile", Shown.line(entry.profile ?? "none")))
        if let length = entry.filmMilliseconds {
            let frames = entry.frames.map { ", \(Figures.grouped($0)) frames" } ?? ""
            rows.append(("film", Figures.clock(seconds: Double(length) / 1_000) + frames))
        }
        rows.append(("queued", entry.began.rfc3339))
        rows.append(("ended", entry.finished.rfc3339))
        if let record { rows.append(("by", Shown.line(record.decidedBy.holder.text))) }
        rows.append(("record", entry.record))
        let lines = rows.map { head, text in
            "  \(head)\(String(repeating: " ", count: max(1, 10 - head.count)))\(text)\n"
        }
        return "\(entry.id)  \(Quoted.path(entry.source))\n" + lines.joined()
            + RenditionTable.text(record?.renditions ?? [])
    }
}
