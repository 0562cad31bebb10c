import Model
@testable import Platform
import TestKit
import Testing

@Suite("The manager of a service")
struct ServiceManagerTests {
    private static func environment(_ values: [String: String]) -> [[UInt8]: [UInt8]] {
        Dictionary(
            uniqueKeysWithValues: values.map { (Array($0.key.utf8), Array($0.value.utf8)) }
        )
    }

    private static func manager(_ values: [String: String]) -> ServiceManager? {
        ServiceManager(environment(values), process: 17)
    }

    @Test("hears all that is said in one message, at a path")
    func path() throws {
        let scratch = try Scratch()
        let name = "\(scratch.path / "notify")"
        let inbox = try ServiceInbox(name)
        let manager = try #require(ServiceManagerTests.manager(["NOTIFY_SOCKET": name]))
        #expect(manager.tell(.ready, .status("2 tasks,\n3 jobs"), .moreTime(.seconds(30))))
        let said = inbox.next(within: .seconds(20))
        #expect(said == "READY=1\nSTATUS=2 tasks, 3 jobs\nEXTEND_TIMEOUT_USEC=30000000")
        #expect(manager.watchdog == nil)
    }

    @Test("hears it at an abstract name as well")
    func abstract() throws {
        let name = "@reelmill-test-\(UniqueName.hidden())"
        let inbox = try ServiceInbox(name)
        let manager = try #require(ServiceManagerTests.manager(["NOTIFY_SOCKET": name]))
        #expect(manager.tell(.alive))
        #expect(manager.tell(.stopping))
        #expect(inbox.next(within: .seconds(20)) == "WATCHDOG=1")
        #expect(inbox.next(within: .seconds(20)) == "STOPPING=1")
    }

    @Test("is not waited for, and what does not arrive is no error")
    func gone() throws {
        let scratch = try Scratch()
        let name = "\(scratch.path / "notify")"
        let manager = try #require(ServiceManagerTests.manager(["NOTIFY_SOCKET": name]))
        #expect(!manager.tell(.ready))
        let inbox = try ServiceInbox(name)
        // Nobody reads: the kernel keeps a few, then the sender would have to wait.
        let sent = (0..<100_000).prefix { _ in manager.tell(.alive) }.count
        #expect(sent < 100_000)
        #expect(inbox.next(within: .seconds(20)) == "WATCHDOG=1")
        let isRefused = Faults.with(.fails("socket", .tooManyOpenFiles)) { !manager.tell(.ready) }
        #expect(isRefused)
        let isCut = Faults.with(.fails("sendto", .accessDenied)) { !manager.tell(.ready) }
        #expect(isCut)
    }

    static let strangers: [[String: String]] = [
        [:], ["NOTIFY_SOCKET": ""], ["NOTIFY_SOCKET": "vsock:2:1234"], ["NOTIFY_SOCKET": "notify"],
    ]

    @Test("is none where there is no socket that can be reached", arguments: strangers)
    func none(_ values: [String: String]) {
        #expect(ServiceManagerTests.manager(values) == nil)
    }

    @Test("says nothing that arrives where a name is too long")
    func long() throws {
        let name = "/" + String(repeating: "a", count: 107)
        let manager = try #require(ServiceManagerTests.manager(["NOTIFY_SOCKET": name]))
        #expect(!manager.tell(.ready))
    }

    static let watchdogs: [([String: String], Duration?)] = [
        (["WATCHDOG_USEC": "60000000"], .seconds(60)),
        (["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "17"], .seconds(60)),
        (["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "18"], nil),
        (["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "x"], nil),
        (["WATCHDOG_USEC": "0"], nil), (["WATCHDOG_USEC": "-5"], nil),
        (["WATCHDOG_USEC": "x"], nil),
    ]

    @Test("waits for signs of life of the process that it names", arguments: watchdogs)
    func watchdog(_ values: [String: String], _ limit: Duration?) throws {
        let all = values.merging(["NOTIFY_SOCKET": "/notify"]) { first, _ in first }
        #expect(try #require(ServiceManagerTests.manager(all)).watchdog == limit)
    }

    @Test("is nothing that children know of")
    func children() throws {
        let told = ServiceManagerTests.environment([
            "NOTIFY_SOCKET": "/a", "WATCHDOG_USEC": "1", "WATCHDOG_PID": "2", "PATH": "/bin",
        ])
        #expect(ProcessInput.forChildren(told) == ServiceManagerTests.environment(["PATH": "/bin"]))
    }
}
