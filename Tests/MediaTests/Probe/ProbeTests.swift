import Media
import Model
import Platform
import TestKit
import Testing

@Suite("The probe")
struct ProbeTests {
    @Test("It says of every container what ffprobe says", arguments: TestMedia.all)
    func agrees(media: TestMedia) throws {
        let path = try media.file()
        let ours = try Probe.run(path)
        var judge = try Judge.inventory(of: path)
        let unknown: Set = ["N/A", "unknown", "unspecified", "0/0"]
        judge.format = judge.format.filter { !unknown.contains($0.value) }
        #expect(ours.container.name == judge.format["format_name"])
        #expect(ours.container.longName == judge.format["format_long_name"])
        #expect(ours.container.bytes.map(String.init) == judge.format["size"])
        #expect(ours.container.bitRate.map(String.init) == judge.format["bit_rate"])
        #expect(seconds(ours.container.startMicroseconds) == judge.startTime)
        #expect(seconds(ours.container.durationMicroseconds) == judge.duration)
        #expect(ours.streams.count == judge.streams.count)
        for (stream, expected) in zip(ours.streams, judge.streams) {
            compare(stream, expected.filter { !unknown.contains($0.value) }, in: ours)
        }
        for (stream, packets) in zip(ours.streams, try packetCounts(of: path)) {
            #expect(stream.measured.packets == packets ?? 0)
        }
        #expect(ours.mainVideo == 0)
        #expect(ours.notes == [])
    }

    private func compare(
        _ stream: MediaDescription.Stream,
        _ judge: [String: String],
        in ours: MediaDescription
    ) {
        #expect(stream.kind.rawValue == judge["codec_type"])
        #expect(stream.codec == judge["codec_name"])
        // A profile without a name is a number to ffprobe.
        #expect(stream.profile == judge["profile"].flatMap { Int($0) == nil ? $0 : nil })
        #expect(stream.timeBase.description == judge["time_base"])
        #expect(stream.start.map(String.init) == judge["start_pts"])
        #expect(stream.duration.map(String.init) == judge["duration_ts"])
        // Estimated in a transport stream, which has no place for it.
        if ours.container.name != "mpegts" {
            #expect(stream.bitRate.map(String.init) == judge["bit_rate"])
        }
        #expect(stream.isDefault == (judge["disposition.default"] == "1"))
        if let video = stream.video {
            let picture = video.picture
            #expect(String(picture.width) == judge["width"])
            #expect(String(picture.height) == judge["height"])
            #expect(picture.pixelFormat == judge["pix_fmt"])
            #expect(picture.fieldOrder == judge["field_order"])
            #expect(picture.colorRange == judge["color_range"])
            #expect(picture.colorSpace == judge["color_space"])
            #expect(picture.colorPrimaries == judge["color_primaries"])
            #expect(picture.colorTransfer == judge["color_transfer"])
            #expect(picture.chromaLocation == judge["chroma_location"])
            #expect(video.tickRate?.description == judge["r_frame_rate"])
            #expect(video.averageRate?.description == judge["avg_frame_rate"])
        }
        if let audio = stream.audio {
            #expect(String(audio.sampleRate) == judge["sample_rate"])
            #expect(String(audio.channels) == judge["channels"])
            #expect(audio.sampleFormat == judge["sample_fmt"])
            // FFmpeg 5.1's program does not say.
            if let padding = judge["initial_padding"] {
                #expect(String(audio.initialPadding) == padding)
            }
        }
    }

    private func packetCounts(of path: Path) throws -> [Int?] {
        let ended = try MediaTool.ffprobe.run([
            "-v", "error", "-count_packets", "-show_entries", "stream=nb_read_packets", "-of",
            "csv=p=0", .file(path),
        ])
        return ended.lines.map { Int($0.prefix { $0 != "," }) }
    }

    private func seconds(_ microseconds: Int64?) -> Double? {
        microseconds.map { Double($0) / 1e6 }
    }

