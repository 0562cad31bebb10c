public import Model

/// Commands about single media files, without a node.
public enum MediaTable {
    public static let file = Argument<Path?>("FILE", .path, .one, "The media file to look into") {
        $0.first?.asPath
    }

    public static let probe = Command(
        "media probe",
        .built,
        "Say what a media file holds, and where it can be cut",
        details: [
            "The file is read once from its beginning to its end; nothing is decoded. A file that "
                + "ends before its own index says is refused: it is still being copied, or was "
                + "cut off. So is a list of other files or addresses, such as a playlist."
        ],
        arguments: [file],
        examples: [
            .init("reelmill media probe film.mkv", "What is in it?"),
            .init("reelmill media probe film.mkv --json", "The same for a script"),
        ],
        exitCodes: [.notFound]
    )

    public static let source = Argument<Path?>("SOURCE", .path, .one, "What was transcoded") {
        $0.first?.asPath
    }

    public static let result = Argument<Path?>("RESULT", .path, .one, "What came of it") {
        $0.first?.asPath
    }

    public static let verify = Command(
        "media verify",
        .built,
        "Decode a source and its result, and compare them",
        details: [
            "Both are decoded completely, side by side: every frame of the source has to be in the "
                + "result, at its time and with its picture, and the sound where it was beside the "
                + "picture. What a result may lack, such as subtitles that its container cannot "
                + "hold, is named. It takes about as long as playing both as fast as possible.",
            "How like a picture is to the source's is its structural similarity (SSIM): 1 is "
                + "equal. A badly encoded frame is no fault, a frame of something else is one.",
        ],
        arguments: [source, result],
        examples: [
            .init("reelmill media verify film.mkv output/film.mp4", "Is it the same film?")
        ],
        exitCodes: [.notFound]
    )

    static let group = CommandEntry.group(
        CommandGroup(
            name: "media",
            alias: nil,
            summary: "Look into media files",
            commands: [probe, verify]
        )
    )
}
