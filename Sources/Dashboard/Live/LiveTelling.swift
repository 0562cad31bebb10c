public import Model
internal import Synchronization

/// A message as server-sent events have it.
enum LiveMessage {
    static let beginning = Array("retry: 2000\n\n".utf8)
    static let heartbeat = Array(": \n\n".utf8)

    static func bytes(_ name: String, _ id: String, _ data: [UInt8]) -> [UInt8] {
        // JSON on one line: no line feed can be in it.
        Array("id: \(id)\nevent: \(name)\ndata: ".utf8) + data + Array("\n\n".utf8)
    }
}

extension LiveHub {
    public func look() {
        let now = now()
        state.withLock { $0.looking = now }
    }

    public func show(_ snapshot: LiveSnapshot) {
        teller.withLock { _ in showInTurn(snapshot) }
    }

    private func showInTurn(_ snapshot: LiveSnapshot) {
        let now = now()
        let old = state.withLock {
            state -> (LiveSnapshot?, [JobLine], isDue: Bool, nodesAreOld: Bool) in
            (state.trouble, state.shown, state.isEnded) = (nil, now, false)
            state.looking = nil
            let isDue = now - state.told >= limits.tick
            state.pending = isDue ? nil : snapshot
            return (state.snapshot, state.window, isDue, now - state.nodesTold >= limits.silence)
        }
        guard old.isDue else { return }
        let window = snapshot.window(of: limits.window)
        var messages: [(name: String, data: [UInt8])] = []
        var tellsNodes = true
        if let before = old.0 {
            (messages, tellsNodes) = changes(before, old.1, snapshot, window, old.nodesAreOld)
        }
        send(messages) { state in
            let isFirst = state.snapshot == nil
            (state.snapshot, state.window, state.body) = (snapshot, window, nil)
            if !messages.isEmpty { state.told = now }
            if tellsNodes { state.nodesTold = now }
            return isFirst
        }
    }

    /// What differs, as messages, and whether the nodes are among them.
    private func changes(
        _ old: LiveSnapshot,
        _ oldWindow: [JobLine],
        _ new: LiveSnapshot,
        _ window: [JobLine],
        _ nodesAreOld: Bool
    ) -> ([(name: String, data: [UInt8])], Bool) {
        var messages: [(name: String, data: [UInt8])] = []
        let jobs = JobsDelta(
            from: oldWindow,
            to: window,
            total: new.status.jobs.count,
            was: old.status.jobs.count
        )
        if let jobs { messages.append(("jobs", JSONBody.bytes(jobs))) }
        // Lines of jobs are compared above; ten thousand of them need not be copied here.
        var (settledOld, settledNew) = (old, new)
        (settledOld.status.jobs, settledNew.status.jobs) = ([], [])
        (settledOld, settledNew) = (settledOld.settled, settledNew.settled)
        let tellsNodes = nodesAreOld || settledOld.status.nodes != settledNew.status.nodes
        if tellsNodes {
            messages.append(("nodes", JSONBody.bytes(NodesDelta(nodes: new.status.nodes))))
        }
        let isSame = old.status.jobs.count == new.status.jobs.count
        if !isSame || Sums(settledOld) != Sums(settledNew) {
            messages.append(("sums", JSONBody.bytes(Sums(new))))
        }
        return (messages, tellsNodes)
    }

    public func tell(_ events: [EventLine]) {
        guard !events.isEmpty else { return }
        teller.withLock { _ in
            send(events.map { ("event", JSONBody.bytes($0)) }) { state in
                state.body = nil
                return false
            }
        }
    }

    public func tick() {
        teller.withLock { _ in
            let now = now()
            let pending = state.withLock { state in
                now - state.told >= limits.tick ? state.pending : nil
            }
            if let pending { showInTurn(pending) }
        }
        beat()
    }

    /// Shows whoever listens that the line still holds, where nothing else did of late. It may be
    /// called beside everything else: listeners that went away are noticed by it even while a
    /// volume hangs and nothing is read.
    public func beat() {
        let now = now()
        // A volume that does not answer lets nobody say so.
        let isHanging = state.withLock { state in
            guard let looking = state.looking, now - looking >= limits.look else { return false }
            state.looking = nil
            return true
        }
        if isHanging { fail("the spool has not answered for \(Int(limits.look)) seconds") }
        let clients = state.withLock { state -> [LiveStream] in
            guard now - state.sent >= limits.heartbeat else { return [] }
            state.sent = now
            return Array(state.clients.values)
        }
        for client in clients { client.add(LiveMessage.heartbeat)?() }
    }

    public func fail(_ trouble: String) {
        teller.withLock { _ in failInTurn(trouble) }
    }

    private func failInTurn(_ trouble: String) {
        let last = state.withLock { state in
            (state.trouble, state.looking) = (trouble, nil)
            return state.pending ?? state.snapshot
        }
        guard var last, last.status.troubles != [trouble] else { return }
        (last.status.troubles, last.isStale) = ([trouble], true)
        let shown = state.withLock(\.shown)
        showInTurn(last)
        state.withLock { state in
            // It is as old as it was.
            (state.trouble, state.shown) = (trouble, shown)
        }
    }

    /// Gives the messages their numbers, and to everybody who listens.
    ///
    /// - Parameter change: Done to the state before; returns whether it is the first that there is.
    private func send(
        _ messages: [(name: String, data: [UInt8])],
        _ change: (inout State) -> Bool
    ) {
        let now = now()
        let (isFirst, clients, texts) = state.withLock { state in
            let isFirst = change(&state)
            var texts: [[UInt8]] = []
            for message in messages {
                let id = id(state.ring.count + 1)
                let text = LiveMessage.bytes(message.name, id, message.data)
                state.ring.append(text)
                texts.append(text)
            }
            if !texts.isEmpty { state.sent = now }
            return (isFirst, Array(state.clients.values), texts)
        }
        guard !clients.isEmpty else { return }
        if isFirst, let body = currentState() {
            // Who came before there was anything.
            let text = LiveMessage.bytes("state", body.id, body.bytes)
            for client in clients { client.add(text)?() }
            return
        }
        for client in clients {
            for text in texts { client.add(text)?() }
        }
    }
}
