internal import CommandLine
internal import Model
internal import Platform
internal import Services

/// Prints what the services tell: a line for each entry on standard error, for people or as JSON.
struct JournalPrinter: Sendable {
    private struct Line: Encodable {
        let time: String
        let level: String
        let message: String
        let fields: [String: String]?
    }

    private let console: Console

    init(_ console: Console) { self.console = console }

    func show(_ entry: Journal.Entry) {
        let time = WallTime.now
        if console.isJSON {
            let fields = entry.fields.map { ($0.name, $0.value) }
            let line = Line(
                time: time.rfc3339,
                level: entry.level.rawValue,
                message: entry.text,
                fields: fields.isEmpty
                    ? nil : Dictionary(fields, uniquingKeysWith: { first, _ in first })
            )
            return console.draw(JSONText.line(line))
        }
        guard isShown(entry.level) else { return }
        let text = ReadableBytes.escaped(Array(entry.text.utf8))
        console.draw("\(LocalTime(time).clock) \(mark(entry.level))\(text)\n")
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
