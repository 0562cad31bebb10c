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
        case ..<1: return 8
        // Two slices or so. With 8 threads x264 took 4.5 % more processor time than with 4, with 6
        // it took 1.2 % more.
        case ..<2: return 6
        case ..<4: return 4
        case ..<16: return 2
        default: return 1
        }
    }
}
