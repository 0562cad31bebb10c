import CFFmpeg
import Model
import Platform
import TestKit
import Testing

@testable import Media

@Suite("Slice files")
struct SliceFileTests {
    /// libavformat ends the process where key frames in a NUT file go back in time, and a broken
    /// MP4 may call any packet a key frame.
    @Test("Packets that are called key frames may go back in time")
    func keys() throws {
        let scratch = try Scratch()
        let source = try Demuxer(TestMedia.h264MKV.file())
        let path = scratch.path / "slice.nut"
        let file = try SliceFile(path, source.stream(0), shift: 0)
        let packet = try Packet()
        var count: Int64 = 0
        while try source.read(into: packet) {
            guard packet.stream == 0 else { continue }
            packet.presentation = 1_000_000 - 512 * count
            packet.decoding = count
            count += 1
            packet.handle.pointee.flags |= AV_PKT_FLAG_KEY
            try file.write(packet)
        }
        #expect(try file.finish() > 0)
        let written = try Demuxer(path, findingStreams: false)
        var keys: [Bool] = []
        while try written.read(into: packet) { keys.append(packet.isKey) }
        #expect(keys.count == Int(count))
        #expect(keys.filter(\.self) == [true])
        #expect(keys.first == true)
    }

    @Test("A film of key frames alone that go back is not cut")
    func onlyKeys() throws {
        let scratch = try Scratch()
        let path = scratch.path / "source.mov"
        try writePairs(of: TestMedia.proRes.file(), to: path)
        let slices = scratch.path / "slices"
        try Directory.create(slices)
        var recipe = EncodeRecipe(container: "matroska")
        recipe.sliceMilliseconds = 400
        let batches = try CutFolder(slices).run(path, recipe)
        guard case .source(_, let reason) = batches.last?.slices.last?.origin else {
            Issue.record("the film was cut")
            return
        }
        #expect(reason.hasPrefix("a slice file cannot hold key frames that go back (video packet"))
    }

    /// Each second picture is shown before the one that comes before it.
    private func writePairs(of source: Path, to path: Path) throws {
        let source = try Demuxer(source)
        let muxer = try Muxer(path, format: "mov")
        let stream = try muxer.addStream()
        avcodec_parameters_copy(stream.pointee.codecpar, source.stream(0).pointee.codecpar)
        stream.pointee.time_base = AVRational(num: 1, den: 12_800)
        try muxer.begin([CodecOption("use_editlist", "0")])
        let packet = try Packet()
        var count: Int64 = 0
        while try source.read(into: packet) {
            guard packet.stream == 0 else { continue }
            packet.decoding = 512 * count
            packet.presentation = 512 * (count % 2 == 0 ? count + 3 : count + 1)
            count += 1
            try muxer.write(packet)
        }
        _ = try muxer.finish()
    }
}
