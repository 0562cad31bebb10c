internal import CommandLine
internal import Model
internal import Platform
internal import Services

/// Prints what the services tell: a line for each entry on standard error, for people or as JSON.
struct JournalPrinter: Sendable {
    private let console: Console
    private let isJSON: Bool
    /// Who tells it, for whoever collects the lines of many.
    private let node: String?

    init(_ console: Console, _ format: LogFormat = .text, node: String? = nil) {
        self.console = console
        self.node = node
        switch format {
        case .auto: isJSON = console.isJSON || !console.errorsAreTerminal
        case .text: isJSON = console.isJSON
        case .json: isJSON = true
        }
    }

    func show(_ entry: Journal.Entry) { console.draw(line(entry, at: .now)) }

    /// Empty where nobody wants to know.
    func line(_ entry: Journal.Entry, at time: WallTime) -> String {
        if isJSON { return JSONText.line(LogLine(entry, time, node)) }
        guard isShown(entry.level) else { return "" }
        let text = ReadableBytes.escaped(Array(entry.text.utf8))
        return "\(LocalTime(time).clock) \(mark(entry.level))\(text)\n"
    }

    private func isShown(_ level: Journal.Level) -> Bool {
        switch level {
        case .detail: console.isVerbose
        case .info: !console.isQuiet
        case .warning, .error: true
        }
    }

    private func mark(_ level: Journal.Level) -> String {
        switch level {
        case .detail, .info: ""
        case .warning: "warning: "
        case .error: "error: "
        }
    }
}

/// One entry for programs: what it is about stands beside what it says.
private struct LogLine: Encodable {
    private let entry: Journal.Entry
    private let time: WallTime
    private let node: String?

    init(_ entry: Journal.Entry, _ time: WallTime, _ node: String?) {
        (self.entry, self.time, self.node) = (entry, time, node)
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var line = encoder.container(keyedBy: Key.self)
        // First, so that none of the others is taken for them.
        for field in entry.fields {
            let key = Key(stringValue: field.name)
            if LogLine.counted.contains(field.name), let number = Int(field.value) {
                try line.encode(number, forKey: key)
            } else if LogLine.measured.contains(field.name), let number = Double(field.value) {
                try line.encode(number, forKey: key)
            } else {
                try line.encode(field.value, forKey: key)
            }
        }
        try line.encode(time.rfc3339, forKey: Key(stringValue: "time"))
        try line.encode(entry.level.rawValue, forKey: Key(stringValue: "level"))
        try line.encode(entry.text, forKey: Key(stringValue: "message"))
        if let node { try line.encode(node, forKey: Key(stringValue: "node")) }
    }

    private static let counted: Set = ["slice", "frames"]
    private static let measured: Set = ["seconds"]
}