    @Test("Key packets are counted, and the distance between them measured")
    func keys() throws {
        let description = try Probe.run(try TestMedia.h264.file())
        let video = description.streams[0]
        #expect(video.measured.packets == 144)
        #expect(video.measured.keyPackets == 6)
        let distance = try #require(video.measured.largestKeyDistance)
        #expect(video.timeBase.seconds(distance) == 1)
        #expect(video.measured.timesMissing == 0)
        #expect(video.measured.timesNotRising == 0)
        #expect(description.randomAccess?.clean == 6)
        #expect(description.randomAccess?.none == 138)
        #expect(description.randomAccess?.largestGapSeconds == 1)
        #expect(video.video?.frameRate == Rational(24, 1))
    }

    @Test("What the container calls a key is believed only where decoding may begin there")
    func unclean() throws {
        let fixtures = try ProbeFixtures()
        let line =
            "-f lavfi -i testsrc2=s=160x120:r=25:d=4 -c:v libx264 -preset veryfast "
            + "-x264-params keyint=25:intra-refresh=1:scenecut=0"
        let access = try Probe.run(try fixtures.make("a.ts", line)).randomAccess
        #expect(access?.rule == "h264")
        #expect(access?.clean == 1)
        #expect(access?.unclean == 3)
        let theora = "-f lavfi -i testsrc2=s=160x120:d=1 -c:v libtheora"
        let unknown = try Probe.run(try fixtures.make("a.ogg", theora)).randomAccess
        #expect(unknown?.rule == "none")
        #expect(unknown?.obstacle == "where decoding of theora may begin is not known")
    }

    @Test("Messages of the libraries are the same every time")
    func repeatableMessages() throws {
        let fixtures = try ProbeFixtures()
        let file = try fixtures.write("a.mkv", [UInt8](repeating: 0, count: 100_000))
        do throws(MediaFailure) {
            _ = try Probe.run(file)
            Issue.record("zeros are no film")
        } catch {
            #expect(error.cause.contains("matroska,webm: "))
            #expect(!error.cause.contains(" @ 0x"))
        }
    }

    @Test("Packets without times are counted")
    func missingTimes() throws {
        let fixtures = try ProbeFixtures()
        let line = "\(ProbeFixtures.picture) -c:v mpeg4 -bf 2 -c:a libmp3lame"
        let found = try Probe.run(try fixtures.make("a.avi", line))
        let missing = found.streams[0].measured.timesMissing
        #expect(missing > 0)
        #expect(found.randomAccess?.obstacle == "\(missing) packets have no time")
    }

    @Test("Tags, languages, dispositions, chapters and attachments are told")
    func inventory() throws {
        let fixtures = try ProbeFixtures()
        _ = try fixtures.write("font.ttf", [1, 2, 3])
        _ = try fixtures.write("s.srt", Array("1\n00:00:00,100 --> 00:00:01,000\nhi\n".utf8))
        let metadata = """
            ;FFMETADATA1
            title=A Film
            [CHAPTER]
            TIMEBASE=1/1000
            START=0
            END=1000
            title=One
            [CHAPTER]
            TIMEBASE=1/1000
            START=1000
            END=2000
            """
        _ = try fixtures.write("m.txt", Array(metadata.utf8))
        let file = try fixtures.make(
            "a.mkv",
            "\(ProbeFixtures.picture) -i s.srt -i m.txt -map 0 -map 1 -map 2 -map_metadata 3 "
                + "\(ProbeFixtures.coding) -metadata:s:a:0 language=deu -metadata:s:a:0 title=Ton "
                + "-disposition:s:0 forced -attach font.ttf -metadata:s:t mimetype=font/ttf "
                + "-metadata:s:t:0 filename=F.ttf"
        )
        let found = try Probe.run(file)
        #expect(found.container.tags["title"] == "A Film")
        #expect(found.chapters.map(\.startMilliseconds) == [0, 1_000])
        #expect(found.chapters.map(\.endMilliseconds) == [1_000, 2_000])
        #expect(found.chapters.map { $0.tags["title"] } == ["One", nil])
        #expect(found.streams.map(\.kind) == [.video, .audio, .subtitle, .attachment])
        #expect(found.streams[1].language == "deu")
        #expect(found.streams[1].title == "Ton")
        #expect(found.streams[2].subtitle == .text)
        #expect(found.streams[2].isForced)
        #expect(found.streams[2].dispositions == ["forced"])
        let attachment = MediaDescription.Attachment(fileName: "F.ttf", mimeType: "font/ttf")
        #expect(found.streams[3].attachment == attachment)
    }

