import Model
import Profiles
import Spool
import TestKit
import Testing

@testable import Platform
@testable import Services

@Suite("What is examined")
struct ExaminationTests {
    @Test("An input is to be read, and an empty one may be a volume that is not mounted")
    func input() throws {
        let scratch = try Scratch()
        let examination = FolderExamination("input", scratch.path)
        #expect(examination.reading().map(\.outcome) == [.warning])
        try scratch.file("a.mkv")
        #expect(examination.reading().map(\.outcome) == [.ok])
        let missing = FolderExamination("input", scratch.path / "none").reading()
        #expect(missing.map(\.outcome) == [.failure])
        #expect(missing[0].fix?.contains("mkdir -p \(scratch.path)/none") == true)
    }

    @Test("An output is written to, and nothing stays there")
    func output() throws {
        let scratch = try Scratch()
        let findings = FolderExamination("output", scratch.path).writing()
        #expect(findings.map(\.outcome) == [.ok])
        #expect(try Directory.entries(of: scratch.path).isEmpty)
        // Nobody, not even root, makes files there.
        let refused = FolderExamination("output", "/proc/self/task").writing()
        #expect(refused.map(\.outcome) == [.failure])
        #expect(
            refused[0].text.hasPrefix("cannot make a file in /proc/self/task")
                || refused[0].text.hasPrefix("there is no folder /proc/self/task")
        )
    }

    @Test("Room is held against twice the largest source")
    func space() throws {
        let scratch = try Scratch()
        let examination = FolderExamination("spool", scratch.path)
        let space = try MountedFileSystem(of: scratch.path).space
        let tooLarge = examination.space(largest: space.totalBytes)
        #expect(tooLarge.first?.outcome == .warning)
        #expect(tooLarge.first?.text.contains("twice the largest source is") == true)
    }

    @Test("Too few watches for the folders of an input are told with the setting to change")
    func watches() throws {
        let scratch = try Scratch()
        let system = try MountedFileSystem(of: scratch.path)
        func findings(_ folders: Int, watches: Int?) -> [DoctorFinding] {
            let limits = InotifyLimits(queuedEvents: 1, instances: 1, watches: watches)
            return WatchExamination.findings(scratch.path, system, folders, limits)
        }
        #expect(findings(10, watches: 8_192).map(\.outcome) == [.ok])
        #expect(findings(10, watches: nil).map(\.outcome) == [.ok])
        let few = findings(200_000, watches: 8_192)
        #expect(few.map(\.outcome) == [.warning])
        #expect(few[0].fix == "sysctl fs.inotify.max_user_watches=800000")
    }

    /// A film that the program's own default is for.
    private func examination(
        _ scratch: borrowing Scratch,
        nodes: [ViewedNode] = [],
        _ check: (ReadProfile) throws(MediaFailure) -> ProfileCheck.Result
    ) throws -> ProfileExamination {
        try scratch.file("a.mkv")
        var catalogue = ProfileCatalogue(
            ProfilePlaces(input: scratch.path, profiles: nil),
            disk: DirectoryProfileDisk(),
            numbers: .no
        )
        return ProfileExamination(
            &catalogue,
            disk: DirectoryProfileDisk(),
            nodes: nodes,
            check: check
        )
    }

    @Test("What this machine lacks is told with the nodes that have it")
    func lacking() throws {
        let scratch = try Scratch()
        var record = NodeRecord(
            holder: Holder(hostName: "nuc-2", bits: 2),
            beat: 1,
            hostName: "nuc-2",
            version: "1",
            architecture: "amd64",
            time: .now
        )
        record.encoders = ["aac", "libx264"]
        let node = ViewedNode(
            holder: Holder(hostName: "nuc-2", bits: 2),
            record: record,
            secondsSilent: 0,
            isSilent: false,
            isDrained: false
        )
        let examination = try examination(scratch, nodes: [node]) { _ in
            var result = ProfileCheck.Result()
            result.lacking = [ConfigurationProblem("there is no libx264 here")]
            return result
        }
        let warnings = examination.findings.filter { $0.outcome == .warning }
        #expect(
            warnings.map(\.text)
                == ["this machine cannot encode by it, but nuc-2 may: there is no libx264 here"]
        )
        #expect(examination.folders == 1)
        #expect(!examination.writesInput)
    }

    @Test("A mistake in a profile is a failure of configuration")
    func wrong() throws {
        let scratch = try Scratch()
        let examination = try examination(scratch) { _ in
            var result = ProfileCheck.Result()
            result.wrong = [ConfigurationProblem("no such option")]
            return result
        }
        let failures = examination.findings.filter { $0.outcome == .failure }
        #expect(failures.map(\.cause) == [.configuration])
        #expect(failures.map(\.fix) == ["reelmill profiles check"])
    }

    @Test("A clock far from the file server's, a silent node and no coordinator are told")
    func nodes() throws {
        let scratch = try Scratch()
        let volume = try DirectoryVolume(root: scratch.path)
        var view = ClusterView()
        var node = ViewedNode(
            holder: Holder(hostName: "pi4", bits: 1),
            record: nil,
            secondsSilent: 1,
            isSilent: false,
            secondsAhead: -74,
            isDrained: false
        )
        view.nodes = [node]
        node.isSilent = true
        node.secondsSilent = 300
        view.nodes.append(node)
        let findings = SpoolExamination(ClusterReader(volume, hostName: "a"), view).nodes()
        let texts = findings.filter { $0.outcome == .warning }.map(\.text)
        #expect(texts.count == 3)
        #expect(texts[0].hasPrefix("no node coordinates now"))
        #expect(texts[1].hasPrefix("the clock of pi4 is 74 s behind the file server's"))
        #expect(texts[2].hasPrefix("pi4.0000000000001 has been silent for 300 s"))
        let none = SpoolExamination(ClusterReader(volume, hostName: "a"), ClusterView()).nodes()
        #expect(none.map(\.text) == ["no node runs"])
    }
}
