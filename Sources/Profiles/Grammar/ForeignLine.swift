internal import Model

/// Lines of clustercode's profiles, which are files of another name.
enum ForeignLine {
    /// Of a line that is no option.
    static func problem(_ text: ProfileText, _ range: Range<Int>) -> LineProblem? {
        let line = text.bytes[range]
        let isForeign = ["${INPUT}", "${OUTPUT}", "%{"].contains { line.starts(with: $0.utf8) }
        return isForeign ? LineProblem(message, range) : nil
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
