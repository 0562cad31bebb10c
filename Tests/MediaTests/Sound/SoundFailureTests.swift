@testable import Media
import Model
import TestKit
import Testing

@Suite("Sound that cannot be encoded")
struct SoundFailureTests {
    @Test("A track that cannot be decoded is named")
    func undecodable() throws {
        let fixtures = try ProbeFixtures()
        let picture = "-f lavfi -i color=d=1:s=64x64 -c:v mpeg4"
        let whole = try fixtures.make("a.mkv", "-f lavfi -i sine=d=1 \(picture) -c:a flac")
        var bytes = try fixtures.bytes(of: whole)
        // A name of a codec that nobody has.
        let name = Array("A_FLAC".utf8)
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: name) })
        bytes.replaceSubrange(place..<place + 6, with: Array("A_NONE".utf8))
        let source = try fixtures.write("b.mkv", bytes)
        let failure = failure(source, SoundCase(encoder: "aac"))
        #expect(failure?.kind == .unreadable)
        #expect(failure?.attempt == "decode the sound of stream 1 (none) of")
        #expect(failure?.path == source)
    }

    @Test("Wrong encoders, options, layouts and filters are named")
    func recipes() throws {
        let source = try TestMedia.h264.file()
        func check(_ what: SoundCase, _ attempt: String, _ cause: String) {
            let failure = failure(source, what)
            #expect(failure?.kind == .recipe)
            // It is found before there is a film, too.
            #expect(checked(what)?.kind == .recipe)
            #expect(failure?.attempt == attempt)
            #expect(failure?.cause.hasPrefix(cause) == true, "\(failure.debugDescription)")
        }
        check(
            SoundCase(encoder: "libopsu"),
            "find the encoder libopsu",
            "the installed libavcodec has none of that name; did you mean libopus?"
        )
        check(SoundCase(encoder: "libx264"), "encode sound with libx264", "it encodes no sound")
        check(
            SoundCase(encoder: "aac", options: [CodecOption("ac", "many")]),
            "set the option ac of the encoder aac to many",
            "it takes a number from 1 to 64"
        )
        check(
            SoundCase(encoder: "aac", options: [CodecOption("channel_layout", "9.9")]),
            "use the channel layout 9.9",
            "libavutil knows none of that name"
        )
        check(
            SoundCase(encoder: "aac", filters: "nonsense"),
            "read the filters nonsense,aformat=sample_fmts=fltp:sample_rates=96000|88200|64000"
                + "|48000|44100|32000|24000|22050|16000|12000|11025|8000|7350",
            ""
        )
        check(
            SoundCase(encoder: "aac", options: [CodecOption("profil", "1")]),
            "set the option profil of the encoder aac",
            "it has no such option; did you mean profile?"
        )
    }

    @Test("Filters of sound are checked as such before there is a film")
    func filters() {
        #expect(checked(SoundCase(encoder: "aac", filters: "volume=0.5,highpass=f=80")) == nil)
        let failure = checked(SoundCase(encoder: "aac", filters: "scale=640:360"))
        #expect(failure?.kind == .recipe)
        #expect(failure?.cause.hasPrefix("the filter scale cannot be used so: ") == true)
    }

    private func checked(_ what: SoundCase) -> MediaFailure? {
        do throws(MediaFailure) {
            try SoundEncoding.check(what.recipe.audio)
            return nil
        } catch {
            return error
        }
    }

    private func failure(_ source: Path, _ what: SoundCase) -> MediaFailure? {
        do throws(MediaFailure) {
            let part = Path("/dev/null")
            _ = try encodeSound(source, what, to: part)
            return nil
        } catch {
            return error
        }
    }
}

@Suite("The time of sound in samples")
struct SampleClockTests {
    @Test("Rounded times are followed without a gap, real gaps are kept")
    func rounding() {
        var clock = SampleClock(timeBase: .milliseconds, startMicroseconds: 0)
        // 1,024 samples at 48,000 Hz are 21.33 ms.
        let times: [Int64?] = [0, 21, 43, 64, nil, 107, 500, 521]
        let samples = times.map { clock.time(of: $0, samples: 1_024, rate: 48_000) }
        #expect(samples == [0, 1_024, 2_048, 3_072, 4_096, 5_120, 24_000, 25_024])
    }

    @Test("Sound without times begins with the file")
    func untimed() {
        let base = Rational(1, 90_000)
        var clock = SampleClock(timeBase: base, startMicroseconds: 500_000)
        #expect(clock.time(of: nil, samples: 1_152, rate: 48_000) == 24_000)
        #expect(clock.time(of: nil, samples: 1_152, rate: 48_000) == 25_152)
    }

    @Test("Another rate counts on from the same moment")
    func otherRate() {
        var clock = SampleClock(timeBase: Rational(1, 90_000), startMicroseconds: 0)
        #expect(clock.time(of: 0, samples: 44_100, rate: 44_100) == 0)
        #expect(clock.time(of: nil, samples: 1_024, rate: 48_000) == 48_000)
    }
}
