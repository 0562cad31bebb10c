internal import Model

/// Where a profile says what it stands on, for messages about it.
enum ExtendsLine {
    static func problem(_ message: String, in source: ProfileSource) -> ConfigurationProblem {
        let text = ProfileText([source])
        let document = DocumentReader.read(text, text.parts[0]).document
        let range = document[.extends]?.valueRange ?? 0..<0
        return text.problem(LineProblem(message, range))
    }
}
