internal import Model

/// Lines that come from elsewhere: of clustercode's profiles, which are files of another name, and
/// of pages that make dashes beautiful.
enum ForeignLine {
    /// Of a line that is no option.
    static func problem(_ text: ProfileText, _ range: Range<Int>) -> LineProblem? {
        let line = text.bytes[range]
        for sign in ["\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}"]
        where line.starts(with: sign.utf8) {
            return LineProblem(
                "the line begins with a dash that is none of ffmpeg's; write -",
                range.lowerBound..<range.lowerBound + sign.utf8.count
            )
        }
        let isForeign = ["${INPUT}", "${OUTPUT}", "%{"].contains { line.starts(with: $0.utf8) }
        return isForeign ? LineProblem(message, range) : nil
    }

    static func problem(_ words: [PlacedWord]) -> LineProblem? {
        let names = ["${INPUT}", "${OUTPUT}"].map { Array($0.utf8) }
        return words.first { names.contains($0.bytes) }.map { LineProblem(message, $0.range) }
    }

    /// In place of a problem with `-i ${INPUT}` and `${OUTPUT}`.
    static func problem(_ problem: LineProblem, _ text: ProfileText) -> LineProblem? {
        let range = problem.range
        let rest = text.bytes[range.lowerBound...].prefix { $0 != UInt8(ascii: "\n") }
        let isInput = rest.starts(with: "-i ${INPUT}".utf8)
        let isOutput = rest.starts(with: "${OUTPUT}".utf8)
        return isInput || isOutput ? LineProblem(message, range) : nil
    }

    private static let message =
        "it is a line of clustercode's; a profile of clustercode's is called profile.ffmpeg, or as "
        + "its film with .ffmpeg behind it"
}
