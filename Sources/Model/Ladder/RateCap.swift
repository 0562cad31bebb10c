/// How many bits a second a rendition may have where its profile gives a quality alone: what its
/// size is worth, so that a hard scene does not stop players that have chosen it.
enum RateCap {
    /// - Parameters:
    ///   - area: In pixels.
    ///   - rate: Nil is variable, or not known.
    static func capped(
        _ video: VideoRecipe,
        _ area: Int,
        _ rate: Rational?
    ) -> VideoRecipe {
        let limits: Set = ["b", "maxrate", "bufsize", "minrate"]
        let lists: Set = ["x264-params", "x264opts", "x265-params"]
        guard let percent = percents[video.encoder],
            !video.options.contains(where: { option in
                limits.contains(option.name)
                    || lists.contains(option.name)
                        && ["vbv", "bitrate", "qp", "lossless"].contains {
                            option.value.contains($0)
                        }
                    || ["qp", "qmin", "qmax"].contains(option.name)
                    || option.name == "crf" && option.value.isLossless
            })
        else { return video }
        var video = video
        let isFast = rate.map { $0.value > 33 } ?? false
        let kilobits = kilobits(of: area) * percent * (isFast ? 3 : 2) / 200
        video.options.append(CodecOption("maxrate", "\(kilobits)k"))
        video.options.append(CodecOption("bufsize", "\(kilobits * 3 / 2)k"))
        return video
    }

    /// Encoders that are repeatable with a buffer model, and what they need of the bits that H.264
    /// needs.
    private static let percents = ["libx264": 100, "libx265": 70]

    /// Between those of the usual sizes.
    private static func kilobits(of area: Int) -> Int {
        guard let above = table.firstIndex(where: { $0.area >= area }) else {
            return table[table.count - 1].kilobits * area / table[table.count - 1].area
        }
        guard above > 0 else { return max(100, table[0].kilobits * area / table[0].area) }
        let (low, high) = (table[above - 1], table[above])
        return low.kilobits
            + (high.kilobits - low.kilobits) * (area - low.area) / (high.area - low.area)
    }

    private static let table: [(area: Int, kilobits: Int)] = [
        (256 * 144, 300), (426 * 240, 600), (640 * 360, 1_100), (854 * 480, 1_800),
        (1_280 * 720, 3_800), (1_920 * 1_080, 7_000), (2_560 * 1_440, 12_000),
        (3_840 * 2_160, 22_000),
    ]
}

extension String {
    fileprivate var isLossless: Bool { Double(self) == 0 }
}
