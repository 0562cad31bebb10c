internal import CommandLine
internal import Model

/// What a verification came to, for people: the verdict, what speaks against it, the figures.
enum VerificationText {
    static func text(_ report: VerificationReport, of result: Path, from source: Path) -> String {
        let faults = report.findings.filter { $0.severity == .fault }
        let files = "\(Quoted.path(result)) of \(Quoted.path(source))"
        let verdict = report.isGood ? "good" : "not good"
        var lines = ["\(verdict): \(files)"]
        lines += faults.map { row("fault", shown($0.text)) }
        if let picture = report.picture { lines += pictureRows(picture) }
        lines += report.sounds.map { row("sound \($0.resultStream)", words($0)) }
        lines += report.findings.filter { $0.severity == .note }.map { row("note", shown($0.text)) }
        lines += report.missing.map { row("dropped", shown($0)) }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func pictureRows(_ picture: PictureReport) -> [String] {
        let counts = [picture.resultFrames, picture.sourceFrames]
            .map { Figures.grouped(Int64($0)) }
        let times = [picture.resultSeconds, picture.sourceSeconds].map { clock($0) }
        var rows = [
            row("picture", "\(counts[0]) frames of \(counts[1]), \(times[0]) of \(times[1])")
        ]
        if let likeness = picture.likeness {
            let numbers = [likeness.mean, likeness.worstSecond, likeness.worst]
                .map { Figures.decimal($0, digits: 4) }
            rows.append(
                row(
                    "likeness",
                    "\(numbers[0]) on average, \(numbers[1]) in the worst second at "
                        + "\(clock(likeness.worstSecondBegins)), \(numbers[2]) at "
                        + clock(likeness.worstSeconds)
                )
            )
        }
        return rows
    }

    private static func words(_ sound: SoundCheck) -> String {
        let times = "\(clock(sound.resultSeconds)) of \(clock(sound.sourceSeconds))"
        let offsets = [sound.offsetAtStartMilliseconds, sound.offsetAtEndMilliseconds]
            .map { Figures.decimal($0, digits: 1) }
        return "\(times), \(offsets[0]) ms off at its start, \(offsets[1]) ms at its end"
    }

    private static func clock(_ seconds: Double) -> String { Figures.clock(seconds: seconds) }

    private static func row(_ head: String, _ text: String) -> String {
        "  \(head)\(String(repeating: " ", count: max(1, 10 - head.count)))\(text)"
    }

    /// Tags of a file and words of its decoder may hold anything.
    private static func shown(_ text: String) -> String { ReadableBytes.escaped(Array(text.utf8)) }
}
