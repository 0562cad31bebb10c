import Model
import Platform
import TestKit
import Testing

/// A server in a child, in a language whose library signs by itself: what it says of a signature
/// does not come from our code.
final class WebhookServer {
    private let child: ChildProcess
    private var output: ChildOutput
    let port: Int

    /// - Parameters:
    ///   - statuses: What it answers, one after another; the last one for ever.
    ///   - secret: What it checks signatures with.
    ///   - certificate: A file with a certificate and its key, for a server that speaks TLS.
    init(
        statuses: [Int] = [200],
        secret: String = "",
        answerBytes: Int = 2,
        certificate: Path? = nil
    ) throws {
        let paths = ProcessInput.environment[Array("PATH".utf8)] ?? []
        let python = try #require(ProgramSearch.find("python3", inPATH: paths))
        let arguments = [
            "-u", "-c", WebhookServer.script, secret, "\(answerBytes)",
            statuses.map(String.init).joined(separator: ","), certificate?.description ?? "",
        ]
        var request = SpawnRequest(python, arguments)
        request.output = .pipe
        request.errors = .pipe
        child = try ChildProcess.spawn(request)
        output = ChildOutput(of: child)
        let first = try output.nextLine(until: Deadline(after: .seconds(60)))
        guard case .line(.whole(let bytes)) = first,
            let port = Int(String(decoding: bytes, as: UTF8.self))
        else { throw NoPort() }
        self.port = port
    }

    deinit { _ = try? child.terminate(grace: .zero) }

    struct NoPort: Error {}

    /// The next request: `valid|id|type|title|body`.
    func next() throws -> [String] {
        let line = try output.nextLine(until: Deadline(after: .seconds(60)))
        guard case .line(.whole(let bytes)) = line else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(
            separator: "|",
            maxSplits: 4,
            omittingEmptySubsequences: false
        ).map(String.init)
    }

    private static let script = """
        import base64, hashlib, hmac, http.server, ssl, sys
        secret, answer, codes = sys.argv[1], int(sys.argv[2]), sys.argv[3].split(",")
        class Handler(http.server.BaseHTTPRequestHandler):
            # Some clients look at the certificate only when all else is agreed upon.
            def handle(self):
                try: super().handle()
                except OSError: pass
                if not getattr(self, "raw_requestline", b""):
                    print("no request", "", "", "", "", sep="|")
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                head = self.headers
                text = f'{head["webhook-id"]}.{head["webhook-timestamp"]}.'.encode() + body
                mac = hmac.new(secret.encode(), text, hashlib.sha256).digest()
                wanted = "v1," + base64.b64encode(mac).decode()
                valid = head.get("webhook-signature", "none")
                valid = "valid" if valid == wanted else valid
                code = int(codes.pop(0) if len(codes) > 1 else codes[0])
                print(valid, head["webhook-id"], head["Content-Type"], head.get("Title", ""),
                    body.decode(), sep="|")
                self.send_response(code)
                if code // 100 == 3: self.send_header("Location", "http://127.0.0.1:1/")
                self.send_header("Content-Length", str(answer))
                self.end_headers()
                try: self.wfile.write(b"x" * answer)
                except OSError: pass
            def log_message(self, *_): pass
        class Server(http.server.HTTPServer):
            def get_request(self):
                try: return super().get_request()
                except OSError:
                    print("no request", "", "", "", "", sep="|")
                    raise
        server = Server(("127.0.0.1", 0), Handler)
        if sys.argv[4]:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(sys.argv[4])
            server.socket = context.wrap_socket(server.socket, server_side=True)
        print(server.server_port)
        server.serve_forever()
        """
}
