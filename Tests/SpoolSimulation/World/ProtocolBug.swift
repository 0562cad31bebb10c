/// A bug of the protocol that is put in on purpose, to see that it is found.
public enum ProtocolBug: String, Sendable, CaseIterable {
    /// `stat` is asked who won, not a listing.
    case statInsteadOfListing = "stat-instead-of-listing"
    case errnoBelieved = "errno-believed"
    /// All attempts write their part under one name.
    case fixedPartName = "fixed-part-name"
    /// A claim is taken back by removing its token and making a new one.
    case takeBackByUnlink = "take-back-by-unlink"
    case tokensOneByOne = "tokens-one-by-one"
    case noSync = "no-sync"
    /// Silence is told by the wall clocks of two machines.
    case clocksCompared = "clocks-compared"
    /// "Is it still mine?", and then the token is made anew.
    case checkThenWrite = "check-then-write"
    /// What nobody makes any more is deleted where it lies.
    case sweepInPlace = "sweep-in-place"
    /// The result gets its name before the merge's token is in `done/`.
    case earlyPublication = "early-publication"

    // Those of films in several sizes.

    /// Whether renditions are tasks of their own is decided with every batch.
    case eachBatchDecides = "each-batch-decides"
    case unpinned
    /// A directory that is exchanged while it is read is taken for what was read.
    case lookedAtTwo = "looked-at-two"

    /// The worlds that have what it breaks.
    public var kind: World.Kind {
        switch self {
        case .eachBatchDecides, .unpinned, .lookedAtTwo: .ladders
        default: .films
        }
    }
}
