public import Model

/// The page and its files: which address is which, and for how long a browser may keep it.
///
/// The files lie below an address that holds a hash of all of them, so they may be kept for ever,
/// and the page of a newer program never meets the code of an older one. All of them have the same
/// hash: their imports of each other are relative, and need no rewriting.
public struct PageAssets: Sendable {
    private struct Asset: Sendable {
        var type: String
        var bytes: [UInt8]
        var tag: String
        var keeping: String
    }

    private let assets: [String: Asset]

    public init() { self.init(index: PageFile.index, files: PageFile.embedded) }

    init(index: PageFile, files: [PageFile]) {
        let hash = PageAssets.hash([index] + files)
        var assets: [String: Asset] = [:]
        func add(_ path: String, _ file: PageFile, _ keeping: String) {
            assets[path] = Asset(
                type: file.type,
                bytes: file.bytes,
                tag: "\"\(hash)\"",
                keeping: keeping
            )
        }
        for file in files {
            add("/assets/\(hash)/\(file.name)", file, "public, max-age=31536000, immutable")
            // Browsers ask for it there, whatever the page says.
            if file.name.hasPrefix("favicon.") { add("/\(file.name)", file, "no-cache") }
        }
        var page = index
        let text = String(decoding: index.bytes, as: UTF8.self)
        page.bytes = Array(PageAssets.replacing("HASH", by: hash, in: text).utf8)
        for path in ["/", "/index.html"] { add(path, page, "no-cache") }
        self.assets = assets
    }

    /// Nil where the address is none of the page's.
    public func answer(_ request: WebRequest) -> WebResponse? {
        guard let asset = assets[request.path] else {
            guard request.path.hasPrefix("/assets/") else { return nil }
            // Of another version: whoever asks has an old page, and a new one asks right.
            return WebProblem(404, "this program has no such file of the page").response
        }
        guard request.method == "GET" || request.method == "HEAD" else {
            var response = WebProblem(405, "\(request.path) can be read only").response
            response.headers.append(.init("Allow", "GET, HEAD"))
            return response
        }
        let headers: [WebResponse.Header] = [
            .init("ETag", asset.tag), .init("Cache-Control", asset.keeping),
        ]
        if PageAssets.names(asset.tag, request.headers["if-none-match"]) {
            return WebResponse(304, headers)
        }
        let type = WebResponse.Header("Content-Type", asset.type)
        return WebResponse(200, [type] + headers, request.method == "HEAD" ? [] : asset.bytes)
    }

    /// Whether what the browser has is still what there is (RFC 9110, section 13.1.2).
    private static func names(_ tag: String, _ condition: String?) -> Bool {
        guard let condition else { return false }
        return condition.split(separator: ",").contains { part in
            let word = part.trimmed
            return word == "*" || word == tag || word == "W/\(tag)"
        }
    }

    /// Twelve digits tell versions of the page apart, and are short enough to read.
    private static func hash(_ files: [PageFile]) -> String {
        var all: [UInt8] = []
        for file in files { all += Array(file.name.utf8) + [0] + file.bytes + [0] }
        return String(StableHash.hexadecimal(all).prefix(12))
    }

    private static func replacing(_ word: String, by other: String, in text: String) -> String {
        var result = ""
        var rest = text[...]
        while let first = rest.first {
            if rest.hasPrefix(word) {
                result += other
                rest = rest.dropFirst(word.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
