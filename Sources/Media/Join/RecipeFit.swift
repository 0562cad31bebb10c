internal import CFFmpeg
public import Model

/// Whether a recipe can be followed for a film at all: asked before the first frame is encoded, so
/// that nobody waits a night to be told that the container cannot hold the sound.
public enum RecipeFit {
    public static func check(_ recipe: EncodeRecipe, source: Path) throws(MediaFailure) {
        try RecipeTrial.check(recipe)
        try LogCapture.during { _ throws(MediaFailure) in
            let demuxer = try Demuxer(source)
            guard let picture = StreamFacts.mainVideo(of: demuxer) else {
                throw MediaFailure(.unreadable, "transcode", source, "it has no video stream")
            }
            _ = try StreamMap(
                demuxer,
                recipe: recipe,
                picture: picture,
                soundTracks: encodedTracks(of: demuxer, recipe)
            )
        }
    }

    private static func encodedTracks(of demuxer: Demuxer, _ recipe: EncodeRecipe) -> [Int] {
        guard case .encode = recipe.audio.mode else { return [] }
        return (0..<demuxer.streamCount).filter {
            demuxer.stream($0).pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_AUDIO
        }
    }
}
