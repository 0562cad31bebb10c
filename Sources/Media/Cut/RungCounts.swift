internal import Model

extension SlicePlan {
    /// Counts the frames that each rendition of a ladder has of the slice, where its times are
    /// known.
    mutating func countFrames(of ladder: FilmLadder?, timeBase: Rational) {
        guard let ladder, let times else { return }
        let grid = SegmentGrid(self, timeBase: timeBase, milliseconds: ladder.segmentMilliseconds)
        rungFrames = ladder.rungs.map { rung in
            var frames = RungFrames(rateMax: rung.rateMax)
            var (segment, count) = (Int?.none, 0)
            for time in times {
                let now = grid.segment(at: time, timeBase)
                if frames.has(time, timeBase, beginsSegment: now != segment) { count += 1 }
                segment = now
            }
            return count
        }
    }
}
