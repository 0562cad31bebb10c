internal import Model

/// The sizes that a film was made in, as people read them.
enum RenditionTable {
    /// A row for each, behind an empty line; nothing where there are none.
    static func text(_ renditions: [PackageReport.Rendition]) -> String {
        guard !renditions.isEmpty else { return "" }
        var table = TextTable(
            ["RENDITION", "PICTURE", "FRAMES", "SIZE", "BIT RATE", "PEAK"],
            right: ["PICTURE", "FRAMES", "SIZE", "BIT RATE", "PEAK"]
        )
        for rendition in renditions {
            table.add([
                Shown.line(rendition.name), "\(rendition.width)x\(rendition.height)",
                Figures.grouped(Int64(rendition.frames)), Amount.size(rendition.bytes),
                bitRate(rendition.averageBitRate), bitRate(rendition.peakBitRate),
            ])
        }
        return "\n" + table.text(indent: 2)
    }

    /// For example `4,812 kbit/s`.
    private static func bitRate(_ bits: Int64) -> String {
        "\(Figures.grouped((bits + 500) / 1_000)) kbit/s"
    }
}
