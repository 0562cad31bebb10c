/// About how much memory it takes to make renditions of a slice: whether a node is large enough
/// for all of them at once, or takes them one by one.
///
/// Encoders look ahead, and what they hold for it is nearly all they need. The figures are those of
/// real encoders with few threads, rounded up; half as much again is no matter, and a node that
/// swaps is.
extension FilmLadder {
    /// In bytes, of a task that makes all renditions of a slice.
    public var memoryForAll: Int64 {
        rungs.reduce(decodingMemory) { $0 + $1.encodingMemory }
    }

    /// The same of a task that makes one of them. What it is scaled from is made, but not encoded.
    public func memory(forRung index: Int) -> Int64 {
        decodingMemory + (rungs.indices.contains(index) ? rungs[index].encodingMemory : 0)
    }

    /// Whether a node has room for a task that makes all renditions of a slice.
    ///
    /// - Parameter memoryPerSlot: In bytes; nil is not known, and enough.
    public func fitsAtOnce(in memoryPerSlot: Int64?) -> Bool {
        rungs.count < 2 || memoryPerSlot.map { $0 >= memoryForAll } ?? true
    }

    /// The program with its libraries, a decoder with its frames, and the pictures on their way.
    private var decodingMemory: Int64 {
        let largest = rungs.map { Int64($0.width) * Int64($0.height) }.max() ?? 0
        let frames = max(filmPixels ?? 0, largest) * FilmLadder.framesDecoded
        return FilmLadder.programBytes + (frames + largest * FilmLadder.framesShared) * 3
    }

    private static let programBytes: Int64 = 64 << 20
    /// As deep as codecs reorder, in the decoder and in filters, of ten bits.
    private static let framesDecoded: Int64 = 20
    /// On their way to encoders, in the sizes of the ladder.
    private static let framesShared: Int64 = 12
}

extension FilmLadder.Rung {
    /// What its encoder holds, in bytes.
    fileprivate var encodingMemory: Int64 {
        let held = Double(width * height) * bytesPerPixel * Double(framesHeld)
        return Int64(held)
    }

    private var bytesPerPixel: Double {
        let format = video.pixelFormat ?? ""
        let planes = format.contains("444") ? 3 : format.contains("422") ? 2 : 1.5
        return planes * (["10", "12", "14", "16"].contains { format.contains($0) } ? 2 : 1)
    }

    /// As many frames as would take the memory that it uses, all that is kept beside them counted.
    private var framesHeld: Int {
        switch video.encoder {
        case "libx264", "libx264rgb": 2 * (lookAhead(FilmLadder.Rung.x264) ?? 40) + 50
        case "libx265": 3 * (lookAhead(FilmLadder.Rung.x265) ?? 20) + 90
        case "libsvtav1": 240
        case "libaom-av1", "librav1e": 200
        case "libvpx-vp9", "libvpx": 90
        default: 30
        }
    }

    private func lookAhead(_ presets: [String: Int]) -> Int? {
        if option("tune") == "zerolatency" { return 0 }
        return option("rc-lookahead").flatMap { Int($0) }
            ?? option("preset").flatMap { presets[$0] }
    }

    private func option(_ name: String) -> String? {
        video.options.last { $0.name == name }?.value
    }

    private static let x264 = [
        "ultrafast": 0, "superfast": 0, "veryfast": 10, "faster": 20, "fast": 30, "medium": 40,
        "slow": 50, "slower": 60, "veryslow": 60, "placebo": 60,
    ]
    private static let x265 = [
        "ultrafast": 5, "superfast": 10, "veryfast": 15, "faster": 15, "fast": 15, "medium": 20,
        "slow": 25, "slower": 40, "veryslow": 40, "placebo": 60,
    ]
}
