internal import Model
internal import TestKit

/// Films of different kinds for a storm, and the profiles they are encoded with.
public enum StormFilms {
    private static let kinds: [TestMedia] = [
        .h264MKV, .h264, .hevcMKV, .h264TS, .mpeg2PS, .mpeg4AVI, .vp9, .soundLate, .richMKV,
        .h264IntraRefresh,
    ]

    public static func all(_ count: Int) throws -> [StormFilm] {
        try (0..<count).map { index in
            let kind = kinds[index % kinds.count]
            let folder = index % 2 == 0 ? "films" : "tv"
            return StormFilm(
                try kind.file(),
                as: Path("\(folder)/\(index)-\(kind.name)")
            )
        }
    }

    /// A killed child counts against its task, and here they are killed for nothing they did.
    public static func writeProfiles(_ cluster: Cluster) throws {
        let common = "slice = 1s\ntries = 100\ncontainer = mkv\n"
        try cluster.write(
            common + "[video]\n-c:v libx264 -preset slow -crf 28\n[audio]\n-c:a copy\n",
            to: "input/profile.conf"
        )
        try cluster.write(
            "[video]\n-c:v libx265 -preset medium -crf 30\n[audio]\n-c:a flac\n",
            to: "input/tv/profile.conf"
        )
    }
}
