internal import Model

/// What `%{FORMAT=.mkv}` and `-f` say of the container. Without them it is Matroska, as
/// clustercode's default is.
struct ClustercodeFormat {
    private var format: ClustercodeLines.Field?
    private(set) var assignments: [ProfileDocument.Assignment] = []
    private(set) var problems: [LineProblem] = []
    private(set) var notes: [LineProblem] = []

    init(_ fields: [ClustercodeLines.Field]) {
        for field in fields {
            guard field.name == "FORMAT" else {
                let name = Quoted.readable(field.name)
                notes.append(
                    LineProblem(
                        "the field \(name) is passed over, as clustercode does; it knows FORMAT",
                        field.range
                    )
                )
                continue
            }
            if let format {
                notes.append(
                    LineProblem("it is passed over: another FORMAT stands below", format.range)
                )
            }
            format = field
        }
        guard let format else { return }
        do throws(LineProblem) {
            assignments.append(try container(format))
        } catch {
            problems.append(error)
        }
    }

    private mutating func container(
        _ field: ClustercodeLines.Field
    ) throws(LineProblem) -> ProfileDocument.Assignment {
        let written = String(decoding: field.value.bytes, as: UTF8.self)
        let hasDot = written.hasPrefix(".")
        let ending = written.dropFirst(hasDot ? 1 : 0).lowercased()
        let endings = Container.all.flatMap(\.endings)
        guard endings.contains(ending) else {
            throw LineProblem(
                "no container is known by the ending \(Quoted.readable(written))"
                    + Quoted.suggestion(
                        Suggestion.nearest(to: ending, among: endings).map { ".\($0)" }
                    ),
                written.isEmpty ? field.range : field.value.range
            )
        }
        if written != ".\(ending)" {
            notes.append(LineProblem("results end in .\(ending)", field.value.range))
        }
        let start = field.value.range.lowerBound
        let range = start + (hasDot ? 1 : 0)..<field.value.range.upperBound
        return ProfileDocument.Assignment(
            key: SettingKey.container.rawValue,
            // Without the percent sign and the brace.
            keyRange: field.range.lowerBound + 2..<start - 1,
            words: [PlacedWord(Array(ending.utf8), range)]
        )
    }

    /// Matroska's own ending for sound is taken where none is said.
    mutating func noteSoundAlone() {
        guard assignments.isEmpty, problems.isEmpty else { return }
        notes.append(
            LineProblem("results end in .mka; for the old ending write %{FORMAT=.mkv}", 0..<0)
        )
    }

    /// Holds `-f` against the ending.
    mutating func check(_ option: FFmpegOption) {
        let name = option.value ?? ""
        if let problem = ContainerCheck.problem(name) {
            return problems.append(option.valueProblem(problem))
        }
        guard problems.isEmpty else { return }
        let word = assignments.first?.words.first.map { String(decoding: $0.bytes, as: UTF8.self) }
        let container = word.map(Container.named) ?? .standard
        let other = Container.named(name)
        guard container.name != other.name else { return }
        let remedy = other.endings.first.map { "; write %{FORMAT=.\($0)}" } ?? ""
        problems.append(
            option.valueProblem(
                "makes \(other.name), but results end in .\(container.shownName)\(remedy)"
            )
        )
    }
}
