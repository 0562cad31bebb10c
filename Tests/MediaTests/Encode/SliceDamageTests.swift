import CFFmpeg
import CLibav
import Model
import Platform
import TestKit
import Testing

@testable import Media

@Suite("Slices that are not what was planned")
struct SliceDamageTests {
    /// A slice file of which one byte in so many is another, from a share of it on.
    private func damage(_ order: VideoOrder, from share: Double, each step: Int) throws {
        let file = try #require(order.sliceFile)
        var bytes = try OpenFile(file, for: .readRegular).readAll(limit: 64 << 20)
        for index in stride(from: Int(Double(bytes.count) * share), to: bytes.count, by: step) {
            bytes[index] ^= 0x5a
        }
        try Directory.removeFile(file)
        let output = try OpenFile.create(file)
        try output.write(bytes)
        try output.close()
    }

    /// One packet of the slice with its content changed, so that the container stays whole.
    private func breakPacket(_ number: Int, of order: VideoOrder) throws {
        _ = try rewrite(order) { index, packet in
            if index == number { TestFilm.scramble(packet) }
            return true
        }
    }

    /// Writes a slice file again with the packets that are to stay; gives the times of those that
    /// are the slice's own.
    private func rewrite(_ order: VideoOrder, _ stays: (Int, Packet) -> Bool) throws -> [Int64] {
        let file = try #require(order.sliceFile)
        let input = try Demuxer(file)
        let copy = file.parent / "rewritten.nut"
        let output = try Muxer(copy, format: "nut")
        let stream = try output.addStream()
        TestFilm.copyParameters(from: input.stream(0), to: stream)
        try output.begin()
        let packet = try Packet()
        var times: [Int64] = []
        var count = 0
        while try input.read(into: packet) {
            defer { count += 1 }
            guard stays(count, packet) else { continue }
            let base = Rational(stream.pointee.time_base)
            let time = base.rescale(packet.presentation ?? 0, to: order.film.timeBase)
            if time - order.film.shift < order.slice.end { times.append(time - order.film.shift) }
            packet.decoding = Int64(count)
            try output.write(packet)
        }
        _ = try output.finish()
        try Directory.removeFile(file)
        try Directory.rename(copy, to: file)
        return times.sorted()
    }

    private func film(_ scratch: Path, _ rule: EncodeRecipe.DamageRule) throws -> TestFilm {
        var recipe = EncodeRecipe.test("ffv1")
        recipe.onDamage = rule
        return try TestFilm(try TestMedia.h264OpenGOP.file(), in: scratch, keys: 2, recipe: recipe)
    }

    @Test("broken bits are concealed, and their times reported")
    func conceals() throws {
        let scratch = try Scratch()
        let film = try film(scratch.path, .conceal)
        let order = film.orders[1]
        try breakPacket(20, of: order)
        let report = try SliceEncoding.run(order) { _ in }
        #expect(report.damage.concealedCount > 0)
        #expect(report.damage.concealed.count == report.damage.concealedCount)
        let (start, end) = (
            film.film.timeBase.seconds(order.slice.start),
            film.film.timeBase.seconds(order.slice.end)
        )
        #expect(report.damage.concealed.allSatisfy { start <= $0 && $0 < end })
        #expect(!report.damage.messages.isEmpty)
        let planned = try #require(order.slice.times).count
        #expect(planned == report.times.count + report.damage.missingCount)
    }

