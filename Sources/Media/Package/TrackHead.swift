internal import Model

/// What a player needs to know of a track before its first segment: the boxes `ftyp` and `moov`.
///
/// libavformat describes the codec; what depends on time is set here.
struct TrackHead {
    let bytes: [UInt8]
    /// As RFC 6381 has it.
    let codec: String

    /// How a track lies in time.
    struct Timing {
        var timeScale: Int64
        /// Of the packets, in ticks.
        var duration: Int64
        /// How much later times in the file are than the film's, which an edit list takes away.
        var lead: Int64
    }

    /// - Parameter written: What libavformat's muxer made.
    init(_ path: Path, _ timing: Timing, _ written: [UInt8]) throws(MediaFailure) {
        let tree = BoxTree(written)
        guard let movie = tree.first(["moov"]) else {
            throw MediaFailure(.mismatch, "write the head of", path, "libavformat made no moov")
        }
        bytes = TrackHead.brands + TrackHead.movie(tree, movie, timing)
        codec = try CodecWord.read(BoxTree(bytes), path)
    }

    /// The same on every version of libavformat.
    private static var brands: [UInt8] {
        var brands = BoxBytes()
        brands.box("ftyp") { box in
            box.add("iso6".utf8)
            box.add(UInt32(0))
            for brand in ["iso6", "cmfc", "mp41"] { box.add(brand.utf8) }
        }
        return brands.bytes
    }

    private static func movie(_ tree: BoxTree, _ movie: BoxTree.Box, _ timing: Timing) -> [UInt8] {
        var result = BoxBytes()
        result.box("moov") { moov in
            for box in tree.boxes(in: movie.content) {
                switch box.type {
                case "trak": add(track: box, tree, timing, to: &moov)
                case "mvex": add(extends: box, tree, movie, timing, to: &moov)
                case "udta", "meta": break
                default: moov.add(tree.bytes[box.range])
                }
            }
        }
        return result.bytes
    }

    private static func add(
        track: BoxTree.Box,
        _ tree: BoxTree,
        _ timing: Timing,
        to moov: inout BoxBytes
    ) {
        moov.box("trak") { trak in
            for box in tree.boxes(in: track.content) where box.type != "edts" {
                trak.add(tree.bytes[box.range])
                guard box.type == "tkhd", timing.lead > 0 else { continue }
                trak.box("edts") { edts in
                    edts.fullBox("elst") { list in
                        list.add(UInt32(1))
                        // To the end, wherever it is.
                        list.add(UInt32(0))
                        list.add(UInt32(timing.lead))
                        list.add(UInt32(0x1_0000))
                    }
                }
            }
        }
    }

    private static func add(
        extends: BoxTree.Box,
        _ tree: BoxTree,
        _ movie: BoxTree.Box,
        _ timing: Timing,
        to moov: inout BoxBytes
    ) {
        // The scale of the movie is behind two times of creation.
        let head = tree.first(["mvhd"], in: movie.content)
        let isLong = head.map { tree.bytes[$0.content.lowerBound] == 1 } ?? false
        let scale =
            head.flatMap { tree.number(at: $0.content.lowerBound + (isLong ? 20 : 12), bytes: 4) }
            ?? 1_000
        let duration = Rational(1, timing.timeScale).rescale(
            max(0, timing.duration),
            to: Rational(1, max(1, Int64(scale)))
        )
        moov.box("mvex") { mvex in
            mvex.fullBox("mehd", version: 1) { $0.add(UInt64(max(0, duration))) }
            for box in tree.boxes(in: extends.content) where box.type != "mehd" {
                mvex.add(tree.bytes[box.range])
            }
        }
    }
}
