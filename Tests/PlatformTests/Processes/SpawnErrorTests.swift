import Model
import Platform
import TestKit
import Testing

@Suite("A child that cannot be started", .timeLimit(.minutes(2)))
struct SpawnErrorTests {
    @Test("A program that is not there")
    func noFile() {
        expect(
            SpawnRequest("/no/such/program"),
            "cannot start the program /no/such/program: No such file or directory (ENOENT)"
        )
    }

    @Test("A file that is not executable")
    func notExecutable() throws {
        let scratch = try Scratch()
        let path = try scratch.file("data", "content")
        expect(
            SpawnRequest(path),
            "cannot start the program \(path): Permission denied (EACCES); see `ls -l \(path)`"
        )
    }

    @Test("A directory")
    func directoryAsProgram() {
        expect(SpawnRequest("/usr"), "cannot start the program /usr: it is a directory")
    }

    @Test("A script whose interpreter is not there")
    func interpreter() throws {
        let scratch = try Scratch()
        let path = try program(in: scratch.path, "#!/no/such/shell")
        expect(
            SpawnRequest(path),
            "cannot start the program \(path): the interpreter or loader it names: "
                + "No such file or directory (ENOENT)"
        )
    }

    @Test("A file that is executable, but no program")
    func noFormat() throws {
        let scratch = try Scratch()
        let path = try program(in: scratch.path, "just words")
        expect(
            SpawnRequest(path),
            "cannot start the program \(path): Exec format error (ENOEXEC); see `file \(path)`"
        )
    }

    @Test("A working directory that is not there, or is a file")
    func directory() throws {
        let scratch = try Scratch()
        let file = try scratch.file("file")
        for (directory, reason) in [
            (scratch.path / "none", "No such file or directory (ENOENT)"),
            (file, "Not a directory (ENOTDIR)"),
        ] {
            var request = SpawnRequest("/bin/true")
            request.directory = directory
            expect(
                request,
                "cannot enter the directory \(directory) to start the program /bin/true: \(reason)"
            )
        }
    }

    @Test("A limit above the hard limit of somebody who may not raise it")
    func limit() {
        var request = SpawnRequest("/bin/true")
        request.limits = [.coreDump(bytes: 0), .fileSize(bytes: 4_096)]
        Faults.with(.fails("setrlimit", .operationNotPermitted, after: 1)) {
            expect(
                request,
                "cannot limit the size of files to 4096 to start the program /bin/true: "
                    + "Operation not permitted (EPERM)"
            )
        }
    }

    @Test("A file for a stream that is not there")
    func streamFile() {
        var request = SpawnRequest("/bin/true")
        request.input = .readingFile("/no/such/input")
        expect(
            request,
            "cannot open /no/such/input to start the program /bin/true: "
                + "No such file or directory (ENOENT)"
        )
    }

    @Test("What execve cannot carry is refused before anything is done")
    func unspeakable() {
        expect(
            SpawnRequest("/bin/true", [[1], [0]]),
            "cannot start the program /bin/true: argument 2 holds a NUL"
        )
        let variables: [([UInt8], [UInt8], String)] = [
            ([], [1], "\"\" cannot be a variable's name"),
            (Array("A=B".utf8), [1], "\"A=B\" cannot be a variable's name"),
            (Array("A".utf8), [0], "the variable A holds a NUL"),
        ]
        for (name, value, reason) in variables {
            var request = SpawnRequest("/bin/true")
            request.environment = [name: value]
            expect(request, "cannot start the program /bin/true: \(reason)")
        }
    }

    @Test("No process can be made")
    func fork() {
        Faults.with(.fails("fork", .wouldBlock)) {
            expect(
                SpawnRequest("/bin/true"),
                "cannot make a process to start the program /bin/true: "
                    + "Resource temporarily unavailable (EAGAIN); "
                    + "see `ulimit -u` and pids.max of the cgroup"
            )
        }
    }

    @Test("The process cannot be held by a descriptor: it is ended again")
    func handle() {
        Faults.with(.fails("pidfd_open", .tooManyOpenFilesHere)) {
            expect(
                SpawnRequest.shell("sleep 1000"),
                "cannot get hold of the process to start the program /bin/sh: "
                    + "Too many open files (EMFILE); see `ulimit -n`"
            )
        }
    }

    @Test(
        "Whatever step of the child fails, it is told which",
        arguments: [
            ("setpgid", "cannot make a process group to start the program /bin/true: "),
            ("dup2", "cannot set standard input to start the program /bin/true: "),
            ("chdir", "cannot enter the directory / to start the program /bin/true: "),
        ]
    )
    func step(call: String, beginning: String) {
        var request = SpawnRequest("/bin/true")
        request.directory = "/"
        Faults.with(.fails(call, .inputOutput)) {
            expect(request, beginning + "Input/output error (EIO)")
        }
    }

    @Test("A program that does not load in time is ended")
    func slowStart() {
        var request = SpawnRequest("/bin/true")
        request.startWithin = .zero
        expect(
            request,
            "cannot start the program /bin/true: it did not begin within 0.0 seconds: "
                + "Connection timed out (ETIMEDOUT)"
        )
    }

    @Test("Too few descriptors are left: it fails at each step with nothing left behind")
    func starved() throws {
        var outcomes: Set<String> = []
        for count in 4...20 {
            var request = try ProbeProgram.request("spawn-starved")
            request.limits = [.openFiles(UInt64(count))]
            guard let line = try? ProbeProgram.lines(of: request).first else {
                // With this few the probe itself cannot count.
                #expect(count < 6)
                continue
            }
            let parts = line.split(separator: "; left: ")
            #expect(parts.last == "children 0, fds 0", "\(count) descriptors: \(line)")
            outcomes.insert(String(parts[0]))
        }
        let toStart =
            "to start the program /bin/true: Too many open files (EMFILE); see `ulimit -n`"
        #expect(
            outcomes == [
                "cannot make a pipe \(toStart)", "cannot get hold of the process \(toStart)",
                "exited with code 0",
            ]
        )
    }

    private func expect(_ request: SpawnRequest, _ message: String) {
        do {
            _ = try ChildProcess.spawn(request)
            Issue.record("it was started: \(request.program)")
        } catch {
            #expect(error.description == message)
        }
    }

    /// Made by another process: this one must never have a program open for writing, since children
    /// that other tests start would have it open for a moment, too, and Linux answers ETXTBSY.
    private func program(in directory: Path, _ text: String) throws -> Path {
        let ended = try Finished(shell: "echo '\(text)' > program; chmod +x program") {
            $0.directory = directory
        }
        try #require(ended.status?.isSuccess == true)
        return directory / "program"
    }
}
