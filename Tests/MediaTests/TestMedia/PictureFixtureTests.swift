import Model
import TestKit
import Testing

@Suite("Test media with groups of pictures")
struct PictureFixtureTests {
    @Test("intra refresh has one IDR picture, though the container flags more")
    func intraRefresh() throws {
        let file = try TestMedia.h264IntraRefresh.file()
        #expect(try Judge.unitTypes(of: file).filter { $0 == 5 }.count == 1)
        #expect(try Judge.packets(of: file).filter(\.isKey).count > 1)
    }

    @Test("closed groups begin with IDR pictures")
    func closed() throws {
        for media in [TestMedia.h264, .h264TS, .h264Interlaced] {
            let file = try media.file()
            let keys = try Judge.packets(of: file).filter(\.isKey).count
            #expect(try Judge.unitTypes(of: file).filter { $0 == 5 }.count == keys, "\(media)")
            #expect(try leadingPictures(of: file) == 0, "\(media)")
        }
    }

    @Test(
        "open groups have leading pictures",
        arguments: [
            TestMedia.h264OpenGOP, .h264OpenGOPTS, .h264InterlacedOpenGOP, .hevc, .hevcTS,
            .mpeg2TS, .mpeg2Interlaced,
        ]
    )
    func open(media: TestMedia) throws {
        #expect(try leadingPictures(of: try media.file()) > 3)
    }

    /// How many packets are shown before the key frame that they come after.
    private func leadingPictures(of file: Path) throws -> Int {
        var key: Int64?
        var count = 0
        for packet in try Judge.packets(of: file) {
            let pts = try #require(packet.pts)
            if packet.isKey { key = pts }
            if let key, pts < key { count += 1 }
        }
        return count
    }

    @Test("HEVC has RASL, no and RADL pictures")
    func hevc() throws {
        func types(_ media: TestMedia) throws -> Set<Int> {
            Set(try Judge.unitTypes(of: try media.file()))
        }
        let open = try types(.hevc)
        #expect(open.contains(21))
        #expect(!open.isDisjoint(with: [8, 9]))
        let closed = try types(.hevcClosedGOP)
        #expect(closed.isDisjoint(with: [6, 7, 8, 9, 21]))
        let decodable = try types(.hevcRADL)
        #expect(!decodable.isDisjoint(with: [6, 7]))
        #expect(decodable.isDisjoint(with: [8, 9, 21]))
    }

    @Test("pyramids refer to B-pictures: decoding is two pictures ahead of showing")
    func pyramids() throws {
        for media in [TestMedia.h264Pyramid, .h264StrictPyramid] {
            let inventory = try Judge.inventory(of: try media.file())
            #expect(inventory.videos[0]["has_b_frames"] == "2")
        }
    }

    @Test("a program stream has packets without times")
    func programStream() throws {
        let packets = try Judge.packets(of: try TestMedia.mpeg2PS.file())
        #expect(packets.contains { $0.pts == nil })
        #expect(packets.count == 150)
    }

    @Test("B-pictures in AVI have no times")
    func avi() throws {
        let packets = try Judge.packets(of: try TestMedia.mpeg4AVI.file())
        #expect(packets.filter { $0.pts == nil }.count > 30)
        #expect(packets.allSatisfy { $0.dts != nil })
    }

    @Test(
        "interlaced pictures say which field comes first",
        arguments: [
            (TestMedia.h264Interlaced, "tt"), (.h264InterlacedOpenGOP, "bb"),
            (.mpeg2Interlaced, "tt"), (.h264, "progressive"),
        ]
    )
    func fields(media: TestMedia, order: String) throws {
        let inventory = try Judge.inventory(of: try media.file())
        #expect(inventory.videos[0]["field_order"] == order)
    }

    @Test("field pictures are two packets for each frame, one key frame for each group")
    func fieldPictures() throws {
        let file = try TestMedia.h264FieldPictures.file()
        let packets = try Judge.packets(of: file)
        #expect(packets.count == 144)
        #expect(packets.filter(\.isKey).count == 6)
        let units = try Judge.unitTypes(of: file)
        #expect(units.filter { $0 == 5 }.count == 6)
        #expect(units.filter { $0 == 1 }.count == 138)
        let frames = try Judge.frames(of: file)
        #expect(frames.complaints == [])
        #expect(Set(frames.hashes).count == 72)
        // Not by their durations: FFmpeg 7.1 takes that of one field.
        let expected: [Int64] = (0..<72).map { 126_000 + $0 * 3_600 }
        #expect(frames.times == expected)
    }

