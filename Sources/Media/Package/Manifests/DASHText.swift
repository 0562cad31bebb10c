internal import Model

/// The manifest of MPEG-DASH (ISO/IEC 23009-1): the on-demand profile where each track is one file
/// with an index, else the profile of segments with their times.
struct DASHText {
    let contents: PackageContents

    func manifest() -> String {
        let profile = contents.hasSegmentFiles ? "isoff-live" : "isoff-on-demand"
        let length = ManifestText.seconds(Int64((contents.seconds * 1_000_000).rounded()))
        var lines = [
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
            "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\""
                + " profiles=\"urn:mpeg:dash:profile:\(profile):2011\" type=\"static\""
                + " mediaPresentationDuration=\"PT\(length)S\""
                + " minBufferTime=\"PT\(contents.target)S\">",
        ]
        if let title = contents.title {
            lines.append(
                "  <ProgramInformation><Title>\(ManifestText.xml(title))</Title>"
                    + "</ProgramInformation>"
            )
        }
        lines.append("  <Period id=\"0\" start=\"PT0S\">")
        let sets = pictureSets + soundSets + contents.texts.map(set)
        // Sets are numbered by the schema.
        for (number, set) in sets.enumerated() {
            lines.append("    <AdaptationSet id=\"\(number)\" " + set.joined(separator: "\n"))
            lines.append("    </AdaptationSet>")
        }
        return (lines + ["  </Period>", "</MPD>", ""]).joined(separator: "\n")
    }

    // MARK: Sets

    /// Each without its first word and its end.
    private var pictureSets: [[String]] {
        let families = unique(contents.pictures.map { family($0.layout.codec) })
        return families.map { name in
            let pictures = contents.pictures.filter { family($0.layout.codec) == name }
            var lines = [open("video", "video/mp4", nil)]
            for picture in pictures { lines += representation(picture) }
            return lines
        }
    }

    /// Tracks are of one set when a player may change between them: the same words in the same
    /// language, the same codec, and as many channels.
    private var soundSets: [[String]] {
        struct Key: Hashable {
            var name: String
            var language: String?
            var family: String
            var channels: Int
        }
        func key(_ sound: PackageContents.Sound) -> Key {
            Key(
                name: sound.track.name,
                language: sound.track.language,
                family: family(sound.layout.codec),
                channels: sound.channels
            )
        }
        return unique(contents.sounds.map(key)).map { wanted in
            let sounds = contents.sounds.filter { key($0) == wanted }
            var lines = [open("audio", "audio/mp4", wanted.language)]
            if let track = sounds.first?.track { lines += roles(track, isText: false) }
            for sound in sounds { lines += representation(sound) }
            return lines
        }
    }

    private func set(_ text: PackageContents.Text) -> [String] {
        let language = text.track.language.map { " lang=\"\($0)\"" } ?? ""
        return [
            "contentType=\"text\" mimeType=\"text/vtt\"\(language)>"
        ] + roles(text.track, isText: true) + [
            "      <Representation id=\"\(address(text.file))\" bandwidth=\"256\">",
            "        <BaseURL>\(address(text.file))</BaseURL>",
            "      </Representation>",
        ]
    }

    private func open(_ content: String, _ type: String, _ language: String?) -> String {
        let language = language.map { " lang=\"\($0)\"" } ?? ""
        let alignment =
            contents.hasSegmentFiles
            ? "segmentAlignment=\"true\" startWithSAP=\"1\""
            : "subsegmentAlignment=\"true\" subsegmentStartsWithSAP=\"1\""
        return "contentType=\"\(content)\" mimeType=\"\(type)\"\(language) \(alignment)>"
    }

