internal import Media
internal import Model
internal import Spool

/// A profile's ladder, worked out for a film that is taken in.
enum LadderOffer {
    /// Where the profile has renditions, puts them into the offer.
    static func complete(
        _ offer: inout Offer,
        _ profile: EncodingProfile,
        _ film: MediaDescription
    ) throws(MediaFailure) {
        guard let ladder = profile.ladder else { return }
        let fitted = try FittedLadder(ladder, profile.recipe, film)
        (offer.recipe, offer.ladder) = (fitted.recipe, fitted.ladder)
        offer.hasAudio = !fitted.ladder.sounds.isEmpty
    }
}