    @Test("The film is the video stream that is no cover, and the default one of several")
    func mainVideo() throws {
        let fixtures = try ProbeFixtures()
        let cover = try fixtures.make("c.png", "-f lavfi -i testsrc2=s=640x480 -frames:v 1")
        #expect(try Probe.run(cover).mainVideo == 0)
        let covered = try fixtures.make(
            "a.mp4",
            "-i c.png \(ProbeFixtures.picture) -map 1 -map 0 -map 2 -c:v:0 libx264 "
                + "-preset ultrafast -c:v:1 png -disposition:v:1 attached_pic"
        )
        let found = try Probe.run(covered)
        #expect(found.mainVideo == 0)
        #expect(found.streams.filter { $0.video?.isCoverArt == true }.count == 1)
        let song = try fixtures.make(
            "a.mp3",
            "-i c.png -f lavfi -i sine=d=1 -map 0 -map 1 -c:v png -disposition:v:0 attached_pic"
        )
        #expect(try Probe.run(song).mainVideo == nil)
        let two = try fixtures.make(
            "b.mkv",
            "\(ProbeFixtures.picture) -map 0:v -map 0:v -c:v mpeg4 -s:v:0 320x240 "
                + "-disposition:v:0 0 -disposition:v:1 default"
        )
        #expect(try Probe.run(two).mainVideo == 1)
        let largest = try fixtures.make(
            "d.mkv",
            "\(ProbeFixtures.picture) -map 0:v -map 0:v -c:v mpeg4 -s:v:1 320x240 "
                + "-disposition:v 0"
        )
        #expect(try Probe.run(largest).mainVideo == 1)
        #expect(try Probe.run(try fixtures.make("e.flac", "-f lavfi -i sine=d=1")).mainVideo == nil)
    }

    @Test("Rotation and pixel shape are read from beside the packets")
    func besides() throws {
        let fixtures = try ProbeFixtures()
        let line = "\(ProbeFixtures.picture) \(ProbeFixtures.coding) -aspect 2"
        var bytes = try fixtures.bytes(of: try fixtures.make("a.mp4", line))
        let identity: [UInt8] = [0, 1, 0, 0] + Array(repeating: 0, count: 12) + [0, 1, 0, 0]
        let quarter: [UInt8] =
            [0, 0, 0, 0] + [0, 1, 0, 0] + [0, 0, 0, 0] + [0xff, 0xff, 0, 0] + [0, 0, 0, 0]
        // The second one is the first track's, behind that of the whole film.
        let places = bytes.indices.filter { bytes[$0...].starts(with: identity) }
        bytes.replaceSubrange(places[1]..<places[1] + 20, with: quarter)
        let turned = try fixtures.write("b.mp4", bytes)
        let video = try #require(try Probe.run(turned).streams[0].video)
        let judge = try Judge.inventory(of: turned).sideData("Display Matrix", ofStream: 0)
        #expect(video.rotation == -90)
        #expect(judge?["rotation"] == "-90")
        #expect(video.picture.sampleAspectRatio == Rational(3, 2))
    }

