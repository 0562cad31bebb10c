/// The headers that packets refer to, and whether they stay what they were at the beginning. A
/// slice is decoded with those of the beginning, unless its own packets bring them.
struct ParameterSets: Sendable {
    enum Kind: String, Hashable, Sendable {
        case videoParameterSet = "video parameter set"
        case sequenceParameterSet = "sequence parameter set"
        case sequenceParameterSetExtension = "sequence parameter set extension"
        case subsetSequenceParameterSet = "subset sequence parameter set"
        case pictureParameterSet = "picture parameter set"
        case sequenceHeader = "sequence header"
        case sequenceExtension = "sequence extension"
        case videoObjectLayer = "video object layer"
    }

    private struct Name: Hashable {
        var kind: Kind
        var number: Int?

        var text: String { number.map { "\(kind.rawValue) \($0)" } ?? kind.rawValue }
    }

    private var contents: [Name: [UInt8]] = [:]
    private var picture: String?
    private var isBeginning = true
    /// The first change: what changed, as the beginning of a sentence.
    private(set) var change: String?

    /// Remembers a header; true when it is not the one that was known by that number.
    mutating func note(
        _ kind: Kind,
        number: Int? = nil,
        _ content: UnsafeRawBufferPointer
    ) -> Bool {
        let name = Name(kind: kind, number: number)
        if let known = contents[name] {
            if content.isEqual(to: known) { return false }
            report("\(name.text) changes")
        } else if !isBeginning {
            report("a new \(name.text) begins")
        }
        contents[name] = Array(content)
        return true
    }

    /// Remembers what a picture is like that carries its own header, such as `640x360`.
    mutating func note(picture: String) {
        if let known = self.picture, known != picture {
            report("the picture changes from \(known) to \(picture)")
        }
        self.picture = picture
    }

    /// From here on, a header with a new number is a change.
    mutating func endBeginning() { isBeginning = false }

    private mutating func report(_ text: String) { change = change ?? text }
}
