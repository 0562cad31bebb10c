import Model
import Platform
import Spool
import SpoolSimulation
import Testing

@Suite("What goes wrong on the simulated volume")
struct SimulatedFaultTests {
    /// Asks until an answer comes up that the kind of volume may give.
    private func comesUp(
        _ habits: VolumeHabits,
        clients: Int = 2,
        _ body: @escaping @Sendable (SimulatedVolume, Findings<Bool>) -> Void
    ) throws -> Bool {
        for seed in 0..<200 {
            let stage = Stage(seed: UInt64(seed), clients: clients, habits: habits)
            let found = Findings<Bool>()
            try stage.run { volume in body(volume, found) }
            if found.all.contains(true) { return true }
        }
        return false
    }

    @Test("A machine that crashes before an operation does nothing more, and after it has done it")
    func crashes() throws {
        for (fault, expected) in [(Fault.crashBefore, []), (.crashAfter, ["a"])] {
            let answers = Findings<Errno?>()
            let stage = try Stage.alone(.nfs4) { volume in
                volume.script = script(fault, at: 0)
                answers.add(answer { () throws(SystemError) in try volume.create("a", [1]) })
                answers.add(answer { () throws(SystemError) in try volume.create("b", [1]) })
                volume.start()
                answers.add(answer { () throws(SystemError) in try volume.create("c", [1]) })
            }
            #expect(answers.all == [.inputOutput, .inputOutput, nil])
            #expect(stage.paths() == expected + ["c"])
        }
    }

    @Test("A crash in the middle of a creation leaves the name without its content")
    func midway() throws {
        let stage = try Stage.alone(.nfs4) { volume in
            volume.script = script(.crashMidway, at: 0)
            try? volume.create("a", [1])
        }
        #expect(stage.content("a") == [])
    }

    @Test("A lost reply is an error of something that happened")
    func lostReplies() throws {
        let answers = Findings<Errno?>()
        for seed in 0..<20 {
            let stage = try Stage.alone(.nfs4, seed: UInt64(seed)) { volume in
                try? volume.create("a", [1])
                volume.script = script(.lostReply, at: 0)
                answers.add(answer { () throws(SystemError) in try volume.rename("a", to: "b") })
            }
            #expect(stage.paths() == ["b"])
        }
        #expect(Set(answers.all) == [.noSuchFile, .inputOutput])
    }

    @Test(
        "What did not happen is told with its error",
        arguments: [
            (Fault.inputOutput, Errno.inputOutput), (.staleHandle, .staleHandle),
            (.noSpace, .noSpace), (.interrupted, .interrupted),
        ]
    )
    func errors(fault: Fault, errno: Errno) throws {
        let answers = Findings<Errno?>()
        let stage = try Stage.alone(.nfs4) { volume in
            volume.script = script(fault, at: 0)
            answers.add(answer { () throws(SystemError) in try volume.makeDirectory("a") })
        }
        #expect(answers.all == [errno])
        #expect(stage.paths() == [])
    }

    @Test("A full volume takes nothing from anybody until it has room again")
    func fullVolume() throws {
        let answers = Findings<Errno?>()
        _ = try Stage.alone { volume in
            volume.script = script(.noSpace, at: 0)
            _ = try? volume.list(".")
            answers.add(answer { () throws(SystemError) in try volume.create("a", [1]) })
            answers.add((try? volume.space().availableBytes) == 0 ? .noSpace : nil)
            volume.sleep(microseconds: 130_000_000)
            answers.add(answer { () throws(SystemError) in try volume.create("a", [1]) })
        }
        #expect(answers.all == [.noSpace, .noSpace, nil])
    }

    @Test("A server that restarts answers listings at once and renames after its grace period")
    func grace() throws {
        let times = Findings<Int64>()
        let stage = Stage(seed: 1, clients: 2, habits: .nfs4)
        try stage.run { volume in
            if volume.client == 0 {
                volume.script = script(.serverRestart, at: 0)
                _ = try? volume.list(".")
            } else {
                volume.sleep(microseconds: 1_000_000)
                _ = try? volume.list(".")
                times.add(stage.weather.now)
                try? volume.makeDirectory("a")
                times.add(stage.weather.now)
            }
        }
        #expect(times.all[0] < 2_000_000)
        #expect(times.all[1] > 5_000_000)
        #expect(stage.paths() == ["a/"])
    }

    @Test("A client that is cut off goes on later or gives up, and nobody else waits")
    func cutOff() throws {
        let answers = Findings<Errno?>()
        for seed in 0..<30 {
            let times = Findings<Int64>()
            let stage = Stage(seed: UInt64(seed), clients: 2, habits: .nfs4)
            try stage.run { volume in
                if volume.client == 0 { volume.script = script(.cutOff, at: 0) }
                let answer = answer { () throws(SystemError) in
                    try volume.makeDirectory(Path("d\(volume.client)"))
                }
                if volume.client == 0 { answers.add(answer) }
                times.add(stage.weather.now)
            }
            #expect(times.all[0] < 1_000_000)
            #expect(times.all[1] >= 1_000_000)
        }
        #expect(Set(answers.all) == [nil, .timedOut])
    }

