/// What the name of an entry in an input folder says about it, before anything is read.
public enum DropNames {
    public enum Verdict: Hashable, Sendable {
        /// Perhaps a film.
        case candidate
        /// Not for us, and not worth a word: a subtitle, a picture, a list.
        case other
        /// It looks like a film and is left alone, for this reason.
        case ignored(String)
    }

    /// A file in a folder that is this file's pauses the folder and all below it.
    public static let holdFile = FileName(".reelmill-hold")
    /// A file in a folder with globs of names that are left alone.
    public static let ignoreFile = FileName(".reelmillignore")

    public static func file(_ name: FileName) -> Verdict {
        let text = lowercased(name.bytes)
        if let sign = temporarySign(text) { return .ignored("a temporary name (\(sign))") }
        if text.first == dot { return .ignored("a hidden file") }
        if systemFiles.contains(String(decoding: text, as: UTF8.self)) { return .other }
        guard let ending = ending(of: text), films.contains(ending) else { return .other }
        return .candidate
    }

    /// Why a folder is passed over with all that is in it; nil when it is not.
    public static func folder(_ name: FileName) -> String? {
        let text = String(decoding: lowercased(name.bytes), as: UTF8.self)
        if text.utf8.first == dot { return "a hidden folder" }
        if let owner = systemFolders[text] { return "a folder of \(owner)" }
        if text.hasPrefix("_unpack_") || text.hasPrefix("_failed_") {
            return "a folder of a download"
        }
        return nil
    }

    // MARK: What there is

    private static let dot = UInt8(ascii: ".")

    /// What films end in. What is in them is found out by reading them.
    public static let films: Set<String> = [
        "mkv", "mp4", "m4v", "mov", "qt", "avi", "ts", "m2ts", "mts", "webm", "mpg", "mpeg", "vob",
        "wmv", "asf", "flv", "ogv", "3gp", "3g2", "mxf", "nut", "dv", "y4m", "rm", "rmvb", "divx",
    ]

    /// What programs put behind the name of a file that is not whole yet.
    private static let temporaryEndings: Set<String> = [
        "part", "partial", "tmp", "temp", "!qb", "!ut", "crdownload", "download", "aria2",
        "filepart", "ytdl", "bts", "opdownload", "incomplete", "unfinished",
    ]

    private static let temporaryBeginnings = [
        ".syncthing.", "~syncthing~", ".fuse_hidden", ".nfs", "._", "~",
    ]

    private static let systemFiles: Set<String> = ["thumbs.db", "desktop.ini"]

    private static let systemFolders = [
        "@eadir": "Synology", "#recycle": "Synology", "#snapshot": "Synology",
        "@recycle": "QNAP", "@recently-snapshot": "QNAP", "@tmp": "Synology",
        "lost+found": "the file system", "$recycle.bin": "Windows",
        "system volume information": "Windows", "__macosx": "an archive",
        "incomplete": "a download",
    ]

    /// The sign of a name that is not final.
    private static func temporarySign(_ name: [UInt8]) -> String? {
        for beginning in temporaryBeginnings where name.starts(with: beginning.utf8) {
            return beginning
        }
        if name.last == UInt8(ascii: "~") { return "~" }
        if let ending = ending(of: name), temporaryEndings.contains(ending) { return ".\(ending)" }
        if let sign = rsyncSign(name) { return sign }
        return partSign(name)
    }

    /// rsync's `.film.mkv.Ab12Cd`: hidden, with six letters and digits behind the whole name.
    private static func rsyncSign(_ name: [UInt8]) -> String? {
        let parts = name.split(separator: dot, omittingEmptySubsequences: false)
        guard name.first == dot, parts.count >= 4, let last = parts.last, last.count == 6,
            last.allSatisfy(isLetterOrDigit)
        else { return nil }
        return "rsync's"
    }

    /// yt-dlp's `film.mp4.part-Frag12`, wget's and others' `film.part1.mkv`.
    private static func partSign(_ name: [UInt8]) -> String? {
        let parts = name.split(separator: dot, omittingEmptySubsequences: false).dropFirst()
        let sign =
            parts.dropLast().first { $0.elementsEqual("part".utf8) }
            ?? parts.last { $0.starts(with: "part-".utf8) }
        return sign.map { ".\(String(decoding: $0, as: UTF8.self))" }
    }

    private static func ending(of name: [UInt8]) -> String? {
        guard let place = name.lastIndex(of: dot), place > 0, place + 1 < name.count else {
            return nil
        }
        return String(decoding: name[(place + 1)...], as: UTF8.self)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        Measure.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func lowercased(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    }
}
