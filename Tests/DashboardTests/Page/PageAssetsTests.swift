import Model
import Testing

@testable import Dashboard

@Suite("The page's files")
struct PageAssetsTests {
    private static let index = PageFile(
        "index.html",
        "text/html; charset=utf-8",
        Array("<link href=\"/assets/HASH/app.css\"><script src=\"/assets/HASH/app.js\">".utf8)
    )
    private static let files = [
        PageFile("app.js", "text/javascript; charset=utf-8", Array("1".utf8)),
        PageFile("app.css", "text/css; charset=utf-8", Array("a{}".utf8)),
        PageFile("favicon.ico", "image/x-icon", [0, 0, 1, 0]),
    ]

    private let small = PageAssets(index: PageAssetsTests.index, files: PageAssetsTests.files)
    private let real = PageAssets()

    @Test("The page is answered at the root, and names files that are there")
    func namesItsFiles() throws {
        let page = try #require(real.answer(WebRequest(method: "GET", path: "/")))
        #expect(page.status == 200)
        #expect(header("Content-Type", page) == "text/html; charset=utf-8")
        let paths = Self.addresses(in: Self.text(page))
        #expect(paths.count >= 3)
        for path in paths {
            let file = try #require(real.answer(WebRequest(method: "GET", path: path)))
            #expect(file.status == 200, "\(path)")
        }
    }

    @Test("Every import of a module is a file that is there")
    func importsAreThere() {
        let names = Set(PageFile.embedded.map(\.name))
        for file in PageFile.embedded where file.name.hasSuffix(".js") {
            let text = String(decoding: file.bytes, as: UTF8.self)
            let imports = text.split(separator: "'").filter { word in
                word.hasPrefix("./") && word.hasSuffix(".js")
            }
            for name in imports.map({ String($0.dropFirst(2)) }) {
                #expect(names.contains(name), "\(file.name) imports \(name)")
            }
        }
    }

    @Test("Nothing in the page is from elsewhere, and nothing is inline")
    func nothingFromElsewhere() {
        let text = String(decoding: PageFile.index.bytes, as: UTF8.self)
        #expect(!text.contains("http://") && !text.contains("https://"))
        #expect(!text.contains("<style") && !text.contains(" style=") && !text.contains("onclick="))
        for file in PageFile.embedded where file.name.hasSuffix(".js") {
            let code = String(decoding: file.bytes, as: UTF8.self)
            for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "document.write"]
            {
                #expect(!code.contains(word), "\(file.name) has \(word)")
            }
        }
    }

    @Test("Files with a hash in their address may be kept for ever, the page may not")
    func keeping() throws {
        let page = try #require(small.answer(WebRequest(method: "GET", path: "/")))
        #expect(header("Cache-Control", page) == "no-cache")
        let path = try #require(Self.addresses(in: Self.text(page)).first)
        let file = try #require(small.answer(WebRequest(method: "GET", path: path)))
        #expect(header("Cache-Control", file) == "public, max-age=31536000, immutable")
        #expect(header("Content-Type", file) == "text/css; charset=utf-8")
    }

    @Test("Another byte in any file is another address of all files")
    func hashOfAll() throws {
        var files = Self.files
        files[0].bytes.append(UInt8(ascii: "2"))
        let other = PageAssets(index: Self.index, files: files)
        let before = try #require(small.answer(WebRequest(method: "GET", path: "/")))
        let after = try #require(other.answer(WebRequest(method: "GET", path: "/")))
        #expect(Self.text(before) != Self.text(after))
        let old = try #require(Self.addresses(in: Self.text(before)).first)
        #expect(other.answer(WebRequest(method: "GET", path: old))?.status == 404)
    }

    @Test(
        "What the browser has already is not sent again",
        arguments: ["\"T\"", "W/\"T\"", "\"x\", \"T\"", "*"]
    )
    func notModified(condition: String) throws {
        let page = try #require(small.answer(WebRequest(method: "GET", path: "/")))
        let tag = try #require(header("ETag", page))
        var request = WebRequest(method: "GET", path: "/")
        let words = condition.split(separator: "\"T\"", omittingEmptySubsequences: false)
        request.headers["if-none-match"] = words.joined(separator: tag)
        let answer = try #require(small.answer(request))
        #expect(answer.status == 304)
        #expect(Self.text(answer).isEmpty)
        request.headers["if-none-match"] = "\"another\""
        #expect(small.answer(request)?.status == 200)
    }

    @Test("HEAD is answered without a body, and a change is refused")
    func methods() throws {
        let head = try #require(small.answer(WebRequest(method: "HEAD", path: "/")))
        #expect(head.status == 200)
        #expect(Self.text(head).isEmpty)
        let change = try #require(small.answer(WebRequest(method: "POST", path: "/")))
        #expect(change.status == 405)
        #expect(header("Allow", change) == "GET, HEAD")
    }

    @Test("The icon is also where browsers look for it unasked")
    func icon() {
        let icon = small.answer(WebRequest(method: "GET", path: "/favicon.ico"))
        #expect(icon?.status == 200)
        #expect(icon.flatMap { header("Content-Type", $0) } == "image/x-icon")
    }

    @Test(
        "Other addresses are not the page's",
        arguments: ["/api/v1/state", "/app.js", "/index.htm", "", "/metrics"]
    )
    func others(path: String) {
        #expect(small.answer(WebRequest(method: "GET", path: path)) == nil)
    }

    @Test(
        "No address leads out of the files",
        arguments: [
            "/assets/", "/assets/../app.js", "/assets/x/../../etc/passwd", "/assets/%2e%2e/x",
        ]
    )
    func outside(path: String) {
        #expect(small.answer(WebRequest(method: "GET", path: path))?.status == 404)
    }

    // MARK: What is looked at

    private func header(_ name: String, _ response: WebResponse) -> String? {
        response.headers.first { $0.name == name }?.value
    }

    private static func text(_ response: WebResponse) -> String {
        guard case .bytes(let bytes) = response.body else { return "a stream" }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func addresses(in text: String) -> [String] {
        text.split(separator: "\"").map(String.init).filter { $0.hasPrefix("/assets/") }
    }
}
