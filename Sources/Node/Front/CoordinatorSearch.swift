internal import Model
internal import Platform
internal import Services
internal import Spool

/// Finds out who coordinates, for a node that does not: that is where it sends people.
struct CoordinatorSearch {
    let site: Site
    let state: FrontState
    let leading: Leading
    let bootID: String?
    /// Called when this node led, and does no more.
    let lost: @Sendable () -> Void

    func run(until stop: StopSign) {
        var trace = LeaderTrace(site.spool)
        var hasLed = false
        repeat {
            guard !leading.isSet else {
                hasLed = true
                state.see(.here)
                continue
            }
            if hasLed { lost() }
            hasLed = false
            guard let sight = try? trace.look() else {
                state.see(.unknown)
                continue
            }
            state.see(.elsewhere(node: sight.holder.node, address: address(sight)))
        } while !stop.wait(upTo: site.spool.settings.beat)
    }

    /// An address of another machine's own is none for us.
    private func address(_ sight: LeaderTrace.Sight) -> String? {
        guard let record = sight.record, let address = record.address,
            let place = WebPlace(address)
        else { return nil }
        let isHere = bootID != nil && record.bootID == bootID
        return place.isLoopback && !isHere ? nil : place.description
    }
}
