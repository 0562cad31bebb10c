internal import Model
internal import Platform
internal import Spool

/// Tells people outside of the cluster what they asked to know. One for each target runs on a
/// thread of its own: a program that hangs holds up no webhook.
public struct Notifier: Sendable {
    private let site: Site
    private let keeper: HistoryKeeper
    private let settings: NotifySettings
    /// For threads and messages.
    public let name: String
    private let target: any NotifyTarget

    /// One for each target that is set.
    public static func all(
        _ site: Site,
        _ keeper: HistoryKeeper,
        _ settings: NotifySettings
    ) -> [Notifier] {
        settings.targets.map { Notifier(site, keeper, settings, $0) }
    }

    private init(
        _ site: Site,
        _ keeper: HistoryKeeper,
        _ settings: NotifySettings,
        _ target: any NotifyTarget
    ) {
        (self.site, self.keeper, self.settings) = (site, keeper, settings)
        (self.target, name) = (target, target.name)
    }

    /// Blocks until the sign is set. While this node does not lead, nothing is sent.
    public func run(isLeading: @escaping @Sendable () -> Bool, until stop: StopSign) {
        var courier = Courier(
            site,
            keeper,
            target,
            kinds: settings.kinds,
            spool: site.spool.number ?? ""
        )
        while !stop.wait(upTo: Notifier.pause) {
            guard isLeading() else {
                courier.rest()
                continue
            }
            while courier.round({ isLeading() && !stop.isSet }) {}
        }
    }

    private static let pause = Duration.seconds(2)
}

extension NotifySettings {
    var targets: [any NotifyTarget] {
        var targets: [any NotifyTarget] = []
        if let webhook { targets.append(WebhookTarget(webhook: webhook)) }
        if let hook { targets.append(HookTarget(program: hook)) }
        return targets
    }
}

/// A notice that says that notifications work.
public enum NotifyTrial {
    public struct Outcome: Hashable, Sendable {
        public var target: String
        public var isSent: Bool
        /// What came back, or why nothing did.
        public var text: String
    }

    /// Blocks until each target has answered.
    public static func run(_ settings: NotifySettings, node: String) -> [Outcome] {
        let id = "test.\(SystemChance().bits())"
        let notice = Notice(testFrom: node, spool: "test", at: .now, id: id)
        return settings.targets.map { target in
            switch target.deliver(notice, isWanted: { true }) {
            case .sent(let text): Outcome(target: target.name, isSent: true, text: text)
            case .failed(let text), .refused(let text):
                Outcome(target: target.name, isSent: false, text: text)
            }
        }
    }
}
