internal import Model

/// Folders right below the input that are called by a whole number, as in clustercode 1.x: the
/// higher the number, the sooner their films are encoded. The results lie without it.
enum FolderNumbers {
    /// What the queue tells apart.
    static let priorityMax = 4_000

    /// The number of a film's folder, and its path below the input without it.
    static func place(of film: Path) -> (number: Int?, path: Path) {
        guard let first = film.names.first, let number = number(first),
            let rest = Path(bytes: first.bytes).flatMap(film.relative)
        else { return (nil, film) }
        return (number, rest)
    }

    /// Nil where the whole name is no number.
    private static func number(_ name: FileName) -> Int? {
        let digits = (UInt8(ascii: "0")...UInt8(ascii: "9"))
        guard name.bytes.allSatisfy(digits.contains) else { return nil }
        // One that is too long for an Int is a high one.
        return min(Int(String(decoding: name.bytes, as: UTF8.self)) ?? .max, priorityMax)
    }
}
