internal import HTTPClient
internal import Model
internal import Platform

/// What became of sending a notice.
enum Delivery: Hashable, Sendable {
    case sent(String)
    /// It may work later.
    case failed(String)
    /// It would be refused again.
    case refused(String)
}

/// Somebody who is told.
protocol NotifyTarget: Sendable {
    /// For file names, metrics and messages.
    var name: String { get }
    /// Blocks until it is known what became of it.
    func deliver(_ notice: Notice, isWanted: @escaping @Sendable () -> Bool) -> Delivery
}

struct WebhookTarget: NotifyTarget {
    let webhook: NotifySettings.Webhook
    let name = "webhook"
    var now: @Sendable () -> WallTime = { .now }

    func deliver(_ notice: Notice, isWanted: @escaping @Sendable () -> Bool) -> Delivery {
        guard let post = post(notice) else { return .refused("the event could not be signed") }
        do throws(HTTPClientError) {
            return WebhookTarget.delivery(try post.send(isWanted: isWanted))
        } catch {
            return .failed("\(error)")
        }
    }

    private static func delivery(_ answer: HTTPPost.Answer) -> Delivery {
        let said = ReadableBytes.escaped(Array(answer.body.prefix(200)))
        let text = "it answered \(answer.status)" + (said.isEmpty ? "" : ": \(said)")
        switch answer.status {
        case 200..<300: return .sent(text)
        case 300..<400:
            return .refused("\(text); redirects are not followed: set the address it leads to")
        // Not now, too early, too many.
        case 408, 425, 429: return .failed(text)
        case 400..<500: return .refused(text)
        default: return .failed(text)
        }
    }

    private func post(_ notice: Notice) -> HTTPPost? {
        switch webhook.format {
        case .cloudevents:
            let body = notice.cloudEvent
            let type = (name: "Content-Type", value: "application/cloudevents+json; charset=utf-8")
            guard let signature = signature(notice, body) else { return nil }
            return HTTPPost(to: webhook.address, headers: common + [type] + signature, body: body)
        case .ntfy:
            let headers = [
                (name: "Title", value: "\(Product.name): \(notice.title)"),
                (name: "Priority", value: notice.isUrgent ? "4" : "3"),
                (name: "Tags", value: notice.isUrgent ? "warning" : "film_frames"),
                (name: "Content-Type", value: "text/plain; charset=utf-8"),
            ]
            let body = Array(notice.message.utf8.prefix(4_000))
            guard let signature = signature(notice, body) else { return nil }
            return HTTPPost(to: webhook.address, headers: common + headers + signature, body: body)
        }
    }

    /// The last empties a header by which libcurl would ask first whether a body may come.
    private var common: [(name: String, value: String)] {
        [
            (name: "User-Agent", value: "\(Product.name)/\(Product.version)"),
            (name: "Expect", value: ""),
        ]
    }

    /// As Standard Webhooks 1.0 says. Nil where it cannot be made; empty without a secret.
    private func signature(_ notice: Notice, _ body: [UInt8]) -> [(name: String, value: String)]? {
        let seconds = now().seconds
        var headers = [
            (name: "webhook-id", value: notice.id),
            (name: "webhook-timestamp", value: "\(seconds)"),
        ]
        guard let secret = webhook.secret else { return headers }
        let message = Array("\(notice.id).\(seconds).".utf8) + body
        let key = WebhookTarget.key(secret)
        guard let digest = Signature.hmacSHA256(of: message, key: key) else { return nil }
        let text = ReadableBytes.base64(digest)
        headers.append((name: "webhook-signature", value: "v1,\(text)"))
        return headers
    }

    /// Secrets of Standard Webhooks are `whsec_` and base64; any other is taken as it is.
    static func key(_ secret: [UInt8]) -> [UInt8] {
        let prefix = Array("whsec_".utf8)
        guard secret.starts(with: prefix) else { return secret }
        let text = String(decoding: secret.dropFirst(prefix.count), as: UTF8.self)
        return ReadableBytes.bytes(fromBase64: text) ?? secret
    }
}

extension Notice {
    var isUrgent: Bool { ["job.failed", "node.lost", "volume.low"].contains(kind) }
}

/// A program that gets the event on its standard input. No shell is between.
struct HookTarget: NotifyTarget {
    let program: Path
    let name = "hook"
    var limit = Duration.seconds(60)
    var environment = ProcessInput.childEnvironment

    func deliver(_ notice: Notice, isWanted: @escaping @Sendable () -> Bool) -> Delivery {
        var request = SpawnRequest(program, [String]())
        request.environment = environment.merging(variables(notice)) { _, new in new }
        request.input = .pipe
        request.output = .pipe
        request.errors = .pipe
        // The thread that sends lives as long as the child.
        request.parentDeathSignal = .kill
        let child: ChildProcess
        do throws(SpawnError) {
            child = try ChildProcess.spawn(request)
        } catch {
            return .failed("\(error)")
        }
        return watch(child, notice, isWanted)
    }

    private func watch(
        _ child: ChildProcess,
        _ notice: Notice,
        _ isWanted: () -> Bool
    ) -> Delivery {
        feed(child, notice.cloudEvent)
        var output = ChildOutput(of: child)
        let deadline = Deadline(after: limit)
        do throws(SystemError) {
            while try !output.readAll(until: Deadline(after: .milliseconds(200))) {
                guard !deadline.isOver, isWanted() else {
                    _ = try child.terminate(grace: .seconds(2))
                    return .failed("it was ended after \(limit.components.seconds) s")
                }
            }
            guard let status = try child.wait(upTo: .seconds(10)) else {
                _ = try child.terminate(grace: .zero)
                return .failed("it closed its output and did not end")
            }
            let said = ReadableBytes.escaped(Array(output.errors.bytes.suffix(200)))
            let text = "it \(status)" + (said.isEmpty ? "" : ": \(said)")
            return status.isSuccess ? .sent(text) : .failed(text)
        } catch {
            return .failed("\(error)")
        }
    }

    /// It may end, or never read: a pipe takes this much at once.
    private func feed(_ child: ChildProcess, _ event: [UInt8]) {
        guard let input = child.takeInput() else { return }
        _ = try? input.write(Array(event.prefix(HookTarget.inputMax - 1)) + [UInt8(ascii: "\n")])
    }

    private func variables(_ notice: Notice) -> [[UInt8]: [UInt8]] {
        let path = notice.path.map { Array($0.bytes) } ?? []
        let texts = [
            ("", notice.kind), ("_ID", notice.id), ("_TIME", notice.time),
            ("_NODE", notice.node), ("_JOB", notice.job ?? ""), ("_TITLE", notice.title),
            ("_MESSAGE", notice.message),
        ]
        var variables: [[UInt8]: [UInt8]] = [:]
        for (name, value) in texts {
            variables[Array("REELMILL_EVENT\(name)".utf8)] = Array(value.utf8.filter { $0 != 0 })
        }
        variables[Array("REELMILL_EVENT_PATH".utf8)] = path
        return variables
    }

    private static let inputMax = 65_536
}