    @Test(
        "frames that are never shown make packets larger, not more",
        arguments: [TestMedia.vp9, .vp8, .av1, .av1AOM]
    )
    func hidden(media: TestMedia) throws {
        let file = try media.file()
        let packets = try Judge.packets(of: file)
        // VP8 has no way to show a frame within the packet of another.
        let shown = packets.filter { $0.duration != 0 }.count
        #expect(try Judge.frames(of: file).count == shown)
    }

    @Test(
        "sizes and pixel formats are as named",
        arguments: [
            (TestMedia.odd420, "161x119 yuv420p"), (.odd444, "161x119 yuv444p"),
            (.h264High10, "160x120 yuv420p10le"), (.h264High422, "160x120 yuv422p"),
            (.h264High444, "160x120 yuv444p"), (.h264RGB, "160x120 gbrp"),
            (.hevc10, "160x120 yuv420p10le"), (.vp9TenBit, "160x120 yuv420p10le"),
            (.rgb10, "160x120 gbrp10le"), (.palNUT, "64x48 pal8"), (.palMKV, "64x48 pal8"),
            (.palAVI, "64x48 pal8"), (.mjpeg, "160x120 yuvj420p"), (.dvAVI, "720x576 yuv420p"),
            (.proRes, "160x120 yuv422p10le"), (.bt709Full, "160x120 yuvj420p"),
        ]
    )
    func pixels(media: TestMedia, expected: String) throws {
        let video = try Judge.inventory(of: try media.file()).videos[0]
        let found = "\(video["width"] ?? "")x\(video["height"] ?? "") \(video["pix_fmt"] ?? "")"
        #expect(found == expected)
    }

    @Test("colours, shapes, rotation and HDR data are in the stream")
    func colours() throws {
        let television = try Judge.inventory(of: try TestMedia.bt709.file()).videos[0]
        #expect(television["sample_aspect_ratio"] == "16:11")
        #expect(television["color_space"] == "bt709")
        #expect(television["color_range"] == "tv")
        let full = try Judge.inventory(of: try TestMedia.bt709Full.file()).videos[0]
        #expect(full["color_range"] == "pc")

        let turned = try Judge.inventory(of: try TestMedia.rotated.file())
        #expect(turned.sideData("Display Matrix", ofStream: 0)?["rotation"] == "-90")
        #expect(turned.sideData("Display Matrix", ofStream: 1) == nil)
        let frames = try Judge.frames(of: try TestMedia.rotated.file())
        let upright = try Judge.frames(of: try TestMedia.h264.file())
        #expect(frames.hashes == upright.hashes)

        let hdr = try Judge.inventory(of: try TestMedia.hdr10.file())
        #expect(hdr.videos[0]["color_transfer"] == "smpte2084")
        let mastering = hdr.sideData("Mastering display metadata", ofStream: 0)
        #expect(mastering?["green_y"] == "34500/50000")
        #expect(mastering?["max_luminance"] == "10000000/10000")
        let light = hdr.sideData("Content light level metadata", ofStream: 0)
        #expect(light?["max_content"] == "1000")
        let carried = try Judge.frameSideData(of: try TestMedia.hdr10.file())
        #expect(carried.count == 72)
        #expect(carried[0].contains("Mastering display metadata"))
    }

    @Test("captions are in every picture and can be read")
    func captions() throws {
        for media in [TestMedia.captionsH264, .captionsMPEG2] {
            let file = try media.file()
            let carried = try Judge.frameSideData(of: file)
            #expect(carried.count == 144)
            let captions = "ATSC A53 Part 4 Closed Captions"
            #expect(carried.allSatisfy { $0.contains(captions) }, "\(media)")
            #expect(try Judge.captions(of: file).contains("CAPTIONS MUST NOT BE LOST"))
        }
        let plain = try Judge.captions(of: try TestMedia.h264.file())
        #expect(plain == "")
    }
}
