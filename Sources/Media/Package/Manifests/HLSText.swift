internal import Model

/// The playlists of HLS (RFC 8216, and its second edition for what is newer).
struct HLSText {
    let contents: PackageContents

    private static let version = 7

    // MARK: Of a track

    /// How long each segment is by the playlist, in microseconds: the places between them are
    /// rounded, so that no error adds up. The first begins with the film.
    static func lengths(of layout: TrackLayout) -> [Int64] {
        let base = Rational(1, layout.timeScale)
        let places = layout.segments.dropFirst().map { $0.start } + [layout.end]
        var last: Int64 = 0
        return places.map { place in
            let next = base.rescale(place, to: .microseconds)
            defer { last = max(last, next) }
            return max(0, next - last)
        }
    }

    func media(_ layout: TrackLayout) -> String {
        var lines = head(target: contents.target)
        lines.append(map(layout))
        for (index, length) in HLSText.lengths(of: layout).enumerated() {
            let segment = layout.segments[index]
            lines.append("#EXTINF:\(decimal(length)),")
            lines += place(layout, index, segment.bytes)
        }
        return text(lines + ["#EXT-X-ENDLIST"])
    }

    /// The first picture of each segment, for those who look through a film quickly.
    func keyPictures(_ layout: TrackLayout) -> String {
        var lines = head(target: contents.target)
        lines += ["#EXT-X-I-FRAMES-ONLY", map(layout)]
        for (index, length) in HLSText.lengths(of: layout).enumerated() {
            lines.append("#EXTINF:\(decimal(length)),")
            lines += place(layout, index, layout.segments[index].keyBytes, isPart: true)
        }
        return text(lines + ["#EXT-X-ENDLIST"])
    }

    func text(of track: PackageContents.Text) -> String {
        let length = Int64((contents.seconds * 1_000_000).rounded())
        var lines = head(target: max(1, (length + 999_999) / 1_000_000))
        lines += ["#EXTINF:\(decimal(length)),", ManifestText.address(track.file.bytes)]
        return text(lines + ["#EXT-X-ENDLIST"])
    }

    private func head(target: Int64) -> [String] {
        [
            "#EXTM3U", "#EXT-X-VERSION:\(HLSText.version)", "#EXT-X-TARGETDURATION:\(target)",
            "#EXT-X-MEDIA-SEQUENCE:0",
            "#EXT-X-PLAYLIST-TYPE:\(contents.isEvent ? "EVENT" : "VOD")",
            "#EXT-X-INDEPENDENT-SEGMENTS",
        ]
    }

    private func map(_ layout: TrackLayout) -> String {
        let range = contents.hasSegmentFiles ? "" : ",BYTERANGE=\"\(layout.headBytes)@0\""
        return "#EXT-X-MAP:URI=\"\(address(layout, nil))\"\(range)"
    }

    private func place(
        _ layout: TrackLayout,
        _ index: Int,
        _ bytes: Int,
        isPart: Bool = false
    ) -> [String] {
        if contents.hasSegmentFiles {
            return (isPart ? ["#EXT-X-BYTERANGE:\(bytes)@0"] : []) + [address(layout, index)]
        }
        return [
            "#EXT-X-BYTERANGE:\(bytes)@\(layout.segments[index].offset)", address(layout, index),
        ]
    }

    private func address(_ layout: TrackLayout, _ segment: Int?) -> String {
        guard contents.hasSegmentFiles else { return ManifestText.address(layout.file.bytes) }
        let folder = ManifestText.address(layout.folder.bytes)
        return "\(folder)/\(segment.map(TrackLayout.segmentName) ?? TrackLayout.headName)"
    }

    private func decimal(_ microseconds: Int64) -> String {
        let digits = String(1_000_000 + microseconds % 1_000_000).dropFirst()
        return "\(microseconds / 1_000_000).\(digits)"
    }

    private func text(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }

    // MARK: Of all

    func master() -> String {
        var lines = ["#EXTM3U", "#EXT-X-VERSION:\(HLSText.version)", "#EXT-X-INDEPENDENT-SEGMENTS"]
        if let title = contents.title {
            lines.append(
                "#EXT-X-SESSION-DATA:DATA-ID=\"com.apple.hls.title\",VALUE="
                    + ManifestText.quoted(title)
            )
        }
        lines += contents.sounds.map(soundLine) + contents.texts.map(textLine)
        for picture in contents.pictures {
            let groups: [String?] = picture.groups.isEmpty ? [nil] : picture.groups
            for group in groups { lines += variant(picture, group) }
        }
        for picture in contents.pictures { lines.append(keyPictureLine(picture)) }
        return text(lines)
    }

