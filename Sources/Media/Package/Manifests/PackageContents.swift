internal import Model

/// What a package holds, for its manifests.
struct PackageContents {
    var pictures: [Picture] = []
    var sounds: [Sound] = []
    var texts: [Text] = []
    /// What the film is called.
    var title: String?
    var isEvent = false
    var hasSegmentFiles = false
    /// What all names begin with.
    var name: [UInt8]

    struct Picture {
        var rung: FilmLadder.Rung
        var layout: TrackLayout
        var frameRate: Rational
        /// `PQ` or `HLG`; nil is what every screen shows.
        var range: String?
        /// The names of the groups of sound that it is shown with.
        var groups: [String]
    }

    /// One track in one encoding.
    struct Sound {
        var group: String
        var layout: TrackLayout
        var track: Track
        var channels: Int
        var sampleRate: Int
    }

    struct Text {
        var file: FileName
        var playlist: FileName
        var track: Track
    }

    /// What is said of a track to whoever chooses one.
    struct Track {
        /// In two letters where there are such (BCP 47).
        var language: String?
        /// Unique among those that one chooses from.
        var name: String
        var isDefault = false
        var isForced = false
        var isForHearingImpaired = false
        var isForVisualImpaired = false
        var isCommentary = false
    }

    var layouts: [TrackLayout] { pictures.map(\.layout) + sounds.map(\.layout) }

    /// Of the longest track.
    var seconds: Double { layouts.map(\.seconds).max() ?? 0 }

    /// In whole seconds, as long as any segment.
    var target: Int64 {
        let longest = layouts.flatMap { HLSText.lengths(of: $0) }.max() ?? 1_000_000
        return max(1, (longest + 500_000) / 1_000_000)
    }
}

/// Texts that go into manifests.
enum ManifestText {
    /// A name as an address relative to the manifest (RFC 3986).
    static func address(_ bytes: [UInt8]) -> String {
        let plain = Array("-._~".utf8)
        return bytes.map { byte in
            let isPlain =
                0x30...0x39 ~= byte || 0x41...0x5a ~= byte || 0x61...0x7a ~= byte
                || plain.contains(byte)
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain
                ? String(UnicodeScalar(byte)) : "%" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
    }

    /// Microseconds as seconds, without zeros at the end.
    static func seconds(_ microseconds: Int64) -> String {
        let (whole, part) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        var digits = String(1_000_000 + part).dropFirst()
        while digits.last == "0" { digits = digits.dropLast() }
        return digits.isEmpty ? "\(whole)" : "\(whole).\(digits)"
    }

    static func xml(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "\t", "\n", "\r": " "
            // XML has no place for the others below the space.
            case _ where scalar.value < 0x20 || scalar.value == 0xfffe || scalar.value == 0xffff: ""
            default: String(scalar)
            }
        }.joined()
    }

    /// Between quotes in a playlist, which have no escape.
    static func quoted(_ text: String) -> String {
        let plain = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "'"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f: " "
            default: String(scalar)
            }
        }
        return "\"\(plain.joined())\""
    }
}
