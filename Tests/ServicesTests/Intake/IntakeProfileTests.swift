import Model
import Platform
import Spool
import TestKit
import Testing

@testable import Services

@Suite("What profiles say of dropped files")
struct IntakeProfileTests {
    let bed: IntakeBed

    init() throws { bed = try IntakeBed() }

    @Test("A film waits for its profile to be mended, with the place; others go on")
    func invalid() throws {
        try bed.write("tv/profile.conf", "contianer = mkv\n#")
        try bed.write("tv/a.mkv")
        try bed.write("b.mkv")
        let report = bed.settle()
        let reason = report.text(of: "tv/a.mkv") ?? ""
        #expect(reason.hasPrefix("profile invalid: \(bed.input)/tv/profile.conf:1:1: "))
        #expect(reason.contains("contianer"))
        #expect(!reason.contains("\n"))
        #expect(try bed.sources() == ["b.mkv"])
        try bed.write("tv/profile.conf", "container = mp4\n#")
        #expect(bed.name("tv/a.mkv", bed.scan()) == "profile-changing")
        bed.clock.go(10)
        bed.scan()
        #expect(try bed.order(of: "tv/a.mkv").result == "tv/a.mp4")
        #expect(bed.reading.films == 2)
    }

    @Test("Names, sizes and what is in a film decide by its profile, each with its reason")
    func rules() throws {
        try bed.write(
            "profile.conf",
            """
            include = *.mkv talks/**
            exclude = *sample*
            min_size = 12
            skip_if = video_codec=h264 and audio_codec=aac
            #
            """
        )
        for path: Path in ["a.avi", "a-sample.mkv", "x.mkv", "talks/long-name.avi"] {
            try bed.write(path)
        }
        let report = bed.settle()
        #expect(
            report.text(of: "a.avi") == #"skipped: the profile takes only "*.mkv" and "talks/**""#
        )
        #expect(report.text(of: "a-sample.mkv") == #"skipped: the profile excludes "*sample*""#)
        #expect(report.text(of: "x.mkv") == "skipped: it has 10 bytes, and min_size is 12")
        #expect(try bed.sources() == ["talks/long-name.avi"])
        #expect(bed.reading.films == 1)
    }

    @Test("A film that is good as it is is skipped until its profile says something else")
    func skipIf() throws {
        try bed.write("profile.conf", "skip_if = video_codec=h264\n#")
        try bed.write("a.mkv")
        let report = bed.settle()
        #expect(
            report.text(of: "a.mkv")
                == "skipped: it is good as it is by skip_if: video_codec is h264"
        )
        try bed.write("profile.conf", "skip_if = video_codec=hevc\n#")
        bed.settle()
        #expect(try bed.sources() == ["a.mkv"])
    }

    @Test("A profile with renditions has those that fit the film")
    func ladder() throws {
        try bed.write("profile.conf", "extends = builtin:web-ladder\n#")
        try bed.write("a.mkv")
        bed.settle()
        let order = try bed.order(of: "a.mkv")
        let ladder = try #require(order.ladder)
        #expect(ladder.rungs.map(\.name) == ["720p", "480p", "144p"])
        #expect(ladder.sounds.count == 2)
        #expect(ladder.notes.count == 1)
        #expect(order.hasAudio)
        #expect(order.result == "a.hls")
        #expect(order.recipe.video.filters == "bwdif=mode=send_frame:deint=interlaced")
        #expect(order.recipe.audio.mode == .encode("aac"))
    }

    @Test("Filters of renditions that cannot be are told with the film")
    func wrongFilters() throws {
        let profile = "container = hls\n[video]\n-vf crop=4000:10\n[rendition a]\nheight = 100\n#"
        try bed.write("profile.conf", profile)
        try bed.write("a.mkv")
        let report = bed.settle()
        let text = report.text(of: "a.mkv") ?? ""
        #expect(text.hasPrefix("its profile makes renditions"))
    }

    @Test("What its profile says goes into the job")
    func offered() throws {
        try bed.write(
            "profile.conf",
            """
            name = tv
            priority = 7
            on_conflict = suffix
            source = done-marker
            hours = 22:00-06:00
            [audio]
            -c:a aac
            """ + "\n#"
        )
        try bed.write("a.mkv")
        try bed.write("silent.mkv", "silent")
        bed.settle()
        let order = try bed.order(of: "a.mkv")
        #expect((order.profile, order.priority) == ("tv", 7))
        #expect(order.publication.onConflict == .suffix)
        #expect(order.publication.source == .marker)
        #expect(order.work.hours.count == 1)
        #expect(order.hasAudio)
        #expect(try !bed.order(of: "silent.mkv").hasAudio)
    }

    @Test("Two sources with one result: the second one waits, with the first one's name")
    func conflict() throws {
        try bed.write("a.avi")
        bed.settle()
        try bed.write("a.mp4")
        let report = bed.settle()
        #expect(try bed.state("a.mp4", report) == .conflict(with: "a.avi", result: "a.mkv"))
        #expect(try bed.sources() == ["a.avi"])
    }

    @Test("With on_conflict = suffix the second one is numbered, and so it stays")
    func suffix() throws {
        try bed.write("profile.conf", "on_conflict = suffix\n#")
        try bed.write("a.avi")
        bed.settle()
        // One after the other: of two that are read at a time either may be the first.
        try bed.write("a.mp4")
        bed.settle()
        try bed.write("a.webm")
        bed.settle()
        #expect(try bed.order(of: "a.mp4").result == "a-2.mkv")
        #expect(try bed.order(of: "a.webm").result == "a-3.mkv")
        try bed.append("a.mp4", "more")
        bed.settle()
        try bed.moveJobs()
        #expect(try bed.order(of: "a.mp4").result == "a-2.mkv")
    }

    @Test("The libraries are asked of a profile once, before its first film")
    func checked() throws {
        for number in 1...5 { try bed.write(Path("\(number).mkv")) }
        bed.settle()
        #expect(bed.reading.profiles == 1)
        #expect(try bed.orders().count == 5)
    }
}
