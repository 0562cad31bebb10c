import Model
import Platform
import Spool

/// The nodes of a storm, and the violence that is done to them.
struct StormFleet {
    private struct Place {
        var node: NodeProcess?
        var backAt: MonotonicTime?
        var thawAt: MonotonicTime?
    }

    private let plan: StormPlan
    private let cluster: Cluster
    private var places: [Place]
    private var commitsBefore = -1
    private var actedAt = MonotonicTime.now
    private(set) var kills = 0
    private(set) var childKills = 0
    private(set) var freezes = 0
    private(set) var wipes = 0

    init(_ plan: StormPlan, _ cluster: Cluster) {
        self.plan = plan
        self.cluster = cluster
        places = Array(repeating: Place(backAt: .now), count: plan.nodes)
    }

    /// Of the nodes that are up.
    var processes: [String] { places.compactMap { $0.node.map { "\($0.child.processID)" } } }

    /// Of what is to be done, the part that is furthest behind: 0 to 1.
    var progress: Double {
        func share(_ done: Int, _ all: Int) -> Double {
            all <= 0 ? 1 : min(1, Double(done) / Double(all))
        }
        return min(
            share(kills, plan.kills),
            share(freezes, plan.freezes),
            share(wipes, plan.wipes)
        )
    }

    /// Starts who is to come back, and wakes who has slept enough.
    mutating func tend() throws {
        let now = MonotonicTime.now
        for index in places.indices {
            if let time = places[index].thawAt, time <= now { try thaw(index) }
            if let node = places[index].node, try node.child.wait(upTo: .zero) != nil {
                throw StormError(text: "\(node.name) ended by itself:\n\(node.said.suffix(2_000))")
            }
            if let time = places[index].backAt, time <= now {
                let node = try cluster.watching("node\(index)", plan.slots)
                places[index] = Place(node: node)
            }
        }
    }

    mutating func act() throws {
        // Whoever is killed before anything is done proves only that nothing is done then.
        let volume = try? DirectoryVolume(root: cluster.spoolFolder)
        let commits = try volume.map { try Audit.report(of: $0).commits } ?? 0
        guard commits > commitsBefore || MonotonicTime.now - actedAt > plan.pauseMax else { return }
        // Nodes that have nothing yet cannot lose it.
        let isBusy = places.contains { place in
            place.node.map { !Family.children(of: $0.child.processID).isEmpty } ?? false
        }
        guard isBusy else { return }
        (commitsBefore, actedAt) = (commits, .now)
        let isWipeDue = kills * plan.wipes >= (wipes + 1) * plan.kills
        if wipes < plan.wipes, isWipeDue || kills >= plan.kills { return try wipe() }
        let isFreezeDue = freezes * plan.kills <= kills * plan.freezes || kills >= plan.kills
        if freezes < plan.freezes, isFreezeDue { try freeze() }
        if kills < plan.kills { try Bool.random() ? killNode() : killChild() }
    }

    // MARK: Violence

    private mutating func killNode() throws {
        guard let index = victim(), let node = places[index].node else { return }
        try node.kill()
        places[index] = Place(backAt: .now + .milliseconds(.random(in: 0...1_500)))
        kills += 1
    }

    private mutating func killChild() throws {
        guard let index = victim(), let node = places[index].node,
            let child = Family.children(of: node.child.processID).randomElement()
        else { return try killNode() }
        try Family.kill(child)
        kills += 1
        childKills += 1
    }

    /// With its children, as a laptop that is closed.
    private mutating func freeze() throws {
        guard let index = victim(), let node = places[index].node else { return }
        try node.freeze()
        for child in Family.children(of: node.child.processID) { try? Family.stop(child) }
        let lease = cluster.beat * SpoolSettings.local.looksUntilSuspected
        places[index].thawAt = .now + lease + cluster.beat * Int.random(in: 1...8)
        freezes += 1
    }

    private mutating func thaw(_ index: Int) throws {
        places[index].thawAt = nil
        guard let node = places[index].node else { return }
        for child in Family.children(of: node.child.processID) { try? Family.wake(child) }
        try node.thaw()
    }

    private mutating func wipe() throws {
        for index in places.indices {
            try places[index].node?.kill()
            places[index] = Place(backAt: .now + .milliseconds(.random(in: 0...2_000)))
        }
        wipes += 1
    }

    /// The coordinator more often than others.
    private func victim() -> Int? {
        let awake = places.indices.filter { places[$0].node != nil && places[$0].thawAt == nil }
        let leader = cluster.leader()
        if Int.random(in: 0..<3) == 0, let leader,
            let index = awake.first(where: { places[$0].node?.name == leader })
        {
            return index
        }
        return awake.randomElement()
    }

    // MARK: The end

    mutating func calmDown() throws {
        for index in places.indices where places[index].thawAt != nil { try thaw(index) }
        for index in places.indices where places[index].node == nil { places[index].backAt = .now }
        try tend()
    }

    mutating func dismiss() throws {
        for place in places { try place.node?.stop() }
    }
}

struct StormError: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}
