/// A file of the page, as it lies in `Embedded`.
struct PageFile: Sendable {
    var name: String
    var type: String
    var bytes: [UInt8]

    init(_ name: String, _ type: String, _ bytes: [UInt8]) {
        (self.name, self.type, self.bytes) = (name, type, bytes)
    }
}

extension PageFile {
    /// What the page is made of. It is part of the program: there is nothing to find, to install
    /// or to load from elsewhere at run time.
    static let embedded: [PageFile] =
        modules.map { PageFile("\($0.name).js", "text/javascript; charset=utf-8", $0.bytes) } + [
            PageFile("app.css", "text/css; charset=utf-8", PackageResources.app_css),
            PageFile("favicon.svg", "image/svg+xml", PackageResources.favicon_svg),
            PageFile("favicon.ico", "image/x-icon", PackageResources.favicon_ico),
        ]

    /// In it `HASH` stands for the part of addresses that changes with any file.
    static let index = PageFile(
        "index.html",
        "text/html; charset=utf-8",
        PackageResources.index_html
    )

    private static let modules: [(name: String, bytes: [UInt8])] = [
        ("actions", PackageResources.actions_js),
        ("api", PackageResources.api_js),
        ("app", PackageResources.app_js),
        ("dialogs", PackageResources.dialogs_js),
        ("dom", PackageResources.dom_js),
        ("gantt", PackageResources.gantt_js),
        ("health", PackageResources.health_js),
        ("history", PackageResources.history_js),
        ("job", PackageResources.job_js),
        ("live", PackageResources.live_js),
        ("nodes", PackageResources.nodes_js),
        ("parts", PackageResources.parts_js),
        ("profiles", PackageResources.profiles_js),
        ("queue", PackageResources.queue_js),
        ("store", PackageResources.store_js),
        ("text", PackageResources.text_js),
    ]
}
