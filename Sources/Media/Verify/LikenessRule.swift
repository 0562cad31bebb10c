internal import Model

/// Tells a picture that is wrong from one that is only badly encoded.
///
/// How like a good frame is to its source differs from scene to scene (grain, fast motion, what the
/// encoder spends), so no fixed number can be the border. A frame is looked at again when it is
/// three times as far from its source as the half of the good frames before it. Then it is wrong
///
/// - when even as a thumbnail it is not what the source shows: a thumbnail has no grain and no blur
///   left, so that bad encoding does not change it, but another picture does; or
/// - when it is twice as near to the source's frame before or after: a repeated frame in a scene
///   that moves.
///
/// A wrong frame is no measure for later ones, so a wrong slice is wrong to its end. Where nothing
/// moves, a repeated frame cannot be seen by anybody, and is not.
struct LikenessRule: Sendable {
    /// All are distances: 0 is equal, 1 is nothing in common.
    struct Distances: Hashable, Sendable {
        var thumbnail: Double
        /// From the source's frames before and after, where there are such.
        var before: Double?
        var after: Double?
    }

    private var frames = History(standard: 0.05)
    private var thumbnails = History(standard: 0.02)

    /// Whether the frame has to be looked at again.
    func isDoubtful(_ distance: Double) -> Bool {
        let common = frames.median
        return distance > max(3 * common, common + 0.03)
    }

    /// Whether a frame that is looked at again is wrong.
    func isWrong(_ distance: Double, _ distances: Distances) -> Bool {
        let common = thumbnails.median
        if distances.thumbnail > 3 * common + 0.1 { return true }
        let neighbour = [distances.before, distances.after].compactMap { $0 }.min()
        return neighbour.map { $0 < distance / 2 } ?? false
    }

    /// A good frame, by which later ones are measured.
    mutating func accept(_ distance: Double) { frames.add(distance) }
    mutating func accept(thumbnail distance: Double) { thumbnails.add(distance) }

    /// The last few of some numbers.
    private struct History: Sendable {
        /// What is taken for the median before there are some.
        let standard: Double
        private var values: [Double] = []
        private var next = 0

        init(standard: Double) { self.standard = standard }

        mutating func add(_ value: Double) {
            if values.count < historyMax {
                values.append(value)
            } else {
                values[next] = value
                next = (next + 1) % historyMax
            }
        }

        var median: Double {
            guard values.count >= historyMin else { return standard }
            return values.sorted()[values.count / 2]
        }
    }
}

/// About a second of frames.
private let historyMax = 24
private let historyMin = 5
