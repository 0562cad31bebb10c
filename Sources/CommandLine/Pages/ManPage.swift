internal import Model

/// The manual page, in the man(7) macros that mandoc and groff both read.
public struct ManPage {
    private let table: CommandTable
    private let pages: CommandPages

    /// The day on which the text of the manual was last gone over.
    static let revised = "2026-11-21"

    public init(_ table: CommandTable) {
        self.table = table.listed
        pages = CommandPages(table)
    }

    public var text: String {
        var roff = Roff()
        roff.line(".TH REELMILL 1 \(ManPage.revised) \"\(Product.name) \(Product.version)\"")
        roff.section("NAME")
        roff.text("\(Product.name) - a folder that is a transcoding cluster")
        roff.section("SYNOPSIS")
        roff.text("\(Product.name) COMMAND [ARGUMENTS] [FLAGS]")
        roff.section("DESCRIPTION")
        roff.text(CommandPages.purpose)
        roff.section("COMMANDS")
        for command in table.commands { add(command, to: &roff) }
        roff.section("FLAGS")
        roff.text("Every command takes these, before or after its name.")
        roff.add(.list(table.globals.map(Page.Item.init)))
        for topic in table.topics { add(topic, to: &roff) }
        roff.section("SEE ALSO")
        roff.text("ffmpeg(1), inotify(7), rename(2)")
        return roff.output
    }

    private func add(_ command: Command, to roff: inout Roff) {
        roff.subsection(CommandPages.usage(command))
        roff.text(command.summary + ".")
        for block in pages.body(command) { roff.add(block) }
        if !command.examples.isEmpty { roff.add(.examples(command.examples)) }
    }

    private func add(_ topic: Topic, to roff: inout Roff) {
        let headings = ["exit-codes": "EXIT STATUS"]
        roff.section(headings[topic.name] ?? topic.name.uppercased())
        for block in topic.page(table).blocks { roff.add(block) }
    }
}
