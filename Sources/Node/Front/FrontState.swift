internal import Dashboard
internal import Model
internal import Platform
internal import Services
private import Synchronization

/// What a node says of itself over HTTP, kept in memory: whoever asks waits for no volume.
final class FrontState: NodeDesk {
    /// What one life of the node adds.
    struct Life: Sendable {
        var beat: Duration
        /// When a sign of life last reached the volume.
        var lastBeat: @Sendable () -> MonotonicTime?
        var isDraining: @Sendable () -> Bool
        var isLeading: @Sendable () -> Bool
        /// Answers for the cluster while this node leads.
        var handler: (any WebHandler)?
        var metrics: @Sendable () -> String
        /// Called each second, on a thread that waits for no volume.
        var tick: @Sendable () -> Void
    }

    private struct State {
        var life: Life?
        var place = CoordinatorPlace.unknown
    }

    private let state = Mutex(State())
    private let volumes: @Sendable () -> [VolumeReading]
    private let isStopping: @Sendable () -> Bool

    init(
        volumes: @escaping @Sendable () -> [VolumeReading],
        isStopping: @escaping @Sendable () -> Bool
    ) {
        (self.volumes, self.isStopping) = (volumes, isStopping)
    }

    // MARK: What the node tells

    func begin(_ life: Life) {
        state.withLock { state in
            state = State(life: life)
        }
    }

    func end() { state.withLock { $0 = State() } }

    func tick() { state.withLock(\.life)?.tick() }

    func see(_ place: CoordinatorPlace) { state.withLock { $0.place = place } }

    // MARK: What is asked

    var handler: (any WebHandler)? {
        guard let life = state.withLock(\.life), life.isLeading() else { return nil }
        return life.handler
    }

    var coordinator: CoordinatorPlace {
        let (life, place) = state.withLock { ($0.life, $0.place) }
        if life?.isLeading() ?? false { return .here }
        // It led until a moment ago, and who does now is not known yet.
        return place == .here ? .unknown : place
    }

    var readiness: NodeReadiness {
        let life = state.withLock(\.life)
        var obstacles: [String] = []
        if isStopping() { obstacles.append("the node is stopping") }
        if let life {
            if life.isDraining() { obstacles.append("the node is drained") }
            if let trouble = FrontState.silence(life) { obstacles.append(trouble) }
        } else {
            obstacles.append("the spool is waited for")
        }
        let volumes = volumes()
        obstacles += volumes.filter { !$0.isAnswering }.map(FrontState.obstacle)
        return NodeReadiness(obstacles: obstacles, volumes: volumes)
    }

    var metrics: String { state.withLock(\.life)?.metrics() ?? "" }

    private static func silence(_ life: Life) -> String? {
        guard let last = life.lastBeat() else { return "no sign of life was written yet" }
        let silence = MonotonicTime.now - last
        guard silence > life.beat * beatsMissed else { return nil }
        return "no sign of life could be written for \(silence.components.seconds) s"
    }

    /// Half of what makes others take its work away.
    private static let beatsMissed = 4

    private static func obstacle(_ reading: VolumeReading) -> String {
        if let trouble = reading.trouble { return "\(reading.name): \(trouble)" }
        let seconds = Int(reading.secondsSilent)
        return "\(reading.name): its volume has not answered for \(seconds) s"
    }
}
