internal import Model

/// The containers that are known by name, and what an encode to one begins with.
struct Container: Sendable {
    /// What libavformat calls it.
    let name: String
    let endings: [String]
    /// Nil where every choice would surprise somebody.
    var encoder: String?
    /// Where an ending says that there is no picture.
    var isSoundAlone = false
    /// Not nil where a result is many files, for players that adapt.
    var streaming: Streaming?

    enum Streaming: String, Sendable, CaseIterable { case hls, dash }

    /// Holds every codec, and what a profile makes that names none.
    static let standard = all[0]

    static let all = [
        Container(name: "matroska", endings: ["mkv"], encoder: "libx264"),
        Container(name: "mp4", endings: ["mp4", "m4v"], encoder: "libx264"),
        Container(name: "mov", endings: ["mov", "qt"], encoder: "libx264"),
        Container(name: "webm", endings: ["webm"], encoder: "libvpx-vp9"),
        Container(name: "mpegts", endings: ["ts", "m2ts", "mts"], encoder: "libx264"),
        Container(name: "avi", endings: ["avi"]),
        Container(name: "mpeg", endings: ["mpg", "mpeg"]),
        Container(name: "vob", endings: ["vob"]),
        Container(name: "mxf", endings: ["mxf"]),
        Container(name: "nut", endings: ["nut"]),
        Container(name: "ogg", endings: ["ogv", "ogg"]),
        Container(name: "flv", endings: ["flv"]),
        Container(name: "asf", endings: ["asf", "wmv"]),
        Container(name: "3gp", endings: ["3gp"]),
        Container(name: "matroska", endings: ["mka"], isSoundAlone: true),
        Container(name: "mp4", endings: ["m4a"], isSoundAlone: true),
        Container(name: "flac", endings: ["flac"], isSoundAlone: true),
        Container(name: "opus", endings: ["opus"], isSoundAlone: true),
        Container(name: "mp3", endings: ["mp3"], isSoundAlone: true),
        Container(name: "wav", endings: ["wav"], isSoundAlone: true),
    ]

    /// Segments are MP4 in both.
    private static let streams = Streaming.allCases.map {
        Container(name: "mp4", endings: [], encoder: "libx264", streaming: $0)
    }

    /// As profiles write it.
    var shownName: String { streaming?.rawValue ?? endings.first ?? name }

    /// What is wrong with it in a profile without renditions.
    var sizesAreMissing: String {
        "container \(shownName) needs the sizes to make: a [rendition NAME] for each, such as "
            + "[rendition 720p] with height = 720"
    }

    /// By a name of libavformat's or by an ending, as profiles have it; others of libavformat's are
    /// taken as they are.
    static func named(_ word: String) -> Container {
        (all + streams).first { $0.streaming?.rawValue == word }
            ?? all.first { $0.name == word || $0.endings.contains(word) }
            ?? Container(name: word, endings: [])
    }

    /// Whether profiles may write it so, whatever libavformat calls it.
    static func isKnown(_ word: String) -> Bool {
        Streaming(rawValue: word) != nil || all.contains { $0.endings.contains(word) }
    }

    /// By the ending of a file's name; nil when it has none or one that is not known.
    static func of(_ path: Path) -> Container? {
        guard let ending = ending(of: path) else { return nil }
        return all.first { $0.endings.contains(ending) }
    }

    static func ending(of path: Path) -> String? {
        guard let name = path.name?.bytes, let dot = name.lastIndex(of: UInt8(ascii: ".")),
            dot > 0, dot + 1 < name.count
        else { return nil }
        return String(validating: Array(name[(dot + 1)...]), as: UTF8.self)?.lowercased()
    }

    /// Why libavformat's format of this name cannot be what an encode makes; nil when it can.
    static func refusal(_ name: String) -> String? {
        let many: Set = [
            "hls", "dash", "segment", "stream_segment", "ssegment", "smoothstreaming",
            "image2", "tee", "hds", "webm_chunk", "webm_dash_manifest",
        ]
        let remote: Set = ["rtp", "rtsp", "rtp_mpegts", "sap", "mpegts_srt", "rtmp", "fifo"]
        if many.contains(name) { return "a result is one file" }
        if remote.contains(name) { return "a result is a file, not an address" }
        return nil
    }

    /// What was meant by a format that is not one: the ending in place of the name.
    static func meant(by word: String) -> String? {
        if let container = all.first(where: { $0.endings.contains(word) }),
            container.name != word
        {
            return container.name
        }
        let isKnown = all.contains { $0.name == word } || rarelyUsed.contains(word)
        return isKnown ? nil : Suggestion.nearest(to: word, among: all.map(\.name))
    }

    /// What may have been meant by a word that is none of those that are known.
    static func nearest(to word: String) -> String? {
        let known = all.flatMap(\.endings)
        guard !all.contains(where: { $0.name == word }), !rarelyUsed.contains(word) else {
            return nil
        }
        return Suggestion.nearest(to: word, among: known)
    }

    /// Formats of libavformat's whose names are near to those above.
    private static let rarelyUsed: Set = ["3g2", "amv", "avm2", "dv", "dvd", "f4v", "m4v", "mp2"]
}
