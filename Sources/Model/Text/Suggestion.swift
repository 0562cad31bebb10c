/// "Did you mean": the nearest of the words that would have been right.
public enum Suggestion {
    /// Nil when nothing is near enough to be what was meant. Of equally near ones the first is
    /// taken; when none is near, the only one that begins with what was typed.
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String?
    {
        // A file may hold words as long as it is itself, and none of ours is half as long.
        guard word.utf8.count <= 200 else { return nil }
        let limit = editsMax(in: word)
        var best: (word: String, distance: Int)?
        var begun: [String] = []
        for candidate in candidates {
            let distance = distance(from: word, to: candidate, limit: limit)
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
            if candidate.lowercased().hasPrefix(word.lowercased()) { begun.append(candidate) }
        }
        if let best { return best.word }
        return begun.count == 1 && word.unicodeScalars.count > 1 ? begun[0] : nil
    }

    /// One edit for every three letters: with two, any word of three letters would be meant by
    /// another.
    private static func editsMax(in word: String) -> Int {
        switch word.unicodeScalars.count {
        case ...1: 0
        case let length: max(1, min(3, length / 3))
        }
    }

    /// Edits between two words, a swap of neighbours counting as one; more than `limit` is `limit
    /// + 1`.
    static func distance(from left: String, to right: String, limit: Int) -> Int {
        let left = Array(left.lowercased().unicodeScalars)
        let right = Array(right.lowercased().unicodeScalars)
        guard abs(left.count - right.count) <= limit else { return limit + 1 }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, scalar) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(
                    last[column + 1] + 1,
                    current[column] + 1,
                    last[column] + (scalar == other ? 0 : 1)
                )
                if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return min(last[right.count], limit + 1)
    }
}
