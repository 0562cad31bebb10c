internal import CommandLine
internal import HTTPClient
internal import HTTPServer
internal import History
internal import Media
internal import Model

/// `reelmill version`
enum VersionCommand {
    struct Library: Encodable, Equatable {
        let name: String
        /// Nil where the library does not tell.
        let compiled: String?
        let running: String
    }

    private struct Body: Encodable {
        let name = Product.name
        let version = Product.version
        let ffmpeg: String
        let libraries: [Library]
        let warnings: [String]
    }

    static func run(_ context: Context) throws -> ExitCode {
        let libraries = librariesInUse
        let warnings = libraries.compactMap(warning)
        if context.invocation[GlobalFlags.json] {
            let body = Body(
                ffmpeg: MediaLibraries.release,
                libraries: libraries,
                warnings: warnings
            )
            let document = Document(schema: "\(Product.name).version/1", body: body)
            try context.console.print(JSONText.line(document))
        } else {
            let text = text(libraries, ffmpeg: MediaLibraries.release, warnings)
            try context.console.print(text)
        }
        return .done
    }

    static var librariesInUse: [Library] {
        let media = MediaLibraries.all.map {
            Library(name: $0.name, compiled: $0.compiled, running: $0.running)
        }
        return media + [
            Library(
                name: "SQLite",
                compiled: SQLiteLibrary.compiled,
                running: SQLiteLibrary.running
            ),
            Library(name: "libmicrohttpd", compiled: nil, running: MicroHTTPDLibrary.running),
            Library(name: "libcurl", compiled: nil, running: CurlLibrary.running),
        ]
    }

    static func text(_ libraries: [Library], ffmpeg: String, _ warnings: [String]) -> String {
        let rows = [("FFmpeg", ffmpeg)] + libraries.map { ($0.name, $0.running) }
        let width = rows.map(\.0.count).max() ?? 0
        let lines = rows.map { name, version in
            "  " + name + String(repeating: " ", count: width - name.count + 2) + version
        }
        return (["\(Product.name) \(Product.version)"] + lines + warnings)
            .map { $0 + "\n" }.joined()
    }

    /// The libraries promise the same interface within a major version only.
    static func warning(_ library: Library) -> String? {
        guard let compiled = library.compiled.map(major), compiled != major(library.running) else {
            return nil
        }
        return "\(library.name) is version \(major(library.running)) here, but this program was "
            + "built for version \(compiled): results cannot be relied on"
    }

    private static func major(_ version: String) -> Substring { version.prefix { $0 != "." } }
}
