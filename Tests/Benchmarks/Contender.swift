/// An encoder with options as they are typed, the same for both sides.
struct Contender {
    let name: String
    let options: String
    /// Of the short clip, so that the whole stays within minutes on two cores.
    let clipSeconds: Int

    static let all = [
        Contender(
            name: "x264",
            options: "-c:v libx264 -preset medium -crf 23",
            clipSeconds: 15
        ),
        Contender(
            name: "x265",
            options: "-c:v libx265 -preset medium -crf 28",
            clipSeconds: 15
        ),
        Contender(
            name: "svtav1",
            options: "-c:v libsvtav1 -preset 8 -crf 35",
            clipSeconds: 15
        ),
        Contender(
            name: "vp9",
            options: "-c:v libvpx-vp9 -b:v 0 -crf 33 -deadline good -cpu-used 4 -row-mt 1",
            clipSeconds: 15
        ),
    ]

    var words: [String] { options.split(separator: " ").map(String.init) }
}
