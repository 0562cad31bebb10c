/// The encoders that a machine has, and what can be set on them.
public struct EncoderCatalogue: Hashable, Sendable, Codable {
    public var encoders: [Encoder]
    /// Options that every encoder has, whether it heeds them or not.
    public var common: [Option]

    public init(encoders: [Encoder], common: [Option]) {
        self.encoders = encoders
        self.common = common
    }

    public subscript(name: String) -> Encoder? { encoders.first { $0.name == name } }

    public struct Encoder: Hashable, Sendable, Codable {
        public enum Kind: String, Hashable, Sendable, Codable { case video, audio }

        /// What libavcodec calls it, for example `libx264`.
        public var name: String
        public var title: String
        public var kind: Kind
        /// What libavcodec calls the codec, for example `h264`.
        public var codec: String
        /// Its own options; of those with a common one's name, its own holds.
        public var options: [Option]
        /// Names of what it takes; empty is anything.
        public var pixelFormats: [String]

        public init(
            name: String,
            title: String,
            kind: Kind,
            codec: String,
            options: [Option],
            pixelFormats: [String]
        ) {
            self.name = name
            self.title = title
            self.kind = kind
            self.codec = codec
            self.options = options
            self.pixelFormats = pixelFormats
        }
    }

    public struct Option: Hashable, Sendable, Codable {
        public enum Kind: String, Hashable, Sendable, Codable {
            case integer, number, fraction, flag, flags, text, duration, other
        }

        public var name: String
        public var help: String
        public var kind: Kind
        /// The least and the greatest value; nil is none, or none that says something.
        public var least: Double?
        public var greatest: Double?
        /// What holds when nothing is set, as text; nil is unknown.
        public var standard: String?
        /// Words that stand for values.
        public var constants: [Constant]

        public init(
            name: String,
            help: String,
            kind: Kind,
            least: Double?,
            greatest: Double?,
            standard: String?,
            constants: [Constant]
        ) {
            self.name = name
            self.help = help
            self.kind = kind
            self.least = least
            self.greatest = greatest
            self.standard = standard
            self.constants = constants
        }

        /// What it takes, as after "it takes": `a whole number from 0 to 51`.
        public var domain: String {
            var domain =
                switch kind {
                case .integer: "a whole number\(bounds)"
                case .number: "a number\(bounds)"
                case .fraction: "a fraction"
                case .flag: "0 or 1"
                case .flags: "words with + or - in front"
                case .duration: "a duration"
                case .text, .other: "text"
                }
            if !constants.isEmpty {
                let words = constants.map(\.name).joined(separator: ", ")
                domain += kind == .flags ? ": \(words)" : ", or one of \(words)"
            }
            return domain
        }

        private var bounds: String {
            switch (least.map(EncoderCatalogue.text), greatest.map(EncoderCatalogue.text)) {
            case (let least?, let greatest?): " from \(least) to \(greatest)"
            case (let least?, nil): " of at least \(least)"
            case (nil, let greatest?): " of at most \(greatest)"
            case (nil, nil): ""
            }
        }
    }

    public struct Constant: Hashable, Sendable, Codable {
        public var name: String
        public var help: String

        public init(name: String, help: String) {
            self.name = name
            self.help = help
        }
    }

    /// A number without a needless fraction.
    public static func text(_ value: Double) -> String {
        Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }
}
