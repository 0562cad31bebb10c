import ClusterKit
import Model
import Platform
import Services
import Spool
import TestKit
import Testing

/// What nobody who wishes well does to a node, which goes on encoding meanwhile.
@Suite("A node that is attacked")
struct AttackTests {
    @Test("goes on encoding while a thousand connections, a gigabyte and slow requests come")
    func flood() throws {
        let scratch = try Scratch()
        let (cluster, node, port) = try node(scratch.path)
        let attacker = try Attacker(port)
        #expect(try attacker.line() == "held 1000")
        let poured = try #require(Int(try attacker.line().dropFirst("poured ".count)))
        // By the head alone: what came is what the kernel took before the connection ended.
        #expect(poured < 64 << 20)
        try cluster.drop(try TestMedia.h264MKV.file(), as: "film.mkv")
        let spool = try cluster.spool()
        let isDone = try cluster.wait(upTo: .seconds(90)) {
            #expect(try WebClient.ask(port, "GET", "/livez").text == "ok\n")
            return try !spool.recordNames().isEmpty
        }
        #expect(isDone, "\(node.said)")
        #expect(attacker.isRunning)
        let record = try spool.record(try #require(try spool.recordNames().first))
        #expect(record?.outcome == .done)
        #expect(try !spool.isPaused())
        #expect(try node.stop()?.outcome == .exited(code: 143))
    }

    /// Requests that want to pause the cluster, and how they are refused.
    private static let refused: [([String], Int)] = [
        (["Host: localhost"], 401),
        (["Host: localhost", "Authorization: Bearer wrong"], 401),
        (["Host: localhost", "Cookie: reelmill=d3Jvbmc"], 401),
        (["Host: evil.example", right], 421),
        (["Host: localhost.evil.example", right], 421),
        (["Host: localhost", right, "Sec-Fetch-Site: cross-site"], 403),
        (["Host: localhost", right, "Sec-Fetch-Site: same-site"], 403),
        (["Host: localhost", right, "Origin: http://evil.example"], 403),
        (["Host: localhost", right, "Origin: null"], 403),
        (["Host: localhost", right, "Content-Type: text/plain"], 415),
        (["Host: localhost", right, "Content-Type: application/x-www-form-urlencoded"], 415),
    ]
    private static let secret = "correct horse battery staple"
    private static let right = "Authorization: Bearer \(secret)"

    @Test("does nothing for those who may not, and goes on encoding")
    func strangers() throws {
        let scratch = try Scratch()
        let file = try scratch.file("token", AttackTests.secret)
        let (cluster, node, port) = try node(scratch.path, ["--token-file", "\(file)"])
        try cluster.drop(try TestMedia.h264MKV.file(), as: "film.mkv")
        let spool = try cluster.spool()
        for (headers, status) in AttackTests.refused {
            #expect(try pause(port, headers) == status, "\(headers)")
        }
        let statuses = try (0..<30).map { number in
            try pause(port, ["Host: localhost", "Authorization: Bearer guess \(number)"])
        }
        #expect(statuses.first == 401)
        #expect(statuses.last == 429)
        #expect(try !spool.isPaused())
        let isDone = try cluster.wait(upTo: .seconds(90)) { try !spool.recordNames().isEmpty }
        #expect(isDone, "\(node.said)")
        #expect(try node.stop()?.outcome == .exited(code: 143))
        #expect(!node.said.contains("horse"))
    }

    private func pause(_ port: UInt16, _ headers: [String]) throws -> Int {
        let client = try WebClient(port: port)
        var head = ["POST /api/v1/pause HTTP/1.1"] + headers
        head.append("Content-Length: 2")
        if !headers.contains(where: { $0.hasPrefix("Content-Type") }) {
            head.append("Content-Type: application/json")
        }
        try client.send(head.joined(separator: "\r\n") + "\r\n\r\n{}")
        return try client.answer().status
    }

    private static let climbing: [(String, String)] = [
        ("GET", "/../secret"), ("GET", "/assets/../../secret"), ("GET", "/assets/..%2f..%2fsecret"),
        ("GET", "/assets/%2e%2e/%2e%2e/secret"), ("GET", "/api/v1/jobs/..%2f..%2fsecret"),
        ("GET", "/api/v1/jobs/..%2f..%2fsecret/logs"), ("GET", "/api/v1/jobs/%2fetc%2fpasswd/logs"),
        ("POST", "/api/v1/jobs/..%2f..%2finput%2ffilm.mkv/cancel"),
        ("POST", "/api/v1/jobs/%2e%2e/retry"), ("POST", "/api/v1/nodes/..%2f..%2fsecret/forget"),
        ("POST", "/api/v1/nodes/..%2fleader/drain"), ("POST", "/api/v1/nodes/%00/drain"),
        ("DELETE", "/api/v1/history/..%2f..%2finput%2ffilm.mkv"),
        ("DELETE", "/api/v1/history/..%2fSPOOL"), ("POST", "/api/v1/history/..%2f..%2f/restore"),
        ("GET", "/api/v1/profiles/effective?path=..%2f..%2fsecret"),
        ("GET", "/api/v1/profiles/effective?path=%2fetc%2fpasswd"),
        ("GET", "/api/v1/profiles/check?path=..%2f"),
    ]

    @Test("lets no name climb out of where it belongs")
    func climbing() throws {
        let scratch = try Scratch()
        let (cluster, node, port) = try node(scratch.path)
        try cluster.write("what nobody may read", to: "secret")
        try cluster.write("no film yet", to: "input/film.mkv")
        let isReady = try cluster.wait(upTo: .seconds(60)) {
            try WebClient.ask(port, "GET", "/api/v1/history").status == 200
        }
        #expect(isReady, "\(node.said)")
        let before = try names(cluster)
        for (method, path) in AttackTests.climbing {
            let answer = try WebClient.ask(port, method, path)
            #expect((400..<500).contains(answer.status), "\(path) \(answer.text)")
            #expect(!answer.text.contains("nobody may read"))
            #expect(!answer.text.contains("root:"))
        }
        let after = try names(cluster)
        #expect(after == before, "\(Set(after).symmetricDifference(before))")
        #expect(try node.stop()?.outcome == .exited(code: 143))
    }

    /// Of what no request may change.
    private func names(_ cluster: Cluster) throws -> [String] {
        let folders = [
            cluster.root, cluster.input, cluster.output, cluster.spoolFolder / "nodes",
        ]
        return try folders.flatMap { folder in
            try Directory.entries(of: folder).map { "\(folder)/\($0.name)" }
        }.sorted()
    }

    private func node(
        _ root: Path,
        _ more: [String] = []
    ) throws -> (Cluster, NodeProcess, UInt16) {
        let cluster = try Cluster(root, program: try BuiltProgram.path())
        try cluster.write("[video]\n-c:v libx264 -crf 30\n", to: "input/profile.conf")
        let node = try cluster.node("one", ["--listen", "127.0.0.1:0", "--settle", "300ms"] + more)
        return (cluster, node, try node.port(in: cluster))
    }
}

/// A process of its own, since so many connections are more than the tests' process may have.
private final class Attacker {
    private let child: ChildProcess
    private var output: ChildOutput

