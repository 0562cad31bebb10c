@testable import CommandLine
import Testing

@Suite("Help")
struct PageTests {
    private func help(_ words: [String], _ table: CommandTable, columns: Int = 80) throws -> String
    {
        let page = try CommandPages(table).page(about: words)
        return TerminalText(columns: columns, style: .plain).render(page)
    }

    @Test("Every command that is built is found from the overview, with all its flags")
    func complete() throws {
        for table in [CommandTable.standard.listed, everything.listed] {
            let overview = try help([], table)
            for entry in table.entries {
                #expect(overview.contains("\n  \(entry.name) "))
                #expect(overview.contains(" \(entry.summary)\n"))
                if case .group(let group) = entry {
                    let page = try help([group.name], table)
                    for command in group.commands { #expect(page.contains("\n  \(command.name) ")) }
                }
            }
            for command in table.commands {
                let page = try help(command.id.words, table)
                for flag in command.ownFlags + table.globals(of: command) {
                    #expect(page.contains(" \(flag.spelling)"))
                }
                #expect(page.contains("--json") == (command.output == .data))
                for argument in command.arguments {
                    #expect(page.contains(argument.definition.usage))
                }
                for option in command.encodingOptions {
                    #expect(page.contains("\n  \(option.spelling)"))
                }
            }
            for topic in table.topics { #expect(overview.contains("\n  help \(topic.name) ")) }
        }
    }

    @Test("What is for the program itself is on no page")
    func hidden() throws {
        let table = CommandTable.standard
        var text = try help([], table) + ManPage(table).text
        for entry in table.listed.entries { text += try help([entry.name], table) }
        for shell in AboutTable.Shell.allCases { text += Completions.script(for: shell, table) }
        for entry in table.entries where !entry.commands.contains(where: { $0.isBuilt }) {
            #expect(!text.contains("reelmill \(entry.name)"))
            #expect(!text.contains("\n  \(entry.name) "))
            #expect(!text.contains("'\(entry.name)'"))
            #expect(!text.contains("'\(entry.summary)'"))
        }
    }

    @Test("No line is wider than the window, unless a sample needs it", arguments: [40, 80, 200])
    func widths(columns: Int) throws {
        let limit = min(columns, TerminalText.columnsMax)
        for command in everything.listed.commands {
            let page = Page(
                blocks: try CommandPages(everything).page(about: command.id.words).blocks
            )
            for line in TerminalText(columns: columns, style: .plain).render(page).split(
                separator: "\n"
            ) {
                let isSample = line.contains("reelmill ")
                #expect(line.count <= limit || isSample, "\(line)")
                #expect(line.last != " ")
            }
        }
        guard columns == 80 else { return }
        for topic in everything.topics {
            let lines = try help([topic.name], everything).split(separator: "\n")
            #expect(lines.allSatisfy { $0.count <= 80 })
        }
    }

    @Test("Color adds to the text and takes nothing away")
    func colors() throws {
        let page = try CommandPages(.standard).page(about: ["config", "show"])
        let colored = TerminalText(columns: 80, style: TextStyle(isColored: true)).render(page)
        let plain = TerminalText(columns: 80, style: .plain).render(page)
        #expect(colored != plain)
        #expect(colored.replacing(/\u{1b}\[[0-9;]*m/, with: "") == plain)
    }

    @Test("Every exit code is explained")
    func exitCodes() throws {
        let page = try help(["exit-codes"], .standard)
        for code in ExitCode.allCases { #expect(page.contains("\n  \(code.rawValue) ")) }
    }

    @Test("Every setting has its key, variable and flag in the help")
    func settings() throws {
        let keys = try help(["configuration"], .standard)
        let variables = try help(["environment"], .standard)
        for setting in CommandTable.standard.settings {
            #expect(keys.contains("\n  \(setting.key) "))
            // A long one has a line of its own.
            let ends = [" ", "\n"]
            #expect(ends.contains { variables.contains("\n  \(setting.variable)\($0)") })
        }
    }

    @Test("Every command and flag is in the manual and in every completion script")
    func everywhere() {
        for table in [CommandTable.standard, everything] {
            let manual = ManPage(table).text
            let scripts = AboutTable.Shell.allCases.map { Completions.script(for: $0, table) }
            for command in table.listed.commands {
                #expect(manual.contains(".SS \"\(Roff.escaped(CommandPages.usage(command)))\""))
                for script in scripts { #expect(script.contains(command.id.words[0])) }
                for flag in table.flags(of: command) {
                    #expect(manual.contains(Roff.escaped(flag.spelling)))
                    for script in scripts {
                        #expect(
                            script.contains("--\(flag.name)") || script.contains("-l \(flag.name)")
                        )
                    }
                }
            }
        }
    }
}
