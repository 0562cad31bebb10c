public import Model
internal import Platform
internal import TestKit

/// Films of different kinds for a storm, and the profiles they are encoded with.
public enum StormFilms {
    /// Containers and encoders, each made once; of several slices.
    private static let kinds: [(ending: String, options: String)] = [
        ("mkv", "-c:v libx264 -preset veryfast -g 50 -c:a aac"),
        ("mp4", "-c:v libx264 -preset veryfast -g 48 -bf 3 -c:a aac"),
        ("ts", "-c:v libx264 -preset veryfast -g 25 -x264-params open-gop=1 -c:a mp2"),
        ("mkv", "-c:v libx265 -preset ultrafast -x265-params log-level=error -g 50 -c:a flac"),
        ("mpg", "-c:v mpeg2video -g 15 -bf 2 -c:a mp2"),
        ("avi", "-c:v mpeg4 -g 60 -c:a libmp3lame"),
        ("webm", "-c:v libvpx -deadline realtime -cpu-used 8 -g 50 -c:a libopus"),
        ("mkv", "-c:v libx264 -preset veryfast -intra-refresh 1 -c:a ac3"),
    ]

    /// - Parameter place: Where they are made.
    public static func all(_ count: Int, in place: Path, seconds: Int) throws -> [StormFilm] {
        var files: [Path] = []
        for (index, kind) in kinds.enumerated().prefix(count) {
            let file = place / FileName("kind\(index).\(kind.ending)")
            let inputs = [
                "-v", "error", "-f", "lavfi", "-i",
                "testsrc2=size=320x180:rate=25:duration=\(seconds)", "-f", "lavfi", "-i",
                "sine=frequency=\(300 + index * 50):sample_rate=48000:duration=\(seconds)",
            ]
            let words = inputs + kind.options.split(separator: " ").map(String.init)
            try MediaTool.ffmpeg.run(words.map { "\($0)" } + [.file(file)])
            files.append(file)
        }
        return (0..<count).map { index in
            let kind = index % files.count
            let name = "\(index % 2 == 0 ? "films" : "tv")/\(index).\(kinds[kind].ending)"
            return StormFilm(files[kind], as: Path(name))
        }
    }

    /// The same films in two sizes: of half of them each rendition is a task of its own.
    public static func writeLadders(_ cluster: Cluster) throws {
        let ladder = """
            slice = 6s
            tries = 100
            container = hls
            [hls]
            segment = 2s
            dash = yes
            [video]
            -c:v libx264 -preset medium -crf 28
            -g {gop} -keyint_min {gop} -sc_threshold 0
            [audio]
            -c:a aac
            [subtitles]
            -sn
            [rendition 180p]
            height = 180
            [rendition 90p]
            height = 90

            """
        try cluster.write(ladder, to: "input/profile.conf")
        try cluster.write("split_renditions = yes\n" + ladder, to: "input/tv/profile.conf")
    }

    /// A killed child counts against its task, and here they are killed for nothing they did.
    public static func writeProfiles(_ cluster: Cluster) throws {
        let common = "slice = 5s\ntries = 100\ncontainer = mkv\n"
        try cluster.write(
            common + "[video]\n-c:v libx264 -preset slow -crf 28\n[audio]\n-c:a copy\n",
            to: "input/profile.conf"
        )
        try cluster.write(
            "[video]\n-c:v libx265 -preset fast -crf 30\n[audio]\n-c:a flac\n",
            to: "input/tv/profile.conf"
        )
    }
}
