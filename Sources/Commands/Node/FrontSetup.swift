internal import CommandLine
internal import Dashboard
internal import Model
internal import Node
internal import Platform

/// What a node serves by the settings; nothing that everybody could use is served unawares.
struct FrontSetup {
    let settings: FrontSettings?

    /// - Parameter usual: Where it serves when nobody says it; nil is nowhere.
    init(_ context: Context, _ chosen: Settings, usual: ListenAddress?) throws {
        let choice = chosen[SettingsTable.listen]
        let asked: ListenAddress? = if case .address(let address) = choice { address } else { nil }
        guard let listen = asked ?? (choice == nil ? usual : nil) else {
            settings = nil
            return
        }
        var front = FrontSettings(listen, isAsked: asked != nil)
        front.advertised = chosen[SettingsTable.advertise]
        front.hosts = chosen[SettingsTable.allowedHosts]
        front.token = try FrontSetup.token(context, chosen)
        front.isInsecure =
            chosen[SettingsTable.insecure] || context.invocation[RunningTable.insecure]
        guard listen.host.isLoopback || front.token != nil || front.isInsecure else {
            throw Failure(
                .invalidConfiguration,
                "listen is \(listen), which other machines reach, and there is no token: whoever "
                    + "reaches it could cancel jobs and pause the cluster",
                hint: "set --token-file FILE, or allow it by --insecure"
            )
        }
        settings = front
    }

    private static func token(_ context: Context, _ chosen: Settings) throws -> WebToken? {
        if let secret = chosen[SettingsTable.token.text] { return WebToken(secret.bytes) }
        guard let path = chosen[SettingsTable.token.file].map(context.surroundings.absolute) else {
            return nil
        }
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try OpenFile(path, for: .read).readAll(limit: tokenBytesMax)
        } catch {
            throw Failure(.invalidConfiguration, "cannot read the token: \(error)")
        }
        let lineEnds = [UInt8(ascii: "\n"), UInt8(ascii: "\r")]
        let end = bytes.lastIndex { !lineEnds.contains($0) }
        guard let end, let token = WebToken(Array(bytes[...end])) else {
            throw Failure(
                .invalidConfiguration,
                "the token file \(Quoted.path(path)) is empty",
                hint: "head -c 32 /dev/urandom | base64 > \(Quoted.path(path))"
            )
        }
        return token
    }

    private static let tokenBytesMax = 4096
}