    private func roles(_ track: PackageContents.Track, isText: Bool) -> [String] {
        var roles: [String] = []
        if track.isForced { roles.append("forced-subtitle") }
        if isText {
            roles.append(track.isForHearingImpaired ? "caption" : "subtitle")
        } else if track.isForVisualImpaired {
            roles.append("description")
        } else {
            roles.append(track.isCommentary ? "commentary" : track.isDefault ? "main" : "alternate")
        }
        let label = "      <Label>\(ManifestText.xml(track.name))</Label>"
        return [label]
            + roles.map {
                "      <Role schemeIdUri=\"urn:mpeg:dash:role:2011\" value=\"\($0)\"/>"
            }
    }

    // MARK: Representations

    private func representation(_ picture: PackageContents.Picture) -> [String] {
        let rate = picture.frameRate
        let frames =
            rate.denominator == 1
            ? "\(rate.numerator)" : "\(rate.numerator)/\(rate.denominator)"
        return [
            "      <Representation id=\"\(ManifestText.xml(picture.rung.name))\""
                + " codecs=\"\(picture.layout.codec)\""
                + " bandwidth=\"\(picture.layout.peakRate(target: contents.target))\""
                + " width=\"\(picture.rung.width)\" height=\"\(picture.rung.height)\""
                + " sar=\"1:1\" frameRate=\"\(frames)\">"
        ] + segments(picture.layout) + ["      </Representation>"]
    }

    private func representation(_ sound: PackageContents.Sound) -> [String] {
        [
            "      <Representation id=\"\(address(sound.layout.folder))\""
                + " codecs=\"\(sound.layout.codec)\""
                + " bandwidth=\"\(sound.layout.peakRate(target: contents.target))\""
                + " audioSamplingRate=\"\(sound.sampleRate)\">",
            "        <AudioChannelConfiguration"
                + " schemeIdUri=\"urn:mpeg:dash:23003:3:audio_channel_configuration:2011\""
                + " value=\"\(sound.channels)\"/>",
        ] + segments(sound.layout) + ["      </Representation>"]
    }

    private func segments(_ layout: TrackLayout) -> [String] {
        guard contents.hasSegmentFiles else {
            return [
                "        <BaseURL>\(address(layout.file))</BaseURL>",
                "        <SegmentBase timescale=\"\(layout.timeScale)\""
                    + " indexRange=\"\(layout.index.lowerBound)-\(layout.index.upperBound - 1)\">",
                "          <Initialization range=\"0-\(layout.headBytes - 1)\"/>",
                "        </SegmentBase>",
            ]
        }
        let folder = address(layout.folder)
        var lines = [
            "        <SegmentTemplate timescale=\"\(layout.timeScale)\" startNumber=\"1\""
                + " initialization=\"\(folder)/\(TrackLayout.headName)\""
                + " media=\"\(folder)/$Number%05d$.m4s\">",
            "          <SegmentTimeline>",
        ]
        lines += timeline(layout) + ["          </SegmentTimeline>", "        </SegmentTemplate>"]
        return lines
    }

    private func timeline(_ layout: TrackLayout) -> [String] {
        var lines: [String] = []
        var (index, next) = (0, Int64.min)
        while index < layout.segments.count {
            let segment = layout.segments[index]
            var last = index
            while last + 1 < layout.segments.count,
                layout.segments[last + 1].duration == segment.duration,
                layout.segments[last + 1].start
                    == layout.segments[last].start + segment.duration
            {
                last += 1
            }
            // What a decoder drops lies before the film.
            let start = max(0, segment.start)
            let time = start == next ? "" : "t=\"\(start)\" "
            let length = segment.duration + min(0, segment.start)
            if length != segment.duration { last = index }
            let again = last > index ? " r=\"\(last - index)\"" : ""
            lines.append("            <S \(time)d=\"\(length)\"\(again)/>")
            next = layout.segments[last].start + layout.segments[last].duration
            index = last + 1
        }
        return lines
    }

    private func address(_ name: FileName) -> String { ManifestText.address(name.bytes) }

    private func family(_ codec: String) -> String {
        String(codec.prefix { $0 != "." })
    }

    private func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
    }
}
