/// What clustercode 1.3 gave to ffmpeg for the film `a b.mkv`, as its source has it: lines are
/// split at spaces, double quotes keep a word together and stay in it, and placeholders are put in
/// afterwards.
enum OldArguments {
    static func words(_ profile: String) -> [String] {
        profile.split(separator: "\n").flatMap { line -> [String] in
            let line = trimmed(line)
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix("%{") { return [] }
            return words(of: line)
        }
    }

    private static func trimmed(_ line: Substring) -> Substring {
        let start = line.drop { $0 == " " }
        guard let last = start.lastIndex(where: { $0 != " " }) else { return "" }
        return start[...last]
    }

    private static func words(of line: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        for letter in line {
            if letter == "\"" { isQuoted.toggle() }
            if letter == " ", !isQuoted {
                words.append(word)
                word = ""
            } else {
                word.append(letter)
            }
        }
        return (words + [word]).filter { !$0.isEmpty }.map { word in
            switch word {
            case "${INPUT}": "/input/0/a b.mkv"
            case "${OUTPUT}": "/var/tmp/clustercode/a b.mkv"
            default: word
            }
        }
    }
}
