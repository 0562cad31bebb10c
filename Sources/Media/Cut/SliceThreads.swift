internal import Model

/// How many threads encode one slice: a function of the plan, so that a job's bytes do not depend
/// on the node (x264, VP9 and MPEG-2 give other bytes with another number).
///
/// One thread wastes nothing and keeps the size smallest; what counts is that there are slices for
/// all cores. A film of few slices has to be spread over them instead.
enum SliceThreads {
    static func count(filmMilliseconds: Int64?, sliceMilliseconds: Int64) -> Int {
        guard let filmMilliseconds else { return 2 }
        switch filmMilliseconds / max(1, sliceMilliseconds) {
        case ..<2: return 8
        case ..<4: return 4
        case ..<16: return 2
        default: return 1
        }
    }
}
