import ClusterKit
import Model
import Platform
import Services
import Spool
import TestKit
import Testing

@Suite("What a node serves over HTTP")
struct FrontTests {
    @Test("A node goes on encoding and answering while it is flooded")
    func flood() throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        let node = try cluster.node("one", local)
        let port = try node.port(in: cluster)
        try cluster.drop(try TestMedia.h264MKV.file(), as: "film.mkv")
        try cluster.write("[video]\n-c:v libx264 -crf 30\n", to: "input/profile.conf")
        let spool = try cluster.spool()
        var idle: [WebClient] = []
        let isDone = try cluster.wait(upTo: .seconds(90)) {
            for _ in 0..<20 {
                if idle.count == 100 { idle.removeFirst() }
                idle.append(try WebClient(port: port))
            }
            try? idle.last?.send("POST / HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\nrubbish")
            #expect(try WebClient.ask(port, "GET", "/livez").text == "ok\n")
            return try !spool.recordNames().isEmpty
        }
        #expect(isDone, "\(node.said)")
        let record = try spool.record(try #require(try spool.recordNames().first))
        #expect(record?.outcome == .done)
        #expect(try node.stop()?.outcome == .exited(code: 143))
    }

    @Test("A hundred who begin to listen in the same moment are all heard")
    func listeners() throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        let node = try cluster.node("one", local)
        let port = try node.port(in: cluster)
        // Nobody has asked yet, so that the first state is to be read for them.
        let isLed = try cluster.wait(upTo: .seconds(60)) {
            node.said.contains("one is the coordinator")
        }
        #expect(isLed, "\(node.said)")
        let clients = try (0..<100).map { _ in try WebClient(port: port) }
        for client in clients {
            try client.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        }
        for client in clients {
            let head = try client.receive(until: "\r\n\r\n")
            #expect(head.hasPrefix("HTTP/1.1 200"), "\(head)")
        }
        #expect(try node.stop()?.outcome == .exited(code: 143))
    }

    @Test("One that is to listen where another does ends, and says what to do")
    func taken() throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        let first = try cluster.node("one", local)
        let port = try first.port(in: cluster)
        let second = try cluster.node("two", ["--listen", "127.0.0.1:\(port)"])
        #expect(try second.child.wait(upTo: .seconds(60))?.outcome == .exited(code: 1))
        #expect(second.said.contains("cannot listen on 127.0.0.1:\(port): another program has"))
        #expect(second.said.contains("by  --listen 127.0.0.1:\(port + 1)  "))
        #expect(try first.stop()?.outcome == .exited(code: 143))
    }

    @Test("It lives before its volume is there, and says what it waits for")
    func waiting() throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        // A mark of an earlier spool, which has to be waited for.
        let mark = cluster.output.appending(MediaFolders.staging)
        try Directory.createAll(mark)
        let node = try cluster.node("one", local)
        let port = try node.port(in: cluster)
        #expect(try WebClient.ask(port, "GET", "/livez").status == 200)
        let answer = try WebClient.ask(port, "GET", "/readyz")
        #expect(answer.status == 503)
        #expect(answer.text.contains("not ready: the spool is waited for\n"))
        #expect(!answer.text.contains("\(cluster.root)"))
        try Directory.removeEmpty(mark)
        let isReady = try cluster.wait(upTo: .seconds(60)) {
            try WebClient.ask(port, "GET", "/readyz").status == 200
        }
        #expect(isReady, "\(node.said)")
        #expect(try node.stop()?.outcome == .exited(code: 143))
    }

    @Test("One that was taken for dead goes on listening, and both point to who leads")
    func gone() throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        let first = try cluster.node("one", local)
        let port = try first.port(in: cluster)
        let isReady = try cluster.wait(upTo: .seconds(30)) {
            try WebClient.ask(port, "GET", "/readyz").status == 200
        }
        #expect(isReady, "\(first.said)")
        let second = try cluster.node("two", local)
        let other = try second.port(in: cluster)
        #expect(try points(from: other, to: port, cluster), "\(second.said)")
        try first.freeze()
        let isTaken = try cluster.wait(upTo: .seconds(30)) {
            second.said.contains("two is the coordinator")
        }
        #expect(isTaken, "\(second.said)")
        try first.thaw()
        #expect(try points(from: port, to: other, cluster), "\(first.said)")
        #expect(try WebClient.ask(port, "GET", "/livez").status == 200)
        #expect(try first.stop()?.outcome == .exited(code: 143))
        #expect(try second.stop()?.outcome == .exited(code: 143))
    }

    @Test("A token is needed where other machines can come, and is told nobody")
    func token() throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        let open = try cluster.node("open", ["--listen", "0.0.0.0:0"])
        #expect(try open.child.wait(upTo: .seconds(60))?.outcome == .exited(code: 5))
        #expect(open.said.contains("set --token-file FILE, or allow it by --insecure"))
        let file = try scratch.file("token", "correct horse battery\n")
        let node = try cluster.node("one", ["--listen", "0.0.0.0:0", "--token-file", "\(file)"])
        let port = try node.port(in: cluster)
        #expect(try WebClient.ask(port, "GET", "/api/v1/state").status == 401)
        let header = "Authorization: Bearer correct horse battery"
        #expect(try WebClient.ask(port, "GET", "/api/v1/state", [header]).status != 401)
        #expect(try WebClient.ask(port, "GET", "/livez").status == 200)
        #expect(try node.stop()?.outcome == .exited(code: 143))
        #expect(!node.said.contains("horse"))
    }

    @Test("While it finishes what runs it lives and is not ready; a second signal hands that back")
    func draining() throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        try cluster.write("[video]\n-c:v libx264 -preset placebo\n", to: "input/profile.conf")
        let film = try StormFilms.all(1, in: scratch.path, seconds: 60)[0]
        try cluster.drop(film.file, as: "film.mkv")
        let node = try cluster.watching("one", 2, local + ["--grace", "10m"])
        let port = try node.port(in: cluster)
        let isBusy = try cluster.wait(upTo: .seconds(60)) { node.said.contains("took slice") }
        try #require(isBusy, "\(node.said)")
        try node.child.signal(.terminate)
        let isDraining = try cluster.wait(upTo: .seconds(60)) {
            let answer = try WebClient.ask(port, "GET", "/readyz")
            return answer.status == 503 && answer.text.contains("the node is stopping")
        }
        #expect(isDraining, "\(node.said)")
        #expect(try WebClient.ask(port, "GET", "/livez").status == 200)
        #expect(try node.stop()?.outcome == .exited(code: 143))
        let report = try Audit.report(of: try DirectoryVolume(root: cluster.spoolFolder))
        #expect(report.isClean)
        #expect(report.returns > 0)
        #expect(report.claims == report.commits + report.returns)
        #expect(report.takeBacks + report.failures == 0)
    }

    // MARK: What all of them do

    private let local = ["--listen", "127.0.0.1:0"]

    private func points(
        from port: UInt16,
        to other: UInt16,
        _ cluster: Cluster
    ) throws -> Bool {
        let wanted = "http://127.0.0.1:\(other)/api/v1/state?a=b"
        return try cluster.wait(upTo: .seconds(30)) {
            let answer = try WebClient.ask(port, "GET", "/api/v1/state?a=b")
            return answer.status == 307 && answer.headers["location"] == wanted
        }
    }
}
