internal import Model

/// What one file says, before it is known what stands above it.
struct ProfileDocument: Sendable {
    /// `key = value`.
    struct Assignment: Hashable, Sendable {
        let key: String
        let keyRange: Range<Int>
        /// At least one; of a text for people it is one word, whatever is in it.
        let words: [PlacedWord]

        /// From the first word to the last.
        var valueRange: Range<Int> {
            let ranges = words.map(\.range)
            return
                (ranges.first?.lowerBound ?? keyRange.lowerBound)..<(ranges.last?.upperBound
                ?? keyRange.upperBound)
        }
    }

    struct Section: Sendable {
        let name: SectionName
        /// `[video +]`
        var isAppending = false
        let heading: Range<Int>
        var assignments: [Assignment] = []
        /// In the order of the lines.
        var options: [FFmpegOption] = []
    }

    /// Above the headings.
    var assignments: [Assignment] = []
    var sections: [Section] = []

    subscript(key: SettingKey) -> Assignment? { assignments.first { $0.key == key.rawValue } }
}

/// A document, and what is to be said of it.
struct DocumentReading: Sendable {
    var document = ProfileDocument()
    var problems: [LineProblem] = []
    var notes: [LineProblem] = []

    /// Who has so many reads no further, and neither do we.
    static let problemsMax = 100
}

enum SectionName: Hashable, Sendable {
    case target(Target)
    /// One of several ways to encode the sound of a ladder.
    case sound(String)
    case hls
    case rendition(String)

    /// As its heading writes it.
    var title: String {
        switch self {
        case .target(let target): target.section
        case .sound(let name): "[audio \(name)]"
        case .hls: "[hls]"
        case .rendition(let name): "[rendition \(name)]"
        }
    }

    /// The keys that stand in it; nil where none do.
    var keys: [String]? {
        switch self {
        case .target(.streams): StreamsKey.allCases.map(\.rawValue)
        case .target, .sound: nil
        case .hls: SegmentsKey.allCases.map(\.rawValue)
        case .rendition: RenditionKey.allCases.map(\.rawValue)
        }
    }
}
