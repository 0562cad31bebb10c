internal import CFFmpeg
public import Model

/// What is done to the pictures of a film once, before they are scaled for each rendition, and what
/// they are like then.
public enum SharedPictures {
    /// The profile's filters are configured, but not run: nothing of the film is read.
    ///
    /// - Parameter recipe: With placeholders in its filters.
    public static func of(
        _ film: MediaDescription,
        _ recipe: VideoRecipe
    ) throws(MediaFailure) -> SharedPicture {
        let stream = film.mainVideo.flatMap { index in film.streams.first { $0.index == index } }
        guard let video = stream?.video, video.picture.width > 0, video.picture.height > 0 else {
            throw MediaFailure(.unreadable, "make renditions", nil, "the film has no picture")
        }
        let added = Added(video, recipe.filters)
        let rate = video.frameRate ?? video.averageRate
        let (width, height) = (video.picture.width, video.picture.height)
        let facts = FilmFacts(
            rate: rate,
            width: added.isUpended ? height : width,
            height: added.isUpended ? width : height
        )
        var resolved = recipe
        resolved.filters = added.filters
        var picture = try LogCapture.during { _ throws(MediaFailure) in
            try shape(video, resolved.resolved(for: facts).filters)
        }
        picture.filters = added.filters
        picture.isTurned = added.isTurned
        picture.notes = added.notes
        return picture
    }

    private static func shape(
        _ video: MediaDescription.Video,
        _ filters: String?
    ) throws(MediaFailure) -> SharedPicture {
        let picture = video.picture
        let shape = picture.sampleAspectRatio.flatMap { $0.isPositive ? $0 : nil }
        var words = [
            "video_size=\(picture.width)x\(picture.height)",
            "pix_fmt=\(picture.pixelFormat ?? "yuv420p")",
            "time_base=1/90000",
            "pixel_aspect=\(shape ?? Rational(1, 1))",
        ]
        if let rate = video.frameRate { words.append("frame_rate=\(rate)") }
        let graph = try FilterGraph(
            .video,
            input: words.joined(separator: ":"),
            filters: filters ?? "null",
            threads: 1
        )
        var shared = SharedPicture(
            width: squareWidth(graph.width, Rational(graph.sampleAspectRatio)),
            height: graph.height,
            filters: filters
        )
        shared.rate = graph.frameRate
        return shared
    }

    /// A scaler that rounds a side to whole pixels leaves pixels that are hardly not square.
    private static func squareWidth(_ width: Int, _ pixel: Rational) -> Int {
        guard pixel.isPositive, !(0.99...1.01).contains(pixel.value) else { return width }
        return Int(pixel.rescale(Int64(width), to: Rational(1, 1)))
    }

    /// What is run beside the profile's own filters.
    private struct Added {
        /// With the profile's; nil is none.
        let filters: String?
        let isTurned: Bool
        /// By a quarter.
        let isUpended: Bool
        var notes: [String] = []

        init(_ video: MediaDescription.Video, _ own: String?) {
            let isInterlaced = FieldOrder(video.picture.fieldOrder)?.isInterlaced ?? false
            let deinterlaces = FilterChain.deinterlaces(own)
            let turn = video.rotation.flatMap(Added.turn)
            var chain: [String] = []
            if isInterlaced, !deinterlaces {
                chain.append("bwdif=mode=send_frame:deint=interlaced")
                notes.append("the film is interlaced, and is deinterlaced by bwdif")
            }
            // As ffmpeg has it: filters see the film as players show it. But the lines of two
            // fields are no longer lines once they are turned.
            if let turn, !deinterlaces { chain.append(turn) }
            if let own { chain.append(own) }
            if let turn, deinterlaces { chain.append(turn) }
            filters = chain.isEmpty ? nil : chain.joined(separator: ",")
            isTurned = turn != nil
            isUpended = turn?.hasPrefix("transpose") ?? false
        }

        /// By how many degrees players turn it, counterclockwise.
        private static func turn(_ degrees: Double) -> String? {
            switch (Int(degrees.rounded()) % 360 + 360) % 360 {
            case 90: "transpose=cclock"
            case 180: "hflip,vflip"
            case 270: "transpose=clock"
            default: nil
            }
        }
    }
}