    @Test("A name that was not there can be missing for a minute to whoever looked")
    func negativeEntries() throws {
        let isOld = try comesUp(.nfs4) { volume, found in
            if volume.client == 0 {
                volume.sleep(microseconds: 1_000_000)
                try? volume.create("a", [1])
            } else {
                _ = try? volume.size(of: "a")
                volume.sleep(microseconds: 2_000_000)
                let isListed = (try? volume.list("."))?.contains("a") ?? false
                found.add(isListed && (try? volume.size(of: "a")) == nil)
                // Whoever changes the directory asks for its names again.
                if isListed {
                    try? volume.touch(".")
                } else {
                    volume.sleep(microseconds: 61_000_000)
                }
                #expect((try? volume.size(of: "a")) == 1)
            }
        }
        #expect(isOld)
    }

    @Test("What an old name led to is read for a while after it was renamed")
    func positiveEntries() throws {
        let isOld = try comesUp(.nfs4) { volume, found in
            if volume.client == 0 {
                try? volume.create("a", [1])
                volume.sleep(microseconds: 2_000_000)
                try? volume.rename("a", to: "b")
            } else {
                volume.sleep(microseconds: 1_000_000)
                _ = try? volume.read("a", limit: 9)
                volume.sleep(microseconds: 3_000_000)
                found.add((try? volume.read("a", limit: 9)) == [1])
            }
        }
        #expect(isOld)
    }

    @Test("A rename in a directory that was moved away happens where it is now")
    func movedDirectories() throws {
        let happened = try comesUp(.nfs4) { volume, found in
            if volume.client == 0 {
                try? volume.makeDirectory("d")
                try? volume.create("d/a", [1])
                volume.sleep(microseconds: 2_000_000)
                try? volume.rename("d", to: "e")
            } else {
                volume.sleep(microseconds: 1_000_000)
                _ = try? volume.list("d")
                volume.sleep(microseconds: 3_000_000)
                let answer = answer { () throws(SystemError) in
                    try volume.rename("d/a", to: "d/b")
                }
                if answer == nil { found.add((try? volume.list("e")) == ["b"]) }
            }
        }
        #expect(happened)
    }

    @Test(
        "An old listing stays old until the client changes the directory",
        arguments: [true, false]
    )
    func oldListings(isOld: Bool) throws {
        let stays = try comesUp(isOld ? .nfs3 : .nfs4) { volume, found in
            if volume.client == 0 {
                volume.sleep(microseconds: 1_000_000)
                try? volume.makeDirectory("a")
            } else {
                _ = try? volume.list(".")
                volume.sleep(microseconds: 2_000_000)
                found.add((try? volume.list(".")) == [])
                try? volume.touch(".")
                #expect((try? volume.list(".")) == ["a"])
            }
        }
        #expect(stays == isOld)
    }

    @Test("A listing can miss or repeat what is renamed meanwhile, and nothing else")
    func tornListings() throws {
        for expected in [["stays"], ["a", "b", "stays"]] {
            let isTorn = try comesUp(.local) { volume, found in
                if volume.client == 0 {
                    try? volume.create("stays", [])
                    try? volume.create("a", [])
                    for _ in 0..<50 {
                        try? volume.rename("a", to: "b")
                        try? volume.rename("b", to: "a")
                    }
                } else {
                    volume.sleep(microseconds: 5_000)
                    for _ in 0..<50 {
                        let names = ((try? volume.list(".")) ?? []).map(\.description)
                        #expect(names.contains("stays"))
                        found.add(names == expected)
                    }
                }
            }
            #expect(isTorn)
        }
    }

    @Test("A power cut takes back the last names that no sync came after, in their order")
    func powerCut() throws {
        var kept: Set<[String]> = []
        for seed in 0..<100 {
            let stage = try Stage.alone(.local, seed: UInt64(seed)) { volume in
                try? volume.makeDirectory("d")
                try? volume.create("synced", [1])
                try? volume.makeDirectory("e")
                try? volume.rename("synced", to: "d/moved")
                try? volume.remove("d/moved")
                volume.script = script(.powerCut, at: 0)
                _ = try? volume.list(".")
            }
            kept.insert(stage.paths())
        }
        #expect(
            kept == [
                ["d/", "synced"], ["d/", "e/", "synced"], ["d/", "d/moved", "e/"], ["d/", "e/"],
            ]
        )
    }

    @Test("Content that was not synced can be lost with its machine, and synced content is not")
    func unsyncedContent() throws {
        var contents: Set<[UInt8]?> = []
        for seed in 0..<20 {
            let stage = try Stage.alone(.nfs4, seed: UInt64(seed)) { volume in
                try? volume.create("synced", [1])
                try? volume.create("unsynced", [1], isSynced: false)
                volume.crash()
            }
            #expect(stage.content("synced") == [1])
            contents.insert(stage.content("unsynced"))
        }
        #expect(contents == [[], [1]])
    }
}
