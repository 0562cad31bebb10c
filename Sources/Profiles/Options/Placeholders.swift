internal import Model

/// Words in braces for which a film's own figures are put in: `-g {gop}`.
enum Placeholders {
    static let names = ["gop", "fps", "height", "width"]

    static func check(_ option: FFmpegOption, _ target: Target) throws(LineProblem) {
        // Titles and names of streams may hold any braces.
        guard target != .streams, let value = option.value else { return }
        let used = names.first { value.contains("{\($0)}") }
        if let used, target != .video {
            throw option.valueProblem("takes no {\(used)}: only the picture's options follow it")
        }
        guard let name = unknown(in: value) else { return }
        let known = Quoted.list(names.map { "{\($0)}" }, last: "or")
        let meant = Suggestion.nearest(to: name, among: names).map { "{\($0)}" }
        throw option.valueProblem(
            "knows \(known), not \(Quoted.readable("{\(name)}"))" + Quoted.suggestion(meant)
        )
    }

    /// The first word in braces that is none of them. What has a percent sign before it is for a
    /// filter: `%{pts}`.
    private static func unknown(in value: String) -> String? {
        let bytes = Array(value.utf8)
        var start: Int?
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "{"):
                start = index > 0 && bytes[index - 1] == UInt8(ascii: "%") ? nil : index + 1
            case UInt8(ascii: "}"):
                if let begin = start, begin < index {
                    let name = String(decoding: bytes[begin..<index], as: UTF8.self)
                    if !names.contains(name) { return name }
                }
                start = nil
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "_"):
                break
            default: start = nil
            }
        }
        return nil
    }
}
