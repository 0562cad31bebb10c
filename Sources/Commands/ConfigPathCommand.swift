internal import CommandLine
internal import Model

/// `reelmill config path`
enum ConfigPathCommand {
    private struct Body: Encodable {
        let path: String
        let path_b64: String?
    }

    static func run(_ context: Context) throws -> ExitCode {
        let source = try ConfigurationSource(context)
        guard let found = try source.path() else {
            let places = source.search.places.map(Quoted.path).joined(separator: ", ")
            throw Failure(
                .notFound,
                "there is no configuration file; looked for \(places)",
                hint: Failure.configurationHint
            )
        }
        let path = context.surroundings.absolute(found)
        if context.invocation[GlobalFlags.json] {
            let bytes = JSONBytes(path.bytes)
            let body = Body(path: bytes.text, path_b64: bytes.base64)
            let document = Document(schema: "\(Product.name).config-path/1", body: body)
            try context.console.print(JSONText.line(document))
        } else if context.console.outputIsTerminal {
            try context.console.print("\(path)\n")
        } else {
            // Exactly the bytes, for `"$(reelmill config path)"`.
            try context.console.write(path.bytes + [UInt8(ascii: "\n")])
        }
        return .done
    }
}
