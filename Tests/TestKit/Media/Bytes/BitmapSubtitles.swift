/// Subtitles that are pictures, in the format of Blu-ray discs (PGS, `.sup`): ffmpeg makes none
/// from text.
struct BitmapSubtitles {
    private(set) var bytes: [UInt8] = []
    private var compositions = 0
    private let width: Int
    private let height: Int

    /// For a screen of this size.
    init(width: Int = 160, height: Int = 120) {
        self.width = width
        self.height = height
    }

    /// Shows a filled rectangle of one colour from and to so many seconds.
    mutating func show(from start: Double, to end: Double) {
        let (boxX, boxY, boxWidth, boxHeight) = (60, 90, 40, 16)
        var window: [UInt8] = [1, 0]
        window += words([boxX, boxY, boxWidth, boxHeight])

        var objects: [UInt8] = [1]
        objects += words([0, 0, boxX, boxY])
        compose(start, objects: objects)
        segment(0x17, window, start)
        // Palette 0 has one colour, 1: opaque, and nearly white.
        segment(0x14, [0, 0, 1, 200, 128, 128, 255], start)
        // A line is one run of colour 1, and the end of the line.
        let line: [UInt8] = [0, 0x80 | UInt8(boxWidth), 1, 0, 0]
        var picture = words([boxWidth, boxHeight])
        for _ in 0..<boxHeight { picture += line }
        var object: [UInt8] = [0, 0, 0, 0xc0]
        object += BoxFile.bigEndian(picture.count, bytes: 3)
        object += picture
        segment(0x15, object, start)
        segment(0x80, [], start)

        compose(end, objects: [0])
        segment(0x17, window, end)
        segment(0x80, [], end)
    }

    /// Begins a new screen; the objects are their number, then window, flags and place of each.
    private mutating func compose(_ seconds: Double, objects: [UInt8]) {
        var content = words([width, height])
        content.append(0x10)
        content += words([compositions])
        content += [0x80, 0, 0]
        content += objects
        compositions += 1
        segment(0x16, content, seconds)
    }

    private mutating func segment(_ kind: UInt8, _ content: [UInt8], _ seconds: Double) {
        bytes += Array("PG".utf8)
        bytes += BoxFile.bigEndian(Int(seconds * 90_000), bytes: 4)
        bytes += [0, 0, 0, 0, kind]
        bytes += words([content.count])
        bytes += content
    }

    private func words(_ numbers: [Int]) -> [UInt8] {
        numbers.flatMap { BoxFile.bigEndian($0, bytes: 2) }
    }
}
