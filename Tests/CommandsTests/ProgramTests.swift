import Testing

/// The real binary, in a real shell.
@Suite("The program")
struct ProgramTests {
    @Test("Who reads only the beginning ends the program quietly")
    func brokenPipe() throws {
        // A pipe whose reader has gone for certain, as another program finds it, too.
        let broken = "cd $HOME; mkfifo p; exec 3<>p 4>p 3<&-; true >&4"
        let shell = try Shell("\(broken); yes >&4; echo $?; reelmill man >&4; echo $?")
        #expect(shell.output == "141\n0\n")
        #expect(shell.errors == "")
        let head = try Shell("reelmill man | head -1; echo ${PIPESTATUS[0]}")
        #expect(head.output.hasPrefix(".TH REELMILL 1 "))
        #expect(head.output.hasSuffix("\n0\n"))
        #expect(head.errors == "")
    }

    @Test("A full disk is an error")
    func fullDisk() throws {
        let shell = try Shell("reelmill man > /dev/full")
        #expect(shell.code == 1)
        let message = "cannot write to standard output: No space left on device (ENOSPC)"
        #expect(shell.errors == "reelmill: \(message)\n")
        let json = try Shell("reelmill version --json > /dev/full")
        #expect(json.errors == #"{"code":1,"message":"\#(message)","type":"error"}"# + "\n")
    }

    @Test("A standard error that is full or gone changes no exit code")
    func fullErrors() throws {
        #expect(try Shell("reelmill nonsense 2> /dev/full").code == 2)
        #expect(try Shell("reelmill nonsense 2>&-").code == 2)
    }

    @Test("Started with its streams closed, it writes into no file that it opens")
    func closedStreams() throws {
        #expect(try Shell("reelmill version <&- >&- 2>&-").code == 0)
        let script = """
            echo 'slots = 3' > r.conf; exec 3< r.conf
            reelmill config show --config r.conf >&- 2>&-; echo $?; cat r.conf
            """
        let shell = try Shell("cd $HOME; \(script)")
        #expect(shell.output == "0\nslots = 3\n")
    }

    @Test("Arguments that are not UTF-8 come through")
    func bytes() throws {
        let script =
            #"f=$HOME/$'\xff\xfe.conf'; echo 'slots = 3' > "$f"; "#
            + #"[ "$(reelmill config path --config "$f")" = "$f" ] && echo same"#
        #expect(try Shell(script).output == "same\n")
    }

    @Test("In a directory that was removed, relative paths stay as they are written")
    func removedDirectory() throws {
        let shell = try Shell(
            "mkdir $HOME/gone; cd $HOME/gone; rmdir $HOME/gone; reelmill config show --root a"
        )
        let lines = shell.output.split(separator: "\n").prefix(2).map { line in
            line.split(separator: " ").joined(separator: " ")
        }
        #expect(lines == ["root = a", "input = a/input"])
    }

    @Test("The manual is clean to mandoc and to groff")
    func manual() throws {
        let mandoc = try Shell("reelmill man | mandoc -T lint -W style")
        #expect(mandoc.output + mandoc.errors == "")
        #expect(mandoc.code == 0)
        let groff = try Shell("reelmill man | groff -man -ww -Tutf8 > /dev/null")
        #expect(groff.errors == "")
    }
}
