internal import Dashboard
internal import HTTPServer
internal import Model
internal import Platform
internal import Services
internal import Spool

/// The node's server with all that stands before it. It belongs to the node, not to one of its
/// lives: who listens need not come again when the node goes on under another name.
final class Front: Sendable {
    let state: FrontState
    /// How others reach it, as the node's record says it.
    let address: String
    private let server: HTTPServer
    private let crew: WorkCrew
    private let stop = StopSign()

    /// Nil where the node goes on without: it has none, or its usual port is another's.
    static func start(
        _ settings: NodeSettings,
        _ journal: Journal,
        _ orders: NodeOrders,
        _ tally: Tally,
        _ volumes: VolumeWatch
    ) throws -> Front? {
        guard let front = settings.front else { return nil }
        do {
            return try Front(front, settings, journal, orders, tally, volumes)
        } catch let failure as ListenFailure {
            guard front.isAsked else {
                // As where several nodes share a machine.
                journal.tell(.info, Front.note(failure))
                return nil
            }
            throw NodeRefusal(message: "\(failure)", hint: Front.remedy(failure))
        }
    }

    /// Why there is no page, to those who did not ask for one there.
    static func note(_ failure: ListenFailure) -> String {
        let why = failure.reason == .inUse ? "\(failure), perhaps another node" : "\(failure)"
        return "\(why); this node serves no page and no figures; \(remedy(failure))"
    }

    private static func remedy(_ failure: ListenFailure) -> String {
        let address = failure.address
        let other = ListenAddress(address.host, address.port == .max ? 0 : address.port + 1)
        return "give it an address of its own by  --listen \(other)  (port 0 is any that is free)"
    }

    private init(
        _ front: FrontSettings,
        _ settings: NodeSettings,
        _ journal: Journal,
        _ orders: NodeOrders,
        _ tally: Tally,
        _ volumes: VolumeWatch
    ) throws {
        let state = FrontState(
            volumes: { volumes.readings },
            isStopping: { orders.stop != nil }
        )
        let crew = try WorkCrew("front", threads: Front.threads, places: Front.places)
        let page = PageAssets()
        let router = NodeRouter(state, page: { page.answer($0) }) { state.handler }
        let guesses = Guesses(onWrong: { tally.wrongToken() })
        let guardian = Guard(Front.hosts(front, settings), front.token, guesses: guesses, router)
        let server = try HTTPServer(
            on: front.listen,
            CountedHandler(tally: tally, inner: guardian),
            offload: { crew.take($0) },
            refuse: Guard.refuse
        )
        (self.state, self.crew, self.server) = (state, crew, server)
        address = Front.address(front, server.address)
        let stop = stop
        _ = try NamedThread("front") { [server] in
            while !stop.wait(upTo: .seconds(1)) {
                server.endSlow()
                state.tick()
            }
        }
        tell(front, journal)
    }

    private func tell(_ front: FrontSettings, _ journal: Journal) {
        journal.tell(.info, "the page is at \(address)/")
        if front.token?.isShort ?? false {
            journal.tell(
                .warning,
                "the token is shorter than 16 bytes, so that it can be guessed; a good one is made "
                    + "by  head -c 32 /dev/urandom | base64"
            )
        }
        guard front.token == nil, !front.listen.host.isLoopback else { return }
        journal.tell(
            .warning,
            "whoever reaches \(server.address) can cancel jobs and pause the cluster: there is no "
                + "token, and --insecure allows it"
        )
    }

    /// How many listen to what goes on.
    var streams: Int { server.streams }

    func end() {
        stop.set()
        server.stop()
        crew.end(within: .seconds(2))
    }

    /// So many may hang on a volume while everything that is answered from memory goes on.
    private static let threads = 4
    /// As many as may listen to the events: all of them may come in the same moment, as when the
    /// coordinator has changed. It leaves half of the connections to what is answered from memory.
    private static let places = 256

    // MARK: Names

    private static func address(_ front: FrontSettings, _ real: ListenAddress) -> String {
        if let advertised = front.advertised { return advertised }
        let host = real.host.isAny ? HostIdentity.read().name : "\(real.host)"
        return WebPlace(host: host, port: real.port).description
    }

    private static func hosts(_ front: FrontSettings, _ settings: NodeSettings) -> HostRule {
        let host = HostIdentity.read().name
        let short = host.split(separator: ".").first.map(String.init)
        let advertised = front.advertised.flatMap { WebPlace($0)?.host }
        let names = [host, settings.name] + [short, advertised].compactMap(\.self) + front.hosts
        return HostRule(names)
    }
}
