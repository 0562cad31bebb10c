internal import Media
internal import Model
internal import Spool

/// A profile's ladder, worked out for a film that is taken in.
enum LadderOffer {
    /// Where the profile has renditions, puts them into the offer, with what is done once for all
    /// of them as the recipe's filters.
    static func complete(
        _ offer: inout Offer,
        _ profile: EncodingProfile,
        _ film: MediaDescription
    ) throws(MediaFailure) {
        guard let ladder = profile.ladder else { return }
        let picture = try SharedPictures.of(film, profile.recipe.video)
        // Sound whose channels only decoding can tell is sound all the same.
        let channels = film.streams.filter { $0.kind == .audio }
            .map { max(1, $0.audio?.channels ?? 0) }
        let fitted = LadderFitting.fit(ladder, picture, channelsMax: channels.max() ?? 0)
        offer.recipe.video.filters = picture.filters
        // What the container can hold is judged by how the sound is encoded.
        if let sound = fitted.sounds.first {
            offer.recipe.audio = sound.recipe
        } else if fitted.streaming != nil {
            offer.recipe.audio.mode = .drop
        }
        offer.ladder = fitted
        offer.hasAudio = !fitted.sounds.isEmpty
    }
}
