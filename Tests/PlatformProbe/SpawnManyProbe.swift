import Model
import Platform

/// Starts a thousand children, some of which fail, are ended or are let go of, and says what is
/// left.
enum SpawnManyProbe {
    static func run() throws {
        try Subreaper.enable()
        let descriptors = try Census.openDescriptors()
        for number in 0..<1_000 { try startOne(number) }
        let leaked = try Census.openDescriptors() - descriptors
        print("left: children \(try Census.children()), fds \(leaked)")
        try printRate()
    }

    private static func startOne(_ number: Int) throws {
        var request = SpawnRequest("/bin/true")
        request.input = .pipe
        request.output = .pipe
        request.errors = .pipe
        switch number % 10 {
        case 0:
            request.program = "/no/such/program"
            if (try? ChildProcess.spawn(request)) != nil { fatalError("it was started") }
        case 1:
            request.program = "/bin/sleep"
            request.arguments = [Array("1000".utf8)]
            _ = try ChildProcess.spawn(request)
        case 2:
            request.program = "/bin/sleep"
            request.arguments = [Array("1000".utf8)]
            guard try ChildProcess.spawn(request).terminate(grace: .seconds(30)) != nil else {
                fatalError("it was not ended")
            }
        default:
            let child = try ChildProcess.spawn(request)
            var output = ChildOutput(of: child)
            guard
                try output.readAll(until: Deadline(after: .seconds(30))),
                try child.wait(upTo: .seconds(30))?.isSuccess == true
            else { fatalError("/bin/true failed") }
        }
    }

    private static func printRate() throws {
        let begin = MonotonicTime.now
        for _ in 0..<500 {
            _ = try ChildProcess.spawn(SpawnRequest("/bin/true")).wait(upTo: .seconds(30))
        }
        print("500 of /bin/true in \(MonotonicTime.now - begin)")
    }
}
