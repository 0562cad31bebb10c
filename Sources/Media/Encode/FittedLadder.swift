public import Model

/// A profile's ladder, worked out for one film: what every machine makes of the two.
public struct FittedLadder: Hashable, Sendable {
    /// What all renditions have in common: its filters are run once for all of them.
    public let recipe: EncodeRecipe
    public let ladder: FilmLadder

    public init(
        _ ladder: Ladder,
        _ recipe: EncodeRecipe,
        _ film: MediaDescription
    ) throws(MediaFailure) {
        let picture = try SharedPictures.of(film, recipe.video)
        // Sound whose channels only decoding can tell is sound all the same.
        let channels = film.streams.filter { $0.kind == .audio }
            .map { max(1, $0.audio?.channels ?? 0) }
        let fitted = LadderFitting.fit(ladder, picture, channelsMax: channels.max() ?? 0)
        var recipe = recipe
        recipe.video.filters = picture.filters
        // What the container can hold is judged by how the sound is encoded.
        if let sound = fitted.sounds.first {
            recipe.audio = sound.recipe
        } else if fitted.streaming != nil {
            recipe.audio.mode = .drop
        }
        (self.recipe, self.ladder) = (recipe, fitted)
    }
}