    private func soundLine(_ sound: PackageContents.Sound) -> String {
        var fields = ["TYPE=AUDIO", "GROUP-ID=\(ManifestText.quoted(sound.group))"]
        fields += words(of: sound.track)
        // Players that choose by themselves shall not take what is for few.
        let isOfUse = !sound.track.isCommentary || sound.track.isDefault
        fields.append("AUTOSELECT=\(isOfUse ? "YES" : "NO")")
        if sound.track.isForVisualImpaired {
            fields.append("CHARACTERISTICS=\"public.accessibility.describes-video\"")
        }
        fields.append("CHANNELS=\"\(sound.channels)\"")
        fields.append("URI=\"\(address(sound.layout.playlist))\"")
        return "#EXT-X-MEDIA:" + fields.joined(separator: ",")
    }

    private func textLine(_ text: PackageContents.Text) -> String {
        var fields = ["TYPE=SUBTITLES", "GROUP-ID=\"\(HLSText.textGroup)\""]
        fields += words(of: text.track)
        fields += ["AUTOSELECT=YES", "FORCED=\(text.track.isForced ? "YES" : "NO")"]
        if text.track.isForHearingImpaired {
            fields.append(
                "CHARACTERISTICS=\"public.accessibility.transcribes-spoken-dialog,"
                    + "public.accessibility.describes-music-and-sound\""
            )
        }
        fields.append("URI=\"\(address(text.playlist))\"")
        return "#EXT-X-MEDIA:" + fields.joined(separator: ",")
    }

    private func words(of track: PackageContents.Track) -> [String] {
        var fields: [String] = []
        if let language = track.language { fields.append("LANGUAGE=\"\(language)\"") }
        fields.append("NAME=\(ManifestText.quoted(track.name))")
        fields.append("DEFAULT=\(track.isDefault ? "YES" : "NO")")
        return fields
    }

    private func variant(_ picture: PackageContents.Picture, _ group: String?) -> [String] {
        let sounds = contents.sounds.filter { $0.group == group }
        let peak = sounds.map { $0.layout.peakRate(target: contents.target) }.max() ?? 0
        let average = sounds.map(\.layout.averageRate).max() ?? 0
        var codecs = [picture.layout.codec]
        for sound in sounds where !codecs.contains(sound.layout.codec) {
            codecs.append(sound.layout.codec)
        }
        var fields = [
            "BANDWIDTH=\(picture.layout.peakRate(target: contents.target) + peak)",
            "AVERAGE-BANDWIDTH=\(picture.layout.averageRate + average)",
            "CODECS=\"\(codecs.joined(separator: ","))\"",
            "RESOLUTION=\(picture.rung.width)x\(picture.rung.height)",
            "FRAME-RATE=\(rate(picture.frameRate))",
        ]
        if let range = picture.range { fields.append("VIDEO-RANGE=\(range)") }
        if let group { fields.append("AUDIO=\(ManifestText.quoted(group))") }
        if !contents.texts.isEmpty { fields.append("SUBTITLES=\"\(HLSText.textGroup)\"") }
        // Nothing of closed captions: encoders keep those that are in the pictures, and players
        // that are told of none look for none.
        return [
            "#EXT-X-STREAM-INF:" + fields.joined(separator: ","), address(picture.layout.playlist),
        ]
    }

    private func keyPictureLine(_ picture: PackageContents.Picture) -> String {
        let layout = picture.layout
        let peak =
            zip(layout.segments, HLSText.lengths(of: layout)).map { segment, length in
                Int64(segment.keyBytes) * 8 * 1_000_000 / max(1, length) + 1
            }.max() ?? 0
        let all = layout.segments.reduce(0) { $0 + $1.keyBytes }
        let average = Double(all) * 8 / max(0.001, layout.seconds)
        var fields = [
            "BANDWIDTH=\(peak)", "AVERAGE-BANDWIDTH=\(min(peak, Int64(average.rounded(.up))))",
            "CODECS=\"\(layout.codec)\"",
            "RESOLUTION=\(picture.rung.width)x\(picture.rung.height)",
            "URI=\"\(address(layout.keyPlaylist))\"",
        ]
        if let range = picture.range { fields.append("VIDEO-RANGE=\(range)") }
        return "#EXT-X-I-FRAME-STREAM-INF:" + fields.joined(separator: ",")
    }

    /// With three digits behind the point.
    private func rate(_ rate: Rational) -> String {
        let thousandths = (rate.numerator * 1_000 + rate.denominator / 2) / rate.denominator
        return "\(thousandths / 1_000).\(String(1_000 + thousandths % 1_000).dropFirst())"
    }

    private func address(_ name: FileName) -> String { ManifestText.address(name.bytes) }

    private static let textGroup = "texts"
}

extension TrackLayout {
    /// Without the ending.
    private var stem: [UInt8] { Array(file.bytes.dropLast(4)) }

    private func named(_ ending: String) -> FileName {
        guard let name = FileName(bytes: stem + Array(ending.utf8)) else {
            preconditionFailure("our bug: a file's name became none")
        }
        return name
    }

    var playlist: FileName { named(".m3u8") }
    var keyPlaylist: FileName { named("-iframes.m3u8") }
    /// Of the files of its segments.
    var folder: FileName { named("") }

    static let headName = "init.mp4"

    static func segmentName(_ index: Int) -> String {
        let digits = String(index + 1)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".m4s"
    }
}
