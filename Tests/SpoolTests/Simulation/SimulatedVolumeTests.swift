import Model
import Platform
import Spool
import SpoolSimulation
import Testing

@Suite("The simulated volume without faults")
struct SimulatedVolumeTests {
    @Test("A file is created once, read, rewritten, lengthened and removed")
    func files() throws {
        let answers = Findings<Errno?>()
        let contents = Findings<[UInt8]?>()
        let stage = try Stage.alone { volume in
            answers.add(answer { () throws(SystemError) in try volume.create("a", [1, 2]) })
            answers.add(answer { () throws(SystemError) in try volume.create("a", [3]) })
            contents.add(try? volume.read("a", limit: 2))
            answers.add(answer { () throws(SystemError) in _ = try volume.read("a", limit: 1) })
            try? volume.rewrite("a", [4])
            try? volume.append("a", [5, 6])
            contents.add(try? volume.read("a", limit: 9))
            try? volume.append("b", [7])
            answers.add(answer { () throws(SystemError) in try volume.remove("a") })
            answers.add(answer { () throws(SystemError) in try volume.remove("a") })
            answers.add(answer { () throws(SystemError) in try volume.rewrite("a", [1]) })
        }
        #expect(
            answers.all == [nil, .exists, .fileTooLarge, nil, .noSuchFile, .noSuchFile]
        )
        #expect(contents.all == [[1, 2], [4, 5, 6]])
        #expect(stage.paths() == ["b"])
        #expect(stage.content("b") == [7])
    }

    @Test("A name is renamed over a file, linked once, and never over a directory in use")
    func names() throws {
        let answers = Findings<Errno?>()
        let stage = try Stage.alone { volume in
            for name in ["d", "e", "d/x", "e/y"] { try? volume.makeDirectory(Path(name)) }
            try? volume.create("a", [1])
            try? volume.create("b", [2])
            answers.add(answer { () throws(SystemError) in try volume.link("a", to: "b") })
            answers.add(answer { () throws(SystemError) in try volume.link("a", to: "c") })
            answers.add(answer { () throws(SystemError) in try volume.rename("a", to: "b") })
            answers.add(answer { () throws(SystemError) in try volume.rename("a", to: "z") })
            answers.add(answer { () throws(SystemError) in try volume.rename("d", to: "e") })
            answers.add(answer { () throws(SystemError) in try volume.removeDirectory("e") })
            answers.add(answer { () throws(SystemError) in try volume.rename("d", to: "e/y") })
        }
        #expect(answers.all == [.exists, nil, nil, .noSuchFile, .notEmpty, .notEmpty, nil])
        #expect(stage.paths() == ["b", "c", "e/", "e/y/", "e/y/x/"])
        #expect(stage.content("b") == [1])
    }

    @Test("One of several clients wins a rename, a link, a directory and an exclusive creation")
    func winners() throws {
        for seed in 0..<50 {
            let wins = Findings<String>()
            let stage = Stage(seed: UInt64(seed), clients: 3, habits: .nfs4)
            try stage.run { volume in
                let own = Path("own\(volume.client)")
                try? volume.append("token", [])
                try? volume.create(own, [])
                let tries: [(String, () throws(SystemError) -> Void)] = [
                    ("create", { () throws(SystemError) in try volume.create("created", []) }),
                    ("make", { () throws(SystemError) in try volume.makeDirectory("made") }),
                    ("link", { () throws(SystemError) in try volume.link(own, to: "linked") }),
                ]
                for (name, attempt) in tries where answer(attempt) == nil { wins.add(name) }
            }
            #expect(wins.all.sorted() == ["create", "link", "make"], "seed \(seed)")
        }
    }

    @Test("The same seed gives the same trace, and another seed another one")
    func replay() throws {
        func trace(_ seed: UInt64) throws -> [String] {
            var rates = FaultRates()
            rates.lostReply = 20_000
            rates.freeze = 10_000
            rates.crashAfter = 2_000
            let stage = Stage(seed: seed, clients: 3, habits: .nfs3, rates: rates)
            let lines = Findings<String>()
            stage.weather.trace = { lines.add($0) }
            try stage.run { volume in
                for number in 0..<100 where !volume.isDown {
                    try? volume.append(Path("f\(number % 7)"), [UInt8(number)])
                    try? volume.rename(Path("f\(number % 7)"), to: Path("g\(number % 5)"))
                    _ = try? volume.list(".")
                }
            }
            return lines.all + ["\(stage.weather.digest)"]
        }
        let first = try trace(7)
        #expect(first.count > 100)
        #expect(try trace(7) == first)
        #expect(try trace(8) != first)
    }

    @Test("The steady clock stands still while a machine is suspended, and no other does")
    func clocks() throws {
        let times = Findings<Duration>()
        let stage = try Stage.alone { volume in
            let before = volume.clock.steady
            volume.script = script(.suspend, at: 0)
            _ = try? volume.list(".")
            times.add(volume.clock.steady - before)
            volume.script = script(.freeze, at: 0)
            _ = try? volume.list(".")
            times.add(volume.clock.steady - before)
        }
        #expect(times.all[0] < .seconds(1))
        #expect(times.all[1] > .seconds(1))
        #expect(stage.weather.now > 2_000_000)
    }
}
