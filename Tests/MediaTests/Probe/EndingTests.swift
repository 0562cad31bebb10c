@testable import Media
import Model
import Testing

@Suite("The end of a file by its own structure")
struct EndingTests {
    // MARK: MP4

    @Test("A movie is whole with its index before or behind the film")
    func wholeMovies() throws {
        #expect(try ending(box("ftyp", 8) + box("moov", 40) + box("mdat", 90)) == .whole)
        #expect(try ending(box("ftyp", 8) + box("mdat", 90) + box("moov", 40)) == .whole)
        #expect(try ending(box("wide", 0) + box("mdat", 90) + box("moov", 40)) == .whole)
    }

    @Test("A movie is cut off at every byte but where only its end is lost")
    func cutMovies() throws {
        let head = box("ftyp", 8)
        for file in [
            head + box("moov", 40) + box("mdat", 90), head + box("mdat", 90) + box("moov", 40),
            head + box("moov", 40) + box("moof", 20) + box("mdat", 90),
        ] {
            for count in 8..<file.count {
                let ending = try ending(Array(file[..<count]))
                #expect(ending != .whole && ending != .untold, "\(count) of \(file.count)")
            }
        }
    }

    @Test("How far a movie should reach is told to the byte")
    func movieReach() throws {
        let file = box("ftyp", 8) + box("moov", 40) + box("mdat", 1_000)
        #expect(try ending(Array(file.dropLast())) == .before(Int64(file.count)))
        let large = box("ftyp", 8) + box("moov", 8) + [0, 0, 0, 1] + Array("mdat".utf8)
        #expect(try ending(large + big(5_000_000_000, 8) + [1, 2]) == .before(5_000_000_032))
        #expect(try ending(large + big(.max, 8)) == .before(.max))
    }

    @Test("A box without a size reaches to the end, so that no index can follow")
    func endlessBox() throws {
        let film = [0, 0, 0, 0] + Array("mdat".utf8) + [1, 2, 3]
        #expect(try ending(box("ftyp", 8) + box("moov", 8) + film) == .whole)
        let reason = "its index (the box moov) is missing"
        #expect(try ending(box("ftyp", 8) + film + box("moov", 8)) == .unfinished(reason))
    }

    @Test("What other programs leave behind a movie does not matter")
    func behindMovie() throws {
        let file = box("ftyp", 8) + box("moov", 40) + box("mdat", 90)
        for rest: [UInt8] in [[7], [0, 0, 0, 3, 1, 2, 3, 4, 5], big(0, 16), big(.max, 8) + [1]] {
            #expect(try ending(file + rest) == .whole)
        }
    }

    @Test("Fragments are counted by their own index")
    func fragments() throws {
        let fragment = box("moof", 20) + box("mdat", 30)
        let index = segmentIndex([fragment.count, fragment.count])
        let file = box("ftyp", 8) + box("moov", 8) + index + fragment + fragment
        #expect(try ending(file) == .whole)
        #expect(try ending(Array(file.dropLast(fragment.count))) == .before(Int64(file.count)))
        let unfinished = box("ftyp", 8) + box("moov", 8) + fragment + box("moof", 20)
        #expect(try ending(unfinished) == .unfinished("its last fragment is empty"))
    }

    // MARK: Matroska

    @Test("A segment of known size is whole or cut off")
    func segments() throws {
        let file = element([0x1a, 0x45, 0xdf, 0xa3], 20) + element([0x18, 0x53, 0x80, 0x67], 300)
        #expect(try ending(file) == .whole)
        #expect(try ending(file + [1, 2, 3]) == .whole)
        for count in 32..<file.count {
            #expect(try ending(Array(file[..<count])) == .before(Int64(file.count)))
        }
        let reason = "it ends before its film begins"
        #expect(try ending(Array(file[..<28])) == .unfinished(reason))
        #expect(try ending(Array(file[..<24])) == .before(26))
    }

    @Test("A segment of unknown size is cut off when its last part is")
    func openSegments() throws {
        let cluster = element([0x1f, 0x43, 0xb6, 0x75], 100)
        let open = element([0x1a, 0x45, 0xdf, 0xa3], 20) + [0x18, 0x53, 0x80, 0x67, 0xff]
        #expect(try ending(open + cluster + cluster) == .untold)
        let cut = Array((open + cluster + cluster).dropLast(5))
        #expect(try ending(cut) == .before(Int64(cut.count + 5)))
        let live = [UInt8](repeating: 0xff, count: 1)
        #expect(try ending(open + cluster + [0x1f, 0x43, 0xb6, 0x75] + live + [1]) == .untold)
    }

    // MARK: AVI, ASF, Ogg

