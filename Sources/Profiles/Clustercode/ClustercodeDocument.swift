internal import Model

/// A profile of clustercode 1.x: the whole command line of an ffmpeg, in which `${INPUT}` and
/// `${OUTPUT}` stand for the film and its result.
enum ClustercodeDocument {
    static func isOne(_ origin: ProfileSource.Origin) -> Bool {
        ends(origin, in: ".ffmpeg") || isForHandBrake(origin)
    }

    private static func isForHandBrake(_ origin: ProfileSource.Origin) -> Bool {
        ends(origin, in: ".handbrake")
    }

    private static func ends(_ origin: ProfileSource.Origin, in ending: String) -> Bool {
        origin.path.bytes.suffix(ending.utf8.count).elementsEqual(ending.utf8)
    }

    /// What its `.conf` would say.
    static func read(_ text: ProfileText, _ part: ProfileText.Part) -> DocumentReading {
        var reading = DocumentReading()
        guard !isForHandBrake(part.origin) else {
            reading.problems = [LineProblem(handBrake, 0..<0)]
            return reading
        }
        reading.problems = TextCheck.problems(text, part)
        guard reading.problems.isEmpty else { return reading }
        let lines = ClustercodeLines(text, part)
        // With a line missing the others mean something else.
        reading.problems = lines.problems
        guard reading.problems.isEmpty else { return reading }
        var arguments = ClustercodeArguments(lines.words)
        arguments.read()
        var format = ClustercodeFormat(lines.fields)
        var sections = ClustercodeSections()
        sections.take(arguments.options, in: &format)
        if sections.isSoundAlone { format.noteSoundAlone() }
        reading.document.assignments = format.assignments
        reading.document.sections = sections.all
        reading.problems = Array(
            (arguments.problems + format.problems + sections.problems)
                .prefix(DocumentReading.problemsMax)
        )
        reading.notes = (arguments.notes + format.notes + sections.notes)
            .sorted { $0.range.lowerBound < $1.range.lowerBound }
        return reading
    }

    private static let handBrake =
        "it is for HandBrake, whose options mean nothing here; write what it does as ffmpeg's "
        + "options into a profile.conf"
}