    @Test("What the container says of HDR is read exactly")
    func highDynamicRange() throws {
        let fixtures = try ProbeFixtures()
        let line =
            "-f lavfi -i testsrc2=s=160x120:d=1 -vf setparams=color_primaries=bt2020:"
            + "color_trc=smpte2084:colorspace=bt2020nc -c:v libx264 -preset ultrafast"
        var bytes = try fixtures.bytes(of: try fixtures.make("a.mp4", line))
        func box(_ type: String, _ numbers: [UInt16]) -> [UInt8] {
            let content = numbers.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
            return [0, 0, 0, UInt8(content.count + 8)] + Array(type.utf8) + content
        }
        // Green, blue, red, white in 1/50,000; light in 1/10,000, as 32 bits each.
        let mastering = box(
            "mdcv",
            [13_250, 34_500, 7_500, 3_000, 34_000, 16_000, 15_635, 16_450, 152, 38_528, 0, 50]
        )
        let added = mastering + box("clli", [1_000, 400])
        // Into the description of the samples, whose boxes around it grow.
        var place = bytes.startIndex
        for type in ["moov", "trak", "mdia", "minf", "stbl", "stsd", "avc1"] {
            let name = Array(type.utf8)
            place = try #require((place..<bytes.count).first { bytes[$0...].starts(with: name) })
            let size = place - 4..<place
            let grown = bytes[size].reduce(0) { $0 << 8 | Int($1) } + added.count
            bytes.replaceSubrange(size, with: (0..<4).map { UInt8(grown >> (24 - 8 * $0) & 255) })
        }
        let entry = bytes[place - 4..<place].reduce(0) { $0 << 8 | Int($1) } - added.count
        bytes.insert(contentsOf: added, at: place - 4 + entry)
        let file = try fixtures.write("b.mp4", bytes)
        let picture = try #require(try Probe.run(file).streams[0].video?.picture)
        #expect(picture.colorPrimaries == "bt2020")
        #expect(picture.colorTransfer == "smpte2084")
        #expect(picture.colorSpace == "bt2020nc")
        #expect(picture.contentLight == ContentLight(contentMax: 1_000, frameAverageMax: 400))
        let display = try #require(picture.masteringDisplay)
        #expect(display.green == [Rational(13_250, 50_000), Rational(34_500, 50_000)])
        #expect(display.blue == [Rational(7_500, 50_000), Rational(3_000, 50_000)])
        #expect(display.red == [Rational(34_000, 50_000), Rational(16_000, 50_000)])
        #expect(display.white == [Rational(15_635, 50_000), Rational(16_450, 50_000)])
        #expect(display.luminanceMax == Rational(10_000_000, 10_000))
        #expect(display.luminanceMin == Rational(50, 10_000))
    }

    @Test("A constant rate is told from a variable one")
    func rates() throws {
        let fixtures = try ProbeFixtures()
        func rate(_ name: String, _ source: String, _ more: String) throws -> Rational? {
            let line = "-f lavfi -i testsrc2=s=160x120:d=2:r=\(source) \(more)"
            return try Probe.run(try fixtures.make(name, line)).streams[0].video?.frameRate
        }
        let x264 = "-c:v libx264 -preset ultrafast -bf 2"
        #expect(try rate("a.mp4", "24000/1001", x264) == Rational(24_000, 1_001))
        #expect(try rate("a.mkv", "60000/1001", x264) == Rational(60_000, 1_001))
        #expect(try rate("a.ts", "30000/1001", x264) == Rational(30_000, 1_001))
        let fields = "-vf interlace=scan=tff -flags +ilme+ildct"
        #expect(try rate("f.ts", "50", "\(x264) \(fields)") == Rational(25, 1))
        #expect(try rate("f.mpg", "50", "-c:v mpeg2video \(fields)") == Rational(25, 1))
        let gaps = "-vf select=mod(n\\,8)-3 -fps_mode passthrough \(x264)"
        #expect(try rate("v.mp4", "24", gaps) == nil)
    }

}
