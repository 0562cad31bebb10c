internal import CommandLine
internal import Media
internal import Model
internal import Platform

/// `reelmill media probe FILE`
enum MediaProbeCommand {
    private struct Body: Encodable {
        let path: String
        let path_b64: String?
        let media: MediaDescription
    }

    static func run(_ context: Context) throws -> ExitCode {
        guard let path = context.invocation[MediaTable.file] else {
            preconditionFailure("the parser lets no line through without its file")
        }
        try check(path)
        let description: MediaDescription
        do throws(MediaFailure) {
            description = try Probe.run(path)
        } catch {
            throw MediaProbeCommand.failure(error)
        }
        if context.invocation[GlobalFlags.json] {
            let bytes = JSONBytes(path.bytes)
            let body = Body(path: bytes.text, path_b64: bytes.base64, media: description)
            let document = Document(schema: "\(Product.name).media/1", body: body)
            try context.console.print(JSONText.line(document))
        } else {
            try context.console.print(MediaText.text(description, of: path))
        }
        return .done
    }

    /// Before libav opens it: reading a pipe would wait for somebody who writes into it.
    static func check(_ path: Path) throws(Failure) {
        let kind: FileKind
        do throws(SystemError) {
            kind = try Directory.target(of: path).kind
        } catch {
            let isMissing = error.errno == .noSuchFile || error.errno == .notADirectory
            throw Failure(
                isMissing ? .notFound : .failed,
                "cannot \(error.attempt) \(Quoted.path(path)): \(error.errno)"
            )
        }
        guard kind == .regular else {
            throw Failure(.failed, "\(Quoted.path(path)) is \(kind), not a media file")
        }
    }

    static func failure(_ failure: MediaFailure) -> Failure {
        let what = failure.path.map { "\(failure.attempt) \(Quoted.path($0))" } ?? failure.attempt
        let cause = ReadableBytes.escaped(Array(failure.cause.utf8))
        let remedy = failure.remedy.map { "; \($0)" } ?? ""
        return Failure(.failed, "cannot \(what): \(cause)\(remedy)")
    }
}
