internal import CommandLine
internal import Media
internal import Model

/// `reelmill media verify SOURCE RESULT`
enum MediaVerifyCommand {
    private struct Body: Encodable {
        let source: String
        let source_b64: String?
        let result: String
        let result_b64: String?
        let isGood: Bool
        let verification: VerificationReport
    }

    static func run(_ context: Context) throws -> ExitCode {
        guard let source = context.invocation[MediaTable.source],
            let result = context.invocation[MediaTable.result]
        else { preconditionFailure("the parser lets no line through without its files") }
        try MediaProbeCommand.check(source)
        try MediaProbeCommand.check(result)
        let report: VerificationReport
        do throws(MediaFailure) {
            report = try FilmVerification.run(source: source, result: result) { _ in }
        } catch {
            throw MediaProbeCommand.failure(error)
        }
        if context.invocation[GlobalFlags.json] {
            let (one, other) = (JSONBytes(source.bytes), JSONBytes(result.bytes))
            let body = Body(
                source: one.text,
                source_b64: one.base64,
                result: other.text,
                result_b64: other.base64,
                isGood: report.isGood,
                verification: report
            )
            let document = Document(schema: "\(Product.name).verification/1", body: body)
            try context.console.print(JSONText.line(document))
        } else {
            try context.console.print(VerificationText.text(report, of: result, from: source))
        }
        return report.isGood ? .done : .failed
    }
}
