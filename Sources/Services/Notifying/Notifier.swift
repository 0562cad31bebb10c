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
    ///
    /// - Parameter mayEnd: Asked behind the sign: whether what waits may still be sent.
    public func run(
        isLeading: @escaping @Sendable () -> Bool,
        until stop: StopSign,
        mayEnd: @Sendable () -> Bool
    ) {
        var courier = Courier(
            site,
            keeper,
            target,
            kinds: settings.kinds,
            spool: site.spool.number ?? ""
        )
        var pause = Notifier.firstPause
        while !stop.wait(upTo: pause) {
            guard isLeading() else {
                courier.rest()
                continue
            }
            while courier.round({ isLeading() && !stop.isSet }) {}
            pause = Notifier.pause
        }
        guard isLeading(), mayEnd(), (try? keeper.catchUp()) != nil else { return }
        let deadline = Deadline(after: Notifier.lastPatience)
        while courier.round({ isLeading() && !deadline.isOver }) {}
    }

    private static let pause = Duration.seconds(2)
    /// What is to be told is what comes behind the first look, which is not to be late.
    private static let firstPause = Duration.milliseconds(200)
    /// Nobody waits longer for a program to end.
    private static let lastPatience = Duration.seconds(15)
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
