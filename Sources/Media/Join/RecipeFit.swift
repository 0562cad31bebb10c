internal import CFFmpeg
public import Model

/// Whether a recipe can be followed for a film at all: asked before the first frame is encoded, so
/// that nobody waits a night to be told that the container cannot hold the sound.
public enum RecipeFit {
    public static func check(_ recipe: EncodeRecipe, source: Path) throws(MediaFailure) {
        try LogCapture.during { _ throws(MediaFailure) in
            let demuxer = try Demuxer(source)
            let selection = try StreamSelection(demuxer, recipe)
            var own = recipe.resolved(
                for: FilmFacts(FilmPlan(demuxer, picture: selection.picture))
            )
            // Where no picture is chosen its encoder does not matter.
            if selection.picture == nil { own.video.mode = .drop }
            try RecipeTrial.check(own)
            let map = try StreamMap(
                demuxer,
                selection,
                recipe: recipe,
                soundTracks: selection.encodedSounds
            )
            _ = try StreamWishes(demuxer, map, recipe.streams)
        }
    }
}
