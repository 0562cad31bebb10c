internal import Model

/// A profile of clustercode 1.x.
enum ClustercodeDocument {
    static func isOne(_ origin: ProfileSource.Origin) -> Bool {
        origin.path.bytes.suffix(7).elementsEqual(".ffmpeg".utf8)
    }

    static func read(_ text: ProfileText, _ part: ProfileText.Part) -> DocumentReading {
        var reading = DocumentReading()
        reading.problems.append(LineProblem("profiles of clustercode are not read yet", 0..<0))
        return reading
    }
}
