/// Rows of cells as a terminal shows them: columns two spaces apart, as wide as they have to be.
struct TextTable {
    enum Side { case left, right }

    private let sides: [Side]
    private var rows: [[String]]
    /// A long name must not push everything off the screen.
    var columnMax = 60

    init(_ head: [String], right: Set<String> = []) {
        sides = head.map { right.contains($0) ? .right : .left }
        rows = [head]
    }

    mutating func add(_ cells: [String]) { rows.append(cells) }

    var isEmpty: Bool { rows.count == 1 }

    /// Each with a line end, and with so many spaces before it.
    func text(indent: Int = 0) -> String {
        let widths = sides.indices.map { column in
            min(columnMax, rows.map { $0[column].unicodeScalars.count }.max() ?? 0)
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                padded(cell, widths[column], sides[column], isLast: column == row.count - 1)
            }
            var line = String(repeating: " ", count: indent) + cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    private func padded(_ cell: String, _ width: Int, _ side: Side, isLast: Bool) -> String {
        let space = String(repeating: " ", count: max(0, width - cell.unicodeScalars.count))
        switch side {
        case .left: return isLast ? cell : cell + space
        case .right: return space + cell
        }
    }
}
