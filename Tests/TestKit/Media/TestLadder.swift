public import Model

extension FilmLadder {
    /// A ladder by hand, the largest size first, each scaled from the one before.
    ///
    /// - Parameter rates: The highest rate of a size, by its name; a size is called `90p` by its
    ///   height.
    public static func test(
        _ sizes: [(width: Int, height: Int)],
        _ encoder: String = "libx264",
        _ options: [CodecOption] = [],
        pixelFormat: String? = "yuv420p",
        rates: [String: Rational] = [:],
        segmentMilliseconds: Int64 = 1_000
    ) -> FilmLadder {
        var rungs: [Rung] = []
        for (index, size) in sizes.enumerated() {
            var video = VideoRecipe()
            (video.encoder, video.options, video.pixelFormat) = (encoder, options, pixelFormat)
            let name = "\(size.height)p"
            var rung = Rung(name: name, width: size.width, height: size.height, video: video)
            rung.rateMax = rates[name]
            rung.scalesFrom = index > 0 ? index - 1 : nil
            rungs.append(rung)
        }
        return FilmLadder(rungs: rungs, sounds: [], segmentMilliseconds: segmentMilliseconds)
    }

    /// All filters that stand between the film and a rung, as on ffmpeg's command line.
    public func filters(of rung: Int, after shared: String? = nil) -> String {
        var chain = [
            "scale=\(rungs[rung].width):\(rungs[rung].height)"
                + ":flags=bicubic+accurate_rnd+full_chroma_int+bitexact,setsar=1"
                + ",format=\(rungs[rung].video.pixelFormat ?? "yuv420p")"
        ]
        if let parent = rungs[rung].scalesFrom {
            chain.insert(filters(of: parent, after: shared), at: 0)
        } else if let shared {
            chain.insert(shared, at: 0)
        }
        return chain.joined(separator: ",")
    }
}
