internal import CommandLine
internal import Model
internal import Platform
internal import Profiles

/// `reelmill transcode IN OUT`
enum TranscodeCommand {
    typealias Engine = (
        TranscodeRequest, @escaping @Sendable (TranscodeProgress) -> Void
    ) throws -> TranscodeOutcome

    static func run(_ context: Context) throws -> ExitCode {
        try run(context) { request, onProgress in
            try TranscodeEngine.run(request, onProgress: onProgress)
        }
    }

    static func run(_ context: Context, by engine: Engine) throws -> ExitCode {
        let request = try request(context)
        let printer = ProgressPrinter(context.console)
        let outcome: TranscodeOutcome
        do {
            defer { printer.finish() }
            outcome = try engine(request) { printer.show($0) }
        } catch let failure as MediaFailure {
            throw TranscodeCommand.failure(failure)
        }
        switch outcome {
        case .done(let summary):
            try report(summary, request.result, context)
            return .done
        case .stopped(let signal):
            throw Failure(
                signal == .terminate ? .terminated : .interrupted,
                "stopped by \(signal); \(Quoted.path(request.result)) was not made"
            )
        }
    }

    // MARK: What is asked for

    static func request(_ context: Context) throws -> TranscodeRequest {
        let invocation = context.invocation
        guard let source = invocation[TranscodeTable.source],
            let target = invocation[TranscodeTable.target]
        else { preconditionFailure("the parser lets no line through without its files") }
        let profile = try ladder(invocation)
        let recipe = try recipe(profile, invocation, target)
        let slots = try context.settings().settings[SettingsTable.slots]
        var request = TranscodeRequest(
            source: source,
            result: target,
            recipe: recipe,
            ladder: profile?.ladder,
            slots: { if case .count(let count) = slots { count } else { nil } }(),
            workDirectory: invocation[TranscodeTable.workDirectory],
            overwrite: invocation[TranscodeTable.overwrite]
        )
        if let profile {
            let ending = profile.ending
            request.result = try TranscodeFiles.directory(target, of: source, ending: ending)
        }
        try TranscodeFiles.check(request)
        return request
    }

    /// What flags say counts before the profile.
    private static func recipe(
        _ profile: EncodingProfile?,
        _ invocation: Invocation,
        _ target: Path
    ) throws(Failure) -> EncodeRecipe {
        let slice = try sliceMilliseconds(invocation)
        var recipe: EncodeRecipe
        if let profile {
            recipe = profile.recipe
        } else {
            recipe = try namedRecipe(invocation, target)
        }
        if let slice { recipe.sliceMilliseconds = slice }
        if let rule = invocation[TranscodeTable.onDamage] { recipe.onDamage = rule }
        return recipe
    }

    /// A profile with renditions; nil is anything else.
    private static func ladder(_ invocation: Invocation) throws(Failure) -> EncodingProfile? {
        guard let file = invocation[TranscodeTable.profile], invocation.encodingOptions.isEmpty
        else { return nil }
        let chain = try ProfileChain.chain(of: file)
        do throws(ConfigurationError) {
            return try ProfileReading.ladder(chain, name: "\(file)")
        } catch {
            throw invalid("\(error)")
        }
    }

    private static func namedRecipe(
        _ invocation: Invocation,
        _ result: Path
    ) throws(Failure) -> EncodeRecipe {
        let options = invocation.encodingOptions
        guard let profile = invocation[TranscodeTable.profile] else {
            do throws(RecipeProblems) {
                return try CommandLineRecipe.recipe(options, result: result)
            } catch {
                throw invalid(error.problems.map(\.message).joined(separator: "\n"))
            }
        }
        if let option = options.first {
            throw usage(
                "--profile and encoding options exclude each other: "
                    + "\(Quoted.readable(option.bytes)) stands beside the profile"
            )
        }
        let chain = try ProfileChain.chain(of: profile)
        do throws(ConfigurationError) {
            return try ProfileReading.recipe(chain, for: result)
        } catch {
            throw invalid("\(error)")
        }
    }

    private static func sliceMilliseconds(_ invocation: Invocation) throws(Failure) -> Int64? {
        guard let length = invocation[TranscodeTable.slice] else { return nil }
        guard let milliseconds = SliceLength.milliseconds(length) else {
            throw usage("--slice takes \(SliceLength.expectation), not \(Measure.written(length))")
        }
        return milliseconds
    }

    static let hint = "reelmill help transcode"

    private static func usage(_ message: String) -> Failure {
        Failure(.usage, message, hint: hint)
    }

    static func invalid(_ message: String) -> Failure {
        Failure(.invalidConfiguration, message, hint: hint)
    }

    // MARK: What came of it

    private static func report(
        _ summary: TranscodeSummary,
        _ result: Path,
        _ context: Context
    ) throws(OutputError) {
        let console = context.console
        if console.isJSON {
            try console.print(JSONText.line(TranscodeDocument.done(summary, result)))
        } else {
            for note in TranscodeReport.notes(summary) { console.note(note) }
            guard !console.isQuiet else { return }
            let line = TranscodeReport.line(summary, result) + "\n"
            try console.print(line + RenditionTable.text(summary.renditions))
        }
    }

    private static func failure(_ failure: MediaFailure) -> Failure {
        let message = "\(failure)" + (failure.remedy.map { "; \($0)" } ?? "")
        guard failure.kind == .recipe else { return Failure(.failed, message) }
        return invalid(message)
    }
}
