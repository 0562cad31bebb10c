import Model
import Testing

@Suite("How much memory renditions take")
struct LadderMemoryTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var encoder: String
        var options: [CodecOption]
        var pixelFormat: String?
        /// Of 1080p, 720p and 480p at once, in MiB.
        var megabytes: Int64

        init(
            _ encoder: String,
            _ options: [String: String],
            _ megabytes: Int64,
            format: String? = nil
        ) {
            self.encoder = encoder
            self.options = options.map { CodecOption($0.key, $0.value) }
            (self.pixelFormat, self.megabytes) = (format, megabytes)
        }

        var testDescription: String { "\(encoder) \(options.map { $0.value }) \(megabytes)" }

        var ladder: FilmLadder {
            let sizes = [(1_920, 1_080), (1_280, 720), (854, 480)]
            let rungs = sizes.map { width, height in
                var video = VideoRecipe()
                (video.encoder, video.options, video.pixelFormat) = (encoder, options, pixelFormat)
                return FilmLadder.Rung(
                    name: "\(height)p",
                    width: width,
                    height: height,
                    video: video
                )
            }
            return FilmLadder(rungs: rungs, sounds: [], segmentMilliseconds: 4_000)
        }
    }

    static let rows = [
        Row("libx264", ["preset": "ultrafast"], 497),
        Row("libx264", [:], 887),
        Row("libx264", ["preset": "slow"], 984),
        Row("libx264", ["rc-lookahead": "250"], 2_932),
        Row("libx264", ["preset": "slow", "tune": "zerolatency"], 497),
        Row("libx264", [:], 1_520, format: "yuv420p10le"),
        Row("libx265", [:], 984),
        Row("libsvtav1", ["preset": "8"], 1_422),
        Row("libvpx-vp9", [:], 692),
        Row("mpeg4", [:], 399),
    ]

    @Test("It follows from the sizes, and from how far encoders look ahead", arguments: rows)
    func table(row: Row) {
        #expect(row.ladder.memoryForAll >> 20 == row.megabytes)
    }

    @Test("One rendition takes less than all, and a small one less than a large one")
    func single() {
        let ladder = LadderMemoryTests.rows[1].ladder
        let single = ladder.rungs.indices.map { ladder.memory(forRung: $0) }
        #expect(single == single.sorted(by: >))
        #expect(single[0] < ladder.memoryForAll)
    }

    @Test("A film that is larger than its renditions takes more")
    func large() {
        var ladder = LadderMemoryTests.rows[1].ladder
        ladder.filmPixels = 1_920 * 1_080
        #expect(ladder.memoryForAll >> 20 == 887)
        ladder.filmPixels = 3_840 * 2_160
        #expect(ladder.memoryForAll >> 20 == 1_243)
        #expect(ladder.memory(forRung: 2) > ladder.memoryForAll / 3)
    }

    @Test("A node is too small for all at once only where its memory is known")
    func nodes() {
        let ladder = LadderMemoryTests.rows[1].ladder
        #expect(ladder.fitsAtOnce(in: nil))
        #expect(ladder.fitsAtOnce(in: ladder.memoryForAll))
        #expect(!ladder.fitsAtOnce(in: ladder.memoryForAll - 1))
        var alone = ladder
        alone.rungs = [ladder.rungs[0]]
        #expect(alone.fitsAtOnce(in: 1))
    }

    @Test("Each rendition is a task of its own by the profile, or for want of memory")
    func apart() {
        var ladder = LadderMemoryTests.rows[1].ladder
        #expect(!ladder.isApart(memoryPerSlot: nil))
        #expect(!ladder.isApart(memoryPerSlot: ladder.memoryForAll))
        #expect(ladder.isApart(memoryPerSlot: ladder.memoryForAll - 1))
        ladder.isSplit = true
        #expect(ladder.isApart(memoryPerSlot: nil))
        ladder.rungs = [ladder.rungs[0]]
        #expect(!ladder.isApart(memoryPerSlot: 1))
    }
}
