internal import CommandLine
internal import HTTPClient
internal import Model
internal import Platform
internal import Services

/// Who is told of what, by the settings.
struct NotifySetup {
    let settings: NotifySettings

    init(_ context: Context, _ chosen: Settings) throws(Failure) {
        var notify = NotifySettings()
        notify.kinds = chosen[SettingsTable.notify]
        notify.hook = chosen[SettingsTable.hook].map(context.surroundings.absolute)
        if let text = chosen[SettingsTable.webhook] {
            guard let address = WebAddress(text) else {
                throw Failure(
                    .invalidConfiguration,
                    "webhook is no address of http or https",
                    hint: "reelmill config show"
                )
            }
            let format = NotifySettings.Format(rawValue: chosen[SettingsTable.webhookFormat])
            notify.webhook = NotifySettings.Webhook(
                address: address,
                secret: try NotifySetup.secret(context, chosen),
                format: format ?? .cloudevents
            )
        }
        settings = notify
    }

    private static func secret(_ context: Context, _ chosen: Settings) throws(Failure) -> [UInt8]? {
        if let secret = chosen[SettingsTable.webhookSecret.text] { return secret.bytes }
        guard let file = chosen[SettingsTable.webhookSecret.file] else { return nil }
        let path = context.surroundings.absolute(file)
        do throws(SystemError) {
            var bytes = try OpenFile(path, for: .read).readAll(limit: secretBytesMax)
            while let last = bytes.last, last == 0x0a || last == 0x0d { bytes.removeLast() }
            guard bytes.isEmpty else { return bytes }
        } catch {
            throw Failure(.invalidConfiguration, "\(error)")
        }
        throw Failure(.invalidConfiguration, "the webhook-secret in \(Quoted.path(path)) is empty")
    }

    private static let secretBytesMax = 65_536
}
