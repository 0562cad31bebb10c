import HTTPClient
import History
import Model
import Platform
import TestKit
import Testing

@testable import Services

@Suite("Those who are told")
struct TargetTests {
    private func notice(_ kind: String = "job.failed", path: Path? = "movies/Heat.mkv") -> Notice {
        var event = HistoryEvent(
            holder: "nuc-1.1z141z4abcdef",
            sequence: 7,
            time: "2026-11-20T22:14:05.250Z",
            kind: kind
        )
        (event.job, event.detail) = ("film_0123456789abcdef.0", "no \"video\"\nat all")
        return Notice(event, spool: "4f26", path: path)
    }

    private func webhook(
        _ port: Int,
        secret: String? = nil,
        format: NotifySettings.Format = .cloudevents,
        scheme: String = "http"
    ) throws -> WebhookTarget {
        let address = try #require(WebAddress("\(scheme)://127.0.0.1:\(port)/secret-path"))
        return WebhookTarget(
            webhook: NotifySettings.Webhook(
                address: address,
                secret: secret.map { Array($0.utf8) },
                format: format
            )
        )
    }

    private func deliver(_ target: some NotifyTarget, _ notice: Notice? = nil) -> Delivery {
        target.deliver(notice ?? self.notice()) { true }
    }

    @Test("A webhook gets a CloudEvent that somebody else finds rightly signed")
    func signed() throws {
        let server = try WebhookServer(secret: "key")
        let target = try webhook(server.port, secret: "key")
        #expect(deliver(target) == .sent("it answered 200: xx"))
        let request = try server.next()
        try #require(request.count == 5)
        #expect(request[0] == "valid")
        #expect(request[1] == "nuc-1.1z141z4abcdef.7")
        #expect(request[2] == "application/cloudevents+json; charset=utf-8")
        for part in [
            #""specversion":"1.0""#, #""type":"reelmill.job.failed""#,
            #""id":"nuc-1.1z141z4abcdef.7""#,
            #""source":"/reelmill/4f26""#, #""time":"2026-11-20T22:14:05.250Z""#,
            #""subject":"movies/Heat.mkv""#, #""datacontenttype":"application/json""#,
            #""detail":"no \"video\"\nat all""#, #""node":"nuc-1""#,
        ] { #expect(request[4].contains(part), "\(part) in \(request[4])") }
    }

    @Test("A secret as Standard Webhooks write it is the bytes that its base64 stands for")
    func key() {
        #expect(WebhookTarget.key(Array("whsec_a2V5".utf8)) == Array("key".utf8))
        #expect(WebhookTarget.key(Array("whsec_!".utf8)) == Array("whsec_!".utf8))
        #expect(WebhookTarget.key(Array("key".utf8)) == Array("key".utf8))
    }

    @Test("Without a secret nothing is signed, and ntfy gets what it shows")
    func ntfy() throws {
        let server = try WebhookServer()
        #expect(deliver(try webhook(server.port, format: .ntfy)) == .sent("it answered 200: xx"))
        let request = try server.next()
        try #require(request.count == 5)
        #expect(request[0] == "none")
        #expect(request[3] == "reelmill: a film failed")
        #expect(request[4] == #"movies/Heat.mkv: no "video"\nat all"#)
    }

    @Test("What may work later is not given up, and what never will is")
    func answers() throws {
        let server = try WebhookServer(statuses: [503, 429, 400, 302, 204])
        let target = try webhook(server.port)
        #expect(deliver(target) == .failed("it answered 503: xx"))
        #expect(deliver(target) == .failed("it answered 429: xx"))
        #expect(deliver(target) == .refused("it answered 400: xx"))
        guard case .refused(let reason) = deliver(target) else {
            Issue.record("a redirect was followed")
            return
        }
        #expect(reason.hasPrefix("it answered 302"))
        guard case .sent = deliver(target) else {
            Issue.record("204 was not taken")
            return
        }
    }

    @Test("An answer without end is cut off, and still says how it went")
    func endless() throws {
        let server = try WebhookServer(answerBytes: 50_000_000)
        guard case .sent(let text) = deliver(try webhook(server.port)) else {
            Issue.record("not sent")
            return
        }
        #expect(text == "it answered 200: \(String(repeating: "x", count: 200))")
    }

    @Test("Where nobody listens it is said, without the secret part of the address")
    func nobody() throws {
        guard case .failed(let text) = deliver(try webhook(1)) else {
            Issue.record("somebody listens")
            return
        }
        #expect(text.hasPrefix("cannot send to http://127.0.0.1:1: "))
        #expect(!text.contains("secret-path"))
    }

    @Test("A server that nobody vouches for is told nothing, and it is tried again")
    func selfSigned() throws {
        let scratch = try Scratch()
        let certificate = try selfSigned(scratch)
        let server = try WebhookServer(certificate: certificate)
        guard case .failed(let text) = deliver(try webhook(server.port, scheme: "https")) else {
            Issue.record("it was told")
            return
        }
        #expect(text.hasPrefix("cannot send to https://127.0.0.1:\(server.port): "))
        #expect(text.contains("certificate"), "\(text)")
        // The server's own word: the connection came, and no request.
        let refusal = try server.next()
        #expect(refusal.first == "no request", "\(refusal)")
    }

    /// For this very address, as somebody makes one who has no authority.
    private func selfSigned(_ scratch: borrowing Scratch) throws -> Path {
        let (key, certificate) = (scratch.path / "key", scratch.path / "certificate")
        let paths = ProcessInput.environment[Array("PATH".utf8)] ?? []
        let openssl = try #require(ProgramSearch.find("openssl", inPATH: paths))
        let words =
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
            + "-subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout \(key) "
            + "-out \(certificate)"
        var request = SpawnRequest(openssl, words.split(separator: " ").map(String.init))
        request.errors = .pipe
        let child = try ChildProcess.spawn(request)
        var output = ChildOutput(of: child)
        _ = try output.readAll(until: Deadline(after: .seconds(60)))
        let status = try child.wait(upTo: .seconds(60))
        let said = String(decoding: output.errors.bytes, as: UTF8.self)
        try #require(status?.isSuccess == true, "\(said)")
        let bytes = try OpenFile(key, for: .read).readAll(limit: 1 << 20)
        try OpenFile(certificate, for: .append).write(bytes)
        return certificate
    }

    // MARK: Programs

    private func script(_ scratch: borrowing Scratch, _ text: String) throws -> Path {
        let path = scratch.path / "hook"
        let file = try OpenFile.create(path, permissions: 0o755)
        try file.write(Array("#!/bin/sh\n\(text)\n".utf8))
        try file.close()
        return path
    }

    private func text(_ path: Path) throws -> String {
        String(decoding: try OpenFile(path, for: .read).readAll(limit: 1 << 20), as: UTF8.self)
    }

    @Test("A program gets the event on its input and in its environment, without a shell between")
    func hook() throws {
        let scratch = try Scratch()
        let program = try script(
            scratch,
            """
            cat > "$TO/in"
            printf %s "$REELMILL_EVENT|$REELMILL_EVENT_PATH|$REELMILL_EVENT_ID" > "$TO/env"
            """
        )
        var target = HookTarget(program: program)
        target.environment[Array("TO".utf8)] = scratch.path.bytes
        let hostile: Path = "a; touch x $(touch y)\n.mkv"
        #expect(deliver(target, notice(path: hostile)) == .sent("it exited with code 0"))
        let variables = try text(scratch.path / "env")
        #expect(variables == "job.failed|a; touch x $(touch y)\n.mkv|nuc-1.1z141z4abcdef.7")
        #expect(try text(scratch.path / "in").hasSuffix("\"}\n"))
        #expect(try text(scratch.path / "in").contains(#""type":"reelmill.job.failed""#))
    }

    @Test("A program that fails says why, and one that does not end is ended with its children")
    func badHooks() throws {
        let scratch = try Scratch()
        let failing = HookTarget(program: try script(scratch, "echo no mail here >&2; exit 3"))
        #expect(deliver(failing) == .failed(#"it exited with code 3: no mail here\n"#))
        let other = try Scratch()
        var hanging = HookTarget(program: try script(other, "sleep 600 & sleep 600"))
        hanging.limit = .milliseconds(500)
        #expect(deliver(hanging) == .failed("it was ended after 0 s"))
        guard case .failed = deliver(HookTarget(program: "/nowhere/at/all")) else {
            Issue.record("a program that is not there was run")
            return
        }
    }
}
