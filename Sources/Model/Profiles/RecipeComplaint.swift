/// Something in a recipe that the installed libraries do not take, and which words of it.
public struct RecipeComplaint: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable {
        /// No machine would take it.
        case wrong
        /// This machine's libraries or devices have not got it; another's may.
        case lacking
    }

    /// What of the recipe it is about.
    public enum Subject: Hashable, Sendable, Codable {
        case videoEncoder, pixelFormat, videoFilters, videoTag
        /// By the name that the encoder has for it.
        case videoOption(String)
        case audioEncoder, audioFilters
        case audioOption(String)
        case container
        case containerOption(String)
    }

    /// Which words of it are meant.
    public enum Mark: Hashable, Sendable, Codable {
        /// The option itself.
        case name
        /// The whole of its value.
        case value
        /// A part of its value, for example one of the settings in `x265-params`; the so many-th
        /// place where it stands there, from 0.
        case piece(String, occurrence: Int)
    }

    public var kind: Kind
    public var subject: Subject
    public var mark: Mark
    /// The rendition whose recipe it is; nil where there is one recipe only.
    public var rendition: String?
    /// The way to encode a ladder's sound that it is about.
    public var sound: String?
    /// What is wrong, with what would be right, as a whole sentence that needs no other.
    public var message: String
    /// What a person can do, if there is something.
    public var remedy: String?

    public init(
        _ subject: Subject,
        _ mark: Mark,
        _ message: String,
        kind: Kind = .wrong,
        remedy: String? = nil
    ) {
        self.kind = kind
        self.subject = subject
        self.mark = mark
        self.message = message
        self.remedy = remedy
    }

    /// About the whole of a value.
    public init(
        _ subject: Subject,
        _ message: String,
        kind: Kind = .wrong,
        remedy: String? = nil
    ) {
        self.init(subject, .value, message, kind: kind, remedy: remedy)
    }

    /// With the remedy behind it.
    public var sentence: String { message + (remedy.map { "; \($0)" } ?? "") }
}

extension RecipeComplaint.Mark {
    /// The piece that stands in `value` at `offset` or is the first one behind it; the whole value
    /// when there is none.
    public static func piece(_ piece: String, from offset: Int = 0, in value: String) -> Self {
        let places = Self.places(of: Array(piece.utf8), in: Array(value.utf8)[...])
        guard let occurrence = places.firstIndex(where: { $0 >= offset }) else { return .value }
        return .piece(piece, occurrence: occurrence)
    }

    /// Which bytes of a value as it is written are meant. What quotes or a placeholder have changed
    /// is not found there; then all of it is.
    public func range(in written: ArraySlice<UInt8>) -> Range<Int> {
        guard case .piece(let piece, let occurrence) = self else { return written.indices }
        let bytes = Array(piece.utf8)
        let places = Self.places(of: bytes, in: written)
        guard places.indices.contains(occurrence) else { return written.indices }
        let start = written.startIndex + places[occurrence]
        return start..<start + bytes.count
    }

    private static func places(of piece: [UInt8], in text: ArraySlice<UInt8>) -> [Int] {
        guard !piece.isEmpty, text.count >= piece.count else { return [] }
        return (0...text.count - piece.count).filter {
            text.dropFirst($0).starts(with: piece)
        }
    }
}

extension MediaFailure {
    /// All of them in one; nil when there is none.
    public init?(_ complaints: [RecipeComplaint]) {
        guard let first = complaints.first else { return nil }
        var messages: [String] = []
        for complaint in complaints where !messages.contains(complaint.message) {
            messages.append(complaint.message)
        }
        self.init(
            .recipe,
            "encode with these options",
            nil,
            messages.joined(separator: "; "),
            remedy: complaints.count == 1 ? first.remedy : nil
        )
    }
}
