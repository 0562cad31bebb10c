/// The module map: which module may import which. ARCHITECTURE.md holds it in the block that is
/// fenced as `modules`: a name, what the module does, and behind `->` what it may import.
struct ModuleMap {
    struct Module: Equatable {
        let name: String
        let arrows: [String]
        let line: Int
    }

    static let path = "ARCHITECTURE.md"

    /// Each C module and the one module that may import it. Kept here and not on the page, so that
    /// a page that is edited to allow more is found.
    static let owners = [
        "CLinux": "Platform", "CFFmpeg": "Media", "CLibav": "Media", "CSQLite": "History",
        "CMicroHTTPD": "HTTPServer",
        "CCurl": "HTTPClient",
    ]

    /// From top to bottom.
    let modules: [Module]

    func module(_ name: String) -> Module? { modules.first { $0.name == name } }

    /// The map that the page holds; nil when there is no fenced block of this kind.
    init?(page: SourceFile) {
        var entries: [(line: Int, text: String)] = []
        var isInside = false
        var isFound = false
        for (index, bytes) in page.lines.enumerated() {
            let line = String(decoding: bytes, as: UTF8.self)
            if line.hasPrefix("```") {
                isInside = !isInside && line == "```modules"
                isFound = isFound || isInside
            } else if isInside, line.hasPrefix(" "), !entries.isEmpty {
                entries[entries.count - 1].text += line
            } else if isInside, !line.isEmpty {
                entries.append((index + 1, line))
            }
        }
        guard isFound else { return nil }
        modules = entries.indices.map { index in
            let below = entries[(index + 1)...].map { Self.words($0.text).first ?? "" }
            return Self.module(entries[index].text, line: entries[index].line, below: below)
        }
    }

    private static func module(_ text: String, line: Int, below: [String]) -> Module {
        let words = words(text)
        let end = words.lastIndex(of: "->") ?? words.endIndex
        var names = words[end...].dropFirst().map { $0.filter { $0 != "," } }
        if names.suffix(4) == ["and", "every", "module", "below"] {
            names = names.dropLast(4).filter { !below.contains($0) } + below
        }
        return Module(name: words.first ?? "", arrows: names, line: line)
    }

    private static func words(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }
}
