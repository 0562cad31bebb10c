import TestKit

/// Breaks texts in the ways in which people, editors and disks do.
struct ProfileMutator {
    private var random: SeededRandom
    private var bytes: [UInt8]
    private let other: [UInt8]

    /// - Parameter other: of which pieces are put in.
    static func broken(_ bytes: [UInt8], with other: [UInt8], seed: UInt64) -> [UInt8] {
        var mutator = ProfileMutator(SeededRandom(seed: seed), bytes, other)
        for _ in 0..<mutator.number(1...4) { mutator.breakOnce() }
        return mutator.bytes
    }

    private init(_ random: SeededRandom, _ bytes: [UInt8], _ other: [UInt8]) {
        (self.random, self.bytes, self.other) = (random, bytes, other)
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    private mutating func breakOnce() {
        switch number(0...99) {
        case 0..<15: replace(piece(max: 3), by: anyBytes(number(0...3)))
        case 15..<40: replace(word(), by: token())
        case 40..<55: insert(token())
        case 55..<65: replace(line(), by: [])
        case 65..<75: insert(line(of: other), at: lineStart())
        case 75..<80: insert(line(of: bytes), at: lineStart())
        case 80..<85: replace(piece(max: 40), by: [])
        case 85..<90: bytes.removeLast(number(0...bytes.count))
        case 90..<94: repeatWord()
        case 94..<97: encodeAnew()
        default: growLong()
        }
    }

    // MARK: Places

    private mutating func piece(max: Int) -> Range<Int> {
        let start = number(0...bytes.count)
        return start..<min(bytes.count, start + number(0...max))
    }

    /// What blanks part.
    private mutating func word() -> Range<Int> {
        let place = number(0...bytes.count)
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x0a }
        let start = bytes[..<place].lastIndex(where: isBlank).map { $0 + 1 } ?? 0
        let end = bytes[place...].firstIndex(where: isBlank) ?? bytes.count
        return start..<max(start, end)
    }

    private mutating func lineStart() -> Int {
        let place = number(0...bytes.count)
        return bytes[..<place].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    }

    private mutating func line() -> Range<Int> {
        let start = lineStart()
        let end = bytes[start...].firstIndex(of: 0x0a).map { $0 + 1 } ?? bytes.count
        return start..<end
    }

    private mutating func line(of text: [UInt8]) -> [UInt8] {
        let lines = text.split(separator: 0x0a)
        guard !lines.isEmpty else { return [0x0a] }
        return Array(lines[number(0...lines.count - 1)]) + [0x0a]
    }

    // MARK: Changes

    private mutating func replace(_ range: Range<Int>, by new: [UInt8]) {
        bytes.replaceSubrange(range, with: new)
    }

    private mutating func insert(_ new: [UInt8], at place: Int? = nil) {
        let place = place ?? number(0...bytes.count)
        bytes.insert(contentsOf: new, at: place)
    }

    private mutating func anyBytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    private mutating func token() -> [UInt8] {
        Array(ProfileTokens.all[number(0...ProfileTokens.all.count - 1)].utf8)
    }

    private mutating func repeatWord() {
        let word = bytes[word()]
        insert(Array(repeatElement(word, count: number(1...60)).joined(separator: [0x20])))
    }

    /// As Windows, a Mac of old and their editors write it.
    private mutating func encodeAnew() {
        let text = String(decoding: bytes, as: UTF8.self)
        switch number(0...4) {
        case 0: bytes = Array(text.replacing("\n", with: "\r\n").utf8)
        case 1: bytes = Array(text.replacing("\n", with: "\r").utf8)
        case 2: bytes = [0xef, 0xbb, 0xbf] + bytes
        case 3: bytes = text.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
        default: bytes = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
        }
    }

    /// So long that what takes time in the square of it shows; rarely as long as a file may be.
    private mutating func growLong() {
        let size = number(0...19) == 0 ? 1 << 20 : 1 << 14
        let unit = number(0...2) == 0 ? anyBytes(3) : token()
        guard !unit.isEmpty else { return }
        let separators: [[UInt8]] = [[], [0x20], [0x0a], Array("\\\n".utf8), Array("\"\\\n".utf8)]
        let separator = separators[number(0...separators.count - 1)]
        let count = number(1...max(1, size / (unit.count + separator.count)))
        insert(Array(repeatElement(unit, count: count).joined(separator: separator)))
    }
}

/// Words that mean something in profiles, or nearly do.
enum ProfileTokens {
    static let all =
        words.split { $0 == " " || $0 == "\n" }.map(String.init)
        + [
            "\n[video]\n", "\n[video +]\n", "\n[rendition a]\n", "\n[rendition a +]\n", "\n[hls]\n",
            "\n[streams]\n", "\ncontainer = hls\n", "\nextends = builtin:default\n", " = ", " # ",
            "\\\n", "\\ \n", "\"", "'", "\n", " ", "\t", "\r", "\u{0}", "\u{feff}", "é", "\u{301}",
            "\u{202e}", "–", "two words",
        ]

    private static let words = """
        name description extends container slice on_damage priority hours nodes tries on_conflict
        source keep_times min_saving skip_if include exclude min_size audio subtitles
        default_audio segment playlist dash height width fps_max = == <= >= != < > | , + - : / # [
        ] [video] [audio] [subtitles] [streams] [mux] [hls] [rendition -crf -c:v -c:a -c -b:a -b:v
        -vf -af -an -vn -sn -map -metadata -metadata:s:a:0 -disposition:a:0 -map_metadata
        -map_chapters -tag:v -q:v -r -s -aspect -pix_fmt -i -y -threads -f -ss -x265-params -g
        copy libx264 libx265 aac libopus mkv mp4 webm hls dash mka m4a avi 20 99 -1 0 1e9
        99999999999999999999 1/0 0/0 30000/1001 10s 60s 1h 5% 150M 22:00-07:00 24:00-24:00 mon-fri
        sat none yes no keep delete move:done move: move:.. all eng deu vod event and or
        video_codec=h264 height<=1080 bitrate<6M arch:amd64 name:* encoder: *.mkv ** ** /**/ [a-z]
        [!a] [ {gop} {fps} {gob} { } %{pts} ${INPUT} ${OUTPUT} %{FORMAT=.mkv} builtin:default
        builtin: 0:v 0:a:1? -0:s 0:s:m:language:eng title=x =x default+forced
        """
}
