internal import CFFmpeg
internal import CLibav
internal import Model

/// Shares every frame of a slice out to the renditions that have it, each in its size.
// Safety: but for the feeds, which never change and have locks of their own, all is touched by the
// thread that decodes alone.
final class LadderSpread: FrameSink, @unchecked Sendable {
    private let grid: SegmentGrid
    private let scaler: RungScaler
    private let feeds: [FrameFeed]
    private var exits: [Exit]
    private var segment: Int?
    private var isStopped = false

    private struct Exit {
        let rung: Int
        let feed: FrameFeed
        var frames: RungFrames
    }

    init(_ order: VideoOrder, _ ladder: FilmLadder, _ lanes: [(PartWork, FrameFeed)]) {
        grid = SegmentGrid(
            order.slice,
            timeBase: order.film.timeBase,
            milliseconds: ladder.segmentMilliseconds
        )
        scaler = RungScaler(ladder, order.film)
        feeds = lanes.map { $0.1 }
        exits = lanes.map { work, feed in
            Exit(
                rung: work.rung?.index ?? 0,
                feed: feed,
                frames: RungFrames(rateMax: work.rung?.of.rateMax)
            )
        }
    }

    func take(_ frame: Frame, _ clock: FrameClock) throws(MediaFailure) -> Bool {
        defer {
            scaler.forget()
            frame.clear()
        }
        let time = frame.presentation ?? 0
        let now = grid.segment(at: time, clock.timeBase)
        let begins = now != segment
        segment = now
        for index in exits.indices
        where exits[index].frames.has(time, clock.timeBase, beginsSegment: begins) {
            let exit = exits[index]
            let picture = try scaler.picture(of: exit.rung, from: frame, clock).copy()
            libav_frame_set_key(picture.handle, begins ? 1 : 0)
            guard try exit.feed.take(picture, clock) else {
                isStopped = true
                return false
            }
        }
        return true
    }

    /// Where one rendition failed, the others are told that more was to come.
    func end(failed: Bool) {
        for feed in feeds { feed.end(failed: failed || isStopped) }
    }

    /// Lets go of all that is on its way; any thread may ask for it.
    func stop() {
        for feed in feeds {
            feed.end(failed: true)
            feed.stop()
        }
    }
}
