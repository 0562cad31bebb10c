internal import Media
internal import Model
internal import Spool

/// A profile's ladder, worked out for a film that is taken in.
enum LadderOffer {
    /// Where the profile has renditions, puts them into the offer, with what is done once for all of
    /// them as the recipe's filters.
    static func complete(
        _ offer: inout Offer,
        _ profile: EncodingProfile,
        _ film: MediaDescription
    ) throws(MediaFailure) {
        guard let ladder = profile.ladder else { return }
        let picture = try SharedPictures.of(film, profile.recipe.video)
        let channels = film.streams.compactMap { $0.audio?.channels }.max() ?? 0
        let fitted = LadderFitting.fit(ladder, picture, channelsMax: channels)
        offer.recipe.video.filters = picture.filters
        offer.ladder = fitted
        offer.hasAudio = !fitted.sounds.isEmpty
    }
}