    @Test("broken bits fail a film that may have none")
    func fails() throws {
        let scratch = try Scratch()
        let film = try film(scratch.path, .fail)
        try breakPacket(20, of: film.orders[1])
        let failure = failure { _ = try SliceEncoding.run(film.orders[1]) { _ in } }
        #expect(failure?.kind == .damaged)
        #expect(
            failure?.cause.hasPrefix("its bits are broken at 2.") == true,
            "\(failure?.cause ?? "")"
        )
        #expect(failure?.remedy == "on_damage = conceal encodes it all the same")
    }

    @Test("a slice of which nothing can be decoded is a part without frames, and reported")
    func nothingLeft() throws {
        let scratch = try Scratch()
        var recipe = EncodeRecipe.test("ffv1")
        let film = try TestFilm(try TestMedia.vp9.file(), in: scratch.path, keys: 1, recipe: recipe)
        var order = film.orders[1]
        // Without what its head says, VP9 has no picture for any of the others to refer to.
        _ = try rewrite(order) { index, packet in
            av_packet_make_writable(packet.handle)
            if index == 0 { packet.handle.pointee.data[0] ^= 0xff }
            return true
        }
        let planned = try #require(order.slice.times).count
        let report = try SliceEncoding.run(order) { _ in }
        #expect(report.times.isEmpty)
        #expect(report.damage.missingCount == planned)
        recipe.onDamage = .fail
        order.recipe = recipe
        #expect(failure { _ = try SliceEncoding.run(order) { _ in } }?.kind == .damaged)
    }

    @Test("complaints of leading pictures at a slice's start are no damage")
    func leadingPicturesAreNoDamage() throws {
        let scratch = try Scratch()
        let film = try film(scratch.path, .fail)
        #expect(try film.encode().allSatisfy(\.damage.isEmpty))
    }

    @Test("a planned frame that is not there, without damage, is a mismatch")
    func missingFrame() throws {
        let scratch = try Scratch()
        var film = try film(scratch.path, .conceal)
        let times = Array(try #require(film.orders[0].slice.times))
        film.orders[0].slice.times = TimeRuns([times[0], times[0] + 7] + times[1...])
        #expect(
            throws: MediaFailure(
                .mismatch,
                "decode slice 0",
                film.orders[0].sliceFile,
                """
                1 planned frames did not come out of the decoder, which reported no damage:\
                 \(film.film.timeBase.text(times[0] + 7)) s
                """
            )
        ) { try SliceEncoding.run(film.orders[0]) { _ in } }
    }

    @Test("a frame that was not planned is a mismatch, even in a damaged slice")
    func unplannedFrame() throws {
        let scratch = try Scratch()
        var film = try film(scratch.path, .conceal)
        let times = Array(try #require(film.orders[0].slice.times))
        film.orders[0].slice.times = TimeRuns(times[..<5] + times[6...])
        #expect(
            throws: MediaFailure(
                .mismatch,
                "decode slice 0",
                nil,
                """
                the decoder gave a frame at \(film.film.timeBase.text(times[5])) s, where none was\
                 planned
                """
            )
        ) { try SliceEncoding.run(film.orders[0]) { _ in } }
    }

    @Test("frames before a recording is whole may be missing, and a note says so")
    func recordingStartsInsideGroup() throws {
        let scratch = try Scratch()
        var film = try film(scratch.path, .fail)
        let times = Array(try #require(film.orders[0].slice.times))
        film.orders[0].slice.start -= 2
        film.orders[0].slice.times = TimeRuns([times[0] - 2, times[0] - 1] + times)
        film.orders[0].slice.surelyWholeFrom = times[0]
        var notes: [String] = []
        let report = try SliceEncoding.run(film.orders[0]) { event in
            if case .note(let note) = event { notes.append(note) }
        }
        #expect(report.damage.isEmpty)
        #expect(report.times.count == times.count)
        #expect(
            notes == [
                """
                the recording starts inside a group of pictures: its first 2 frames cannot be\
                 decoded
                """
            ]
        )
    }

    @Test("a slice that begins inside a group of pictures gives what ffmpeg decodes of it")
    func startsInsideGroup() throws {
        let scratch = try Scratch()
        let film = try film(scratch.path, .fail)
        var order = film.orders[0]
        let whole = film.orders[0].slice.start + film.film.timeBase.ticks(inMilliseconds: 1_000)
        let times = try rewrite(order) { number, _ in number >= 10 }
        order.slice.times = TimeRuns(times)
        order.slice.start = times[0]
        order.slice.surelyWholeFrom = whole
        let report = try SliceEncoding.run(order) { _ in }
        #expect(report.damage.isEmpty)
        #expect(report.times.count < times.count)
        let frames = try TestFilm.frames(of: [report], in: film.film.timeBase)
        let file = try #require(order.sliceFile)
        let judged = try Judge.frames(of: file)
        let wanted = judged.frames.map { frame in
            let time = judged.timeBase.rescale(frame.time, to: film.film.timeBase) - film.film.shift
            return Judge.Frame(time: time, duration: 0, hash: frame.hash)
        }
        #expect(frames == wanted.filter { $0.time < order.slice.end })
    }

    @Test(
        "a slice file with random bytes is a failure or a report, and nothing worse",
        arguments: 1...6
    )
    func randomBytes(number: Int) throws {
        let scratch = try Scratch()
        let film = try film(scratch.path, .conceal)
        try damage(film.orders[1], from: 0.1 * Double(number), each: 40 * number * number)
        do {
            let report = try SliceEncoding.run(film.orders[1]) { _ in }
            let isNamed = !report.damage.isEmpty || !report.damage.messages.isEmpty
            #expect(isNamed)
        } catch {
            #expect(!"\(error)".isEmpty)
        }
    }

    private func failure(_ body: () throws -> Void) -> MediaFailure? {
        do {
            try body()
            return nil
        } catch { return error as? MediaFailure }
    }
}
