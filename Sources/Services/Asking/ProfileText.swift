internal import Model
public import Profiles

/// A profile in one file that stands alone.
public enum ProfileText {
    public static func text(_ read: ReadProfile, withOrigin: Bool) -> String {
        var lines: [Line] = [Line("extends = none")]
        if !read.lines.contains(where: saysName) {
            lines.append(Line("name = \(ReadableBytes.escaped(Array(read.profile.name.utf8)))"))
        }
        var section: String?
        for line in read.lines where !isExtends(line) {
            if line.section != section {
                lines.append(Line(""))
                lines.append(Line(line.section ?? ""))
                section = line.section
            }
            lines.append(Line(line.text, "\(Quoted.path(line.origin)):\(line.line)"))
        }
        let widths = lines.filter { $0.origin != nil }.map(\.text.count)
        let column = min(widths.max() ?? 0, originColumnMax)
        return lines.map { $0.written(withOrigin ? column : nil) + "\n" }.joined()
    }

    /// A long line must not push every origin off the screen.
    private static let originColumnMax = 60

    private struct Line {
        let text: String
        let origin: String?

        init(_ text: String, _ origin: String? = nil) { (self.text, self.origin) = (text, origin) }

        func written(_ column: Int?) -> String {
            guard let column, let origin else { return text }
            let space = String(repeating: " ", count: max(0, column - text.count))
            return "\(text)\(space)  # \(origin)"
        }
    }

    private static func isExtends(_ line: EffectiveLine) -> Bool { says("extends", line) }
    private static func saysName(_ line: EffectiveLine) -> Bool { says("name", line) }

    private static func says(_ key: String, _ line: EffectiveLine) -> Bool {
        guard line.section == nil, line.text.hasPrefix(key) else { return false }
        return line.text.dropFirst(key.count).drop { $0 == " " }.first == "="
    }
}