    init(_ port: UInt16) throws {
        let paths = ProcessInput.environment[Array("PATH".utf8)] ?? []
        let python = try #require(ProgramSearch.find("python3", inPATH: paths))
        var request = SpawnRequest(python, ["-u", "-c", Attacker.script, "\(port)"])
        request.output = .pipe
        request.errors = .pipe
        child = try ChildProcess.spawn(request)
        output = ChildOutput(of: child)
    }

    deinit { _ = try? child.terminate(grace: .zero) }

    var isRunning: Bool { (try? child.wait(upTo: .zero)) == .some(nil) }

    func line() throws -> String {
        let line = try output.nextLine(until: Deadline(after: .seconds(120)))
        guard case .line(.whole(let bytes)) = line else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A thousand connections that never come to the end of their request, a byte at a time; those
    /// that are ended come again.
    private static let script = """
        import resource, socket, sys, time
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
        def connect():
            return socket.create_connection(("127.0.0.1", int(sys.argv[1])), 30)
        def hold():
            client = connect()
            client.sendall(b"GET / HTTP/1.1\\r\\nHost: localhost\\r\\nX-")
            return client
        def pour():
            client, sent = connect(), 0
            client.sendall(b"POST /api/v1/pause HTTP/1.1\\r\\nHost: localhost\\r\\n"
                b"Content-Type: application/json\\r\\nContent-Length: 1073741824\\r\\n\\r\\n")
            try:
                while sent < 1 << 30: sent += client.send(bytes(65536))
            except OSError: pass
            return sent
        held = [hold() for _ in range(1000)]
        print("held", len(held))
        print("poured", max(pour() for _ in range(20)))
        while True:
            for number, client in enumerate(held):
                try: client.sendall(b"a")
                except OSError:
                    client.close()
                    try: held[number] = hold()
                    except OSError: pass
            time.sleep(0.2)
        """
}
