internal import CommandLine
internal import Model
internal import Profiles
internal import Services

/// What a check came to, for people: a line for each profile, and below it what is to be said.
enum CheckText {
    static func text(_ rows: [CheckedProfile]) -> String {
        let lines = rows.flatMap(CheckText.lines) + [summary(rows)]
        return lines.map { $0 + "\n" }.joined()
    }

    private static func lines(_ row: CheckedProfile) -> [String] {
        let verdict =
            switch row.verdict {
            case .good: "good"
            case .lacking: "good, but not for this machine"
            case .wrong: "wrong"
            }
        let head = "\(Quoted.path(row.chosen.origin.path)): \(verdict)\(use(row))"
        return [head] + indented(row.wrong) + indented(row.lacking)
            + indented(row.notes, "note: ")
    }

    private static func use(_ row: CheckedProfile) -> String {
        guard let films = row.chosen.films else { return "" }
        let count = counted(films.count, "film")
        if films.isEmpty { return ", for no film so far" }
        return row.verdict == .wrong
            ? ", and \(count) \(films.count == 1 ? "waits" : "wait")" : ", for \(count)"
    }

    private static func indented(
        _ problems: [ConfigurationProblem],
        _ head: String = ""
    ) -> [String] {
        problems.flatMap { (head + $0.description).split(separator: "\n").map { "  \($0)" } }
    }

    private static func summary(_ rows: [CheckedProfile]) -> String {
        let wrong = rows.count { $0.verdict == .wrong }
        let lacking = rows.count { $0.verdict == .lacking }
        let ends = [
            wrong > 0 ? "\(wrong) wrong" : nil,
            lacking > 0 ? "\(lacking) not for this machine" : nil,
        ].compactMap { $0 }
        let end = ends.isEmpty ? "all good" : ends.joined(separator: ", ")
        return "\(counted(rows.count, "profile")): \(end)"
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        "\(Figures.grouped(Int64(count))) \(noun)\(count == 1 ? "" : "s")"
    }
}
