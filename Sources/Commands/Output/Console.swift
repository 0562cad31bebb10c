internal import CommandLine
internal import Model
internal import Platform

/// What a person sees: results on standard output, everything else on standard error.
struct Console {
    private enum Level: Comparable { case quiet, normal, verbose }

    private let streams: Streams
    private var level = Level.normal
    private var noInput = false
    private var color: ColorChoice
    private let isPlainTerminal: Bool
    private let hasCursor: Bool
    var isJSON = false

    /// Before the command line is understood: colors as the environment has them.
    init(_ streams: Streams, surroundings: Surroundings) {
        self.streams = streams
        let terminal = surroundings.value("TERM")
        hasCursor = terminal != nil && terminal != Array("dumb".utf8)
        isPlainTerminal = !hasCursor || surroundings.value("NO_COLOR") != nil
        color = Console.choice(surroundings)
    }

    /// Takes over what the command line says about output.
    mutating func obey(_ invocation: Invocation, _ surroundings: Surroundings) {
        isJSON = invocation[GlobalFlags.json]
        noInput = invocation[GlobalFlags.noInput]
        if invocation[GlobalFlags.quiet] { level = .quiet }
        if invocation[GlobalFlags.verbose] { level = .verbose }
        if let choice = invocation.color { color = choice }
    }

    /// A variable that is wrong is reported where settings are read; help has to work with it too.
    private static func choice(_ surroundings: Surroundings) -> ColorChoice {
        let setting = SettingsTable.color.definition
        let text = surroundings.value(setting.variable).map { String(decoding: $0, as: UTF8.self) }
        return text.flatMap(ColorChoice.init) ?? .auto
    }

    /// Whether a question may be asked: somebody has to see it and be able to answer.
    var mayAsk: Bool {
        !noInput && !isJSON && streams.inputIsTerminal && streams.errors.isTerminal
    }

    var outputIsTerminal: Bool { streams.output.isTerminal }
    /// Whether keys can be read and a screen be drawn over again.
    var canShowScreens: Bool { streams.inputIsTerminal && streams.output.isTerminal && hasCursor }
    var errorsAreTerminal: Bool { streams.errors.isTerminal }
    var outputStyle: TextStyle { style(streams.output) }

    private func style(_ sink: any Sink) -> TextStyle {
        switch color {
        case .always: TextStyle(isColored: true)
        case .never: .plain
        case .auto: TextStyle(isColored: sink.isTerminal && !isPlainTerminal)
        }
    }

    // MARK: Results

    func print(_ text: String) throws(OutputError) { try write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) throws(OutputError) {
        do throws(SystemError) { try streams.output.write(bytes) } catch {
            throw OutputError(cause: error)
        }
    }

    func print(_ page: Page) throws(OutputError) {
        try print(rendered(page, streams.output))
    }

    /// A page instead of a message, for who typed nothing to go by.
    func explain(_ page: Page) { say(rendered(page, streams.errors)) }

    private func rendered(_ page: Page, _ sink: any Sink) -> String {
        TerminalText(columns: sink.columns ?? 80, style: style(sink)).render(page)
    }

    // MARK: Progress

    var isQuiet: Bool { level == .quiet }
    var isVerbose: Bool { level == .verbose }
    var errorsCanBeWrittenOver: Bool { streams.errors.isTerminal && hasCursor }
    /// Of the window that standard error is, read anew: it may be resized.
    var errorColumns: Int { streams.errors.columns ?? 80 }

    /// Writes to standard error as it is.
    func draw(_ text: String) { say(text) }

    // MARK: Everything else

    /// What somebody would want to know.
    func note(_ text: String) { if level > .quiet { say("note: \(text)\n") } }

    /// What only somebody wants to know who asked.
    func detail(_ text: String) { if level == .verbose { say("note: \(text)\n") } }

    /// Says why the command failed.
    func fail(_ failure: Failure) -> ExitCode {
        if isJSON {
            say(JSONText.line(ErrorDocument(failure)))
        } else {
            let style = style(streams.errors)
            var text = style.alarm("\(Product.name):") + " \(failure.message)\n"
            if let hint = failure.hint { text += "see: \(hint)\n" }
            say(text)
        }
        return failure.code
    }

    /// When standard error is gone there is nobody left to tell that it is.
    private func say(_ text: String) { try? streams.errors.write(Array(text.utf8)) }
}

extension Invocation {
    /// What `--color` says, if it is given.
    fileprivate var color: ColorChoice? {
        guard case .text(let text) = flagValue(of: SettingsTable.color) else { return nil }
        return ColorChoice(rawValue: text)
    }
}
