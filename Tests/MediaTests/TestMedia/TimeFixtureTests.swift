import Model
import TestKit
import Testing

@Suite("Test media with uneasy times")
struct TimeFixtureTests {
    @Test("a variable rate has many distances between frames")
    func variableRate() throws {
        for media in [TestMedia.variableRate, .variableRateMKV] {
            let times = try Judge.frames(of: try media.file()).times
            let distances: [Int64] = zip(times.dropFirst(), times).map { $0 - $1 }
            #expect(Set(distances).count > 4)
            #expect(distances.allSatisfy { $0 > 0 })
        }
    }

    @Test("a start that is not zero is kept in the times of frames")
    func start() throws {
        let expected = try Judge.frames(of: try TestMedia.h264.file())
        for media in [TestMedia.startsAtTenTS, .startsAtTenMKV] {
            let frames = try Judge.frames(of: try media.file())
            #expect(frames.nanoseconds(from: .zero)[0] >= 10_000_000_000)
            let comparison = Judge.compare(frames, with: expected, from: .firstFrame)
            #expect(comparison.isEqual, "\(comparison)")
        }
    }

    @Test("the clock of the wrapped stream begins again, and libav unrolls it")
    func wrap() throws {
        let file = try TestMedia.wrapTS.file()
        let raw = try MediaTool.ffprobe.run([
            "-v", "error", "-correct_ts_overflow", "0", "-select_streams", "v:0", "-show_entries",
            "packet=pts", "-of", "csv=p=0", .file(file),
        ])
        let times = raw.lines.compactMap { line in
            Int64(line.prefix { $0 != "," })
        }
        let (least, most) = (try #require(times.min()), try #require(times.max()))
        #expect(most - least > 1 << 32)
        let comparison = try Judge.compare(
            file,
            with: try TestMedia.h264.file(),
            from: .firstFrame
        )
        #expect(comparison.isEqual, "\(comparison)")
    }

    @Test("the cut head is there, flagged, and not shown")
    func cutOffHead() throws {
        let file = try TestMedia.cutOffHead.file()
        let packets = try Judge.packets(of: file)
        #expect(packets.filter(\.isDiscarded).count == 8)
        let frames = try Judge.frames(of: file)
        #expect(frames.count == packets.count - 8)
        let whole = try Judge.frames(of: try TestMedia.h264.file())
        #expect(frames.hashes.elementsEqual(whole.hashes.suffix(112)))
    }

    @Test("sound begins later, and earlier, than the picture")
    func offsets() throws {
        func distance(_ media: TestMedia) throws -> Double {
            let spans = try Judge.spans(of: try media.file())
            let video = try #require(spans[0].startSeconds)
            let sound = try #require(spans[1].startSeconds)
            return sound - video
        }
        for (media, expected) in [
            (TestMedia.soundLate, 0.5), (.soundEarly, -0.5), (.soundEarlyMKV, -0.5),
        ] {
            let distance = try distance(media)
            #expect(abs(distance - expected) < 0.03, "\(media)")
        }
    }

    @Test("an hour has 86,400 frames at 23.976 without a gap")
    func hour() throws {
        let ended = try MediaTool.ffprobe.run([
            "-v", "error", "-show_entries", "packet=pts,flags", "-of", "csv=p=0",
            .file(try TestMedia.hour.file()),
        ])
        var times: [Int64] = []
        var keys = 0
        for line in ended.lines {
            let fields = line.split(separator: ",")
            times.append(try #require(Int64(fields[0])))
            if fields[1].hasPrefix("K") { keys += 1 }
        }
        times.sort()
        #expect(keys == 360)
        #expect(times.count == 86_400)
        #expect(times.first == 0)
        #expect(times.last == Int64(86_399 * 1_001))
    }

    @Test("time jumps back in the middle, and the size changes")
    func discontinuities() throws {
        let jumps = try Judge.packets(of: try TestMedia.timesJumpBack.file())
        #expect(jumps.count == 288)
        let pts = jumps.compactMap(\.pts)
        #expect(pts.max() == pts[..<144].max())
        let changed = try TestMedia.sizeChanges.file()
        let sizes = try MediaTool.ffprobe.run([
            "-v", "error", "-select_streams", "v:0", "-show_entries", "frame=width", "-of",
            "default=nk=1:nw=1", .file(changed),
        ])
        #expect(sizes.lines.filter { $0 == "160" }.count == 144)
        #expect(sizes.lines.filter { $0 == "192" }.count == 72)
    }

    @Test("flashes and beeps are found at their moments")
    func sync() throws {
        for media in [TestMedia.syncMKV, .syncMP4] {
            let marks = try Judge.syncMarks(of: try media.file())
            #expect(marks.flashes.count == 2)
            #expect(marks.beeps.count == 2)
            for (flash, moment) in zip(marks.flashes, TestMedia.syncMoments) {
                #expect(abs(flash - moment) <= 0.000_501)
            }
            #expect(marks.offsets.allSatisfy { abs($0) < 0.001 }, "\(media): \(marks)")
        }
        // MP2 has a delay of its encoder that no container tells; it must not drift, though.
        let offsets = try Judge.syncMarks(of: try TestMedia.syncTS.file()).offsets
        #expect(offsets.count == 2)
        #expect(abs(offsets[0] - offsets[1]) < 0.000_1)
        #expect(abs(offsets[0]) < 0.03)
    }
}