    @Test("AVI is whole when all its pieces and its index are there")
    func avi() throws {
        let film = aviHead(flags: 0x10) + chunk("LIST", 60)
        let whole = riff("AVI ", film + chunk("idx1", 32))
        #expect(try ending(whole) == .whole)
        #expect(try ending(Array(whole.dropLast())) == .before(Int64(whole.count)))
        #expect(try ending(whole + riff("AVIX", chunk("LIST", 60))) == .whole)
        #expect(try ending(riff("AVI ", aviHead(flags: 0) + chunk("LIST", 60))) == .whole)
        let missing = "its index (the chunk idx1) is missing"
        #expect(try ending(riff("AVI ", film)) == .unfinished(missing))
        var open = whole
        open.replaceSubrange(4..<8, with: [0, 0, 0, 0])
        #expect(try ending(open) == .unfinished("its length is not filled in"))
    }

    @Test("ASF says how long the file is, unless it is a broadcast")
    func asf() throws {
        #expect(try ending(asfFile(spokenOf: 200)) == .whole)
        #expect(try ending(asfFile(spokenOf: 201)) == .before(201))
        #expect(try ending(asfFile(spokenOf: 201, flags: 1)) == .untold)
        #expect(try ending(asfFile(spokenOf: 0)) == .untold)
    }

    @Test("Ogg without a last page is doubted")
    func ogg() throws {
        func page(_ flags: UInt8) -> [UInt8] {
            Array("OggS".utf8) + [0, flags] + [UInt8](repeating: 1, count: 60)
        }
        #expect(try ending(page(2) + page(0) + page(4)) == .whole)
        let doubt = "its last page is not marked as the last: it may be cut off"
        #expect(try ending(page(2) + page(0)) == .doubtful(doubt))
    }

    @Test("Of other bytes nothing is said")
    func others() throws {
        for bytes: [UInt8] in [[], [0], Array("RIFF".utf8), [0x47] + big(0, 187), big(.max, 64)] {
            #expect(try ending(bytes) == .untold)
        }
    }

    // MARK: Parts

    private func ending(_ bytes: [UInt8]) throws -> Ending {
        try Completeness.ending(of: ByteSource(bytes))
    }

    private func big(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { place in
            let shift = 8 * (count - 1 - place)
            return shift < 64 ? UInt8(truncatingIfNeeded: value >> UInt64(shift)) : 0
        }
    }

    private func little(_ value: Int, _ count: Int) -> [UInt8] {
        big(UInt64(value), count).reversed()
    }

    private func box(_ type: String, _ count: Int) -> [UInt8] {
        big(UInt64(count + 8), 4) + Array(type.utf8) + [UInt8](repeating: 1, count: count)
    }

    private func segmentIndex(_ sizes: [Int]) -> [UInt8] {
        var body: [UInt8] = []
        body += big(0, 4) + big(1, 4)
        body += big(1_000, 4) + big(0, 4)
        body += big(0, 4) + big(0, 2)
        body += big(UInt64(sizes.count), 2)
        for size in sizes { body += big(UInt64(size), 4) + big(0, 8) }
        var box: [UInt8] = big(UInt64(body.count + 8), 4)
        box += Array("sidx".utf8)
        return box + body
    }

    private func element(_ id: [UInt8], _ count: Int) -> [UInt8] {
        id + [0x40 | UInt8(count >> 8), UInt8(count & 255)] + [UInt8](repeating: 1, count: count)
    }

    private func chunk(_ type: String, _ count: Int) -> [UInt8] {
        Array(type.utf8) + little(count, 4) + [UInt8](repeating: 1, count: count)
    }

    private func riff(_ form: String, _ content: [UInt8]) -> [UInt8] {
        Array("RIFF".utf8) + little(content.count + 4, 4) + Array(form.utf8) + content
    }

    private func aviHead(flags: Int) -> [UInt8] {
        let header = little(0, 12) + little(flags, 4) + little(0, 40)
        return Array("LIST".utf8) + little(header.count + 12, 4) + Array("hdrl".utf8)
            + Array("avih".utf8) + little(header.count, 4) + header
    }

    /// A header of 150 bytes with the properties behind another object, 200 bytes in all.
    private func asfFile(spokenOf: Int, flags: Int = 2) -> [UInt8] {
        let header: [UInt8] = [
            0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, 0xa6, 0xd9, 0x00, 0xaa, 0x00, 0x62,
            0xce, 0x6c,
        ]
        let properties: [UInt8] = [
            0xa1, 0xdc, 0xab, 0x8c, 0x47, 0xa9, 0xcf, 0x11, 0x8e, 0xe4, 0x00, 0xc0, 0x0c, 0x20,
            0x53, 0x65,
        ]
        let other = [UInt8](repeating: 9, count: 16) + little(30, 8) + [1, 2, 3, 4, 5, 6]
        var numbers: [UInt8] = little(0, 16) + little(spokenOf, 8)
        numbers += little(0, 40) + little(flags, 4)
        var object: [UInt8] = properties
        object += little(24 + numbers.count, 8) + numbers
        var bytes: [UInt8] = header + little(150, 8)
        bytes += little(2, 4) + [1, 2]
        bytes += other + object
        return bytes + [UInt8](repeating: 0, count: 200 - bytes.count)
    }
}
