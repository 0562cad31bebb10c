import Model
@testable import Platform
import TestKit
import Testing

@Suite("Control groups")
struct ControlGroupTests {
    @Test("Without control groups there is no limit")
    func none() throws {
        let machine = try Fixture([:])
        #expect(machine.groups.processorQuota == nil)
        #expect(machine.groups.memory == nil)
    }

    @Test("Version 2: the smallest limit on the way to the root counts")
    func versionTwo() throws {
        let machine = try Fixture([
            "proc/self/cgroup": "0::/system.slice/reelmill.service\n",
            "sys/fs/cgroup/cgroup.controllers": "cpu memory\n",
            "sys/fs/cgroup/system.slice/cpu.max": "150000 100000\n",
            "sys/fs/cgroup/system.slice/memory.max": "1000000\n",
            "sys/fs/cgroup/system.slice/memory.current": "900000\n",
            "sys/fs/cgroup/system.slice/memory.stat": "inactive_file 200000\nactive_file 100000\n",
            "sys/fs/cgroup/system.slice/reelmill.service/cpu.max": "max 100000\n",
            "sys/fs/cgroup/system.slice/reelmill.service/memory.max": "max\n",
            "sys/fs/cgroup/system.slice/reelmill.service/memory.current": "800000\n",
        ])
        #expect(machine.groups.processorQuota == 1.5)
        #expect(machine.groups.memory == .init(limit: 1_000_000, available: 400_000))
    }

    @Test("Version 2: the least that is left may be below another group than the smallest limit")
    func leastAvailable() throws {
        let machine = try Fixture([
            "proc/self/cgroup": "0::/a/b\n",
            "sys/fs/cgroup/a/memory.max": "5000\n",
            "sys/fs/cgroup/a/memory.current": "4900\n",
            "sys/fs/cgroup/a/b/memory.max": "1000\n",
            "sys/fs/cgroup/a/b/memory.current": "300\n",
            "sys/fs/cgroup/a/b/cpu.max": "50000 100000\n",
            "sys/fs/cgroup/a/cpu.max": "400000 100000\n",
        ])
        #expect(machine.groups.memory == .init(limit: 1_000, available: 100))
        #expect(machine.groups.processorQuota == 0.5)
    }

    @Test("Version 2: memory.high is a limit, and one that is exceeded leaves nothing")
    func high() throws {
        let machine = try Fixture([
            "proc/self/cgroup": "0::/a\n",
            "sys/fs/cgroup/a/memory.max": "2000\n",
            "sys/fs/cgroup/a/memory.high": "1000\n",
            "sys/fs/cgroup/a/memory.current": "1500\n",
        ])
        #expect(machine.groups.memory == .init(limit: 1_000, available: 0))
    }

    @Test(
        "A container sees its own group as the root, whatever path the host gives it",
        arguments: ["/", "/docker/0123abc", "/kubepods/pod1/c2", "/../../other", "/gone (deleted)"]
    )
    func container(path: String) throws {
        let machine = try Fixture([
            "proc/self/cgroup": "0::\(path)\n",
            "sys/fs/cgroup/cgroup.controllers": "cpu memory\n",
            "sys/fs/cgroup/cpu.max": "200000 100000\n",
            "sys/fs/cgroup/memory.max": "4096\n",
            "sys/fs/cgroup/memory.current": "96\n",
        ])
        #expect(machine.groups.processorQuota == 2)
        #expect(machine.groups.memory == .init(limit: 4_096, available: 4_000))
    }

    @Test("A path that leads out of the namespace is not followed")
    func outside() throws {
        let machine = try Fixture([
            "proc/self/cgroup": "0::/../neighbour\n",
            "sys/fs/cgroup/cgroup.controllers": "cpu\n",
            "sys/fs/neighbour/cpu.max": "1000 100000\n",
        ])
        #expect(machine.groups.processorQuota == nil)
    }

    @Test("Version 1: a quota of -1 and a limit of nearly 2^63 are none")
    func versionOneUnlimited() throws {
        let machine = try Fixture([
            "proc/self/cgroup": "4:memory:/\n2:cpu:/\n",
            "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
            "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
            "sys/fs/cgroup/memory/memory.usage_in_bytes": "500\n",
        ])
        #expect(machine.groups.processorQuota == nil)
        #expect(machine.groups.memory == nil)
    }

    @Test(
        "Version 1: the controllers have their own trees, alone or together",
        arguments: ["cpu", "cpu,cpuacct"]
    )
    func versionOne(directory: String) throws {
        let machine = try Fixture([
            "proc/self/cgroup": "9:name=systemd:/x\n4:memory:/outer/inner\n2:\(directory):/outer\n",
            "sys/fs/cgroup/\(directory)/outer/cpu.cfs_quota_us": "250000\n",
            "sys/fs/cgroup/\(directory)/outer/cpu.cfs_period_us": "100000\n",
            "sys/fs/cgroup/memory/outer/memory.limit_in_bytes": "1000\n",
            "sys/fs/cgroup/memory/outer/memory.usage_in_bytes": "900\n",
            "sys/fs/cgroup/memory/outer/memory.stat":
                "inactive_file 1\ntotal_inactive_file 200\ntotal_active_file 50\n",
            "sys/fs/cgroup/memory/outer/inner/memory.limit_in_bytes": "9223372036854771712\n",
        ])
        #expect(machine.groups.processorQuota == 2.5)
        #expect(machine.groups.memory == .init(limit: 1_000, available: 350))
    }

    @Test("Both versions side by side: each controller is read where it is")
    func hybrid() throws {
        let machine = try Fixture([
            "proc/self/cgroup": "4:memory:/a\n0::/b\n",
            "sys/fs/cgroup/memory/a/memory.limit_in_bytes": "1000\n",
            "sys/fs/cgroup/memory/a/memory.usage_in_bytes": "400\n",
            "sys/fs/cgroup/unified/b/cpu.max": "300000 100000\n",
            "sys/fs/cgroup/unified/b/memory.max": "7\n",
        ])
        #expect(machine.groups.processorQuota == 3)
        #expect(machine.groups.memory == .init(limit: 1_000, available: 600))
    }

    @Test("What makes no sense is no limit", arguments: ["", "\n", "max", "a b", "1 0", "5"])
    func nonsense(text: String) throws {
        let machine = try Fixture([
            "proc/self/cgroup": "nonsense\n0::/\n:\n",
            "sys/fs/cgroup/cpu.max": text,
            "sys/fs/cgroup/memory.max": "much\n",
        ])
        #expect(machine.groups.processorQuota == nil)
        #expect(machine.groups.memory == nil)
    }
}

@Suite("What the machine has")
struct MachineTests {
    private static let meminfo =
        "MemTotal:       4000 kB\nMemFree: 1 kB\nMemAvailable:   3000 kB\nHugePages_Total: 0\n"

    @Test("Memory is that of the machine, or of its groups where they allow less")
    func memory() throws {
        let free = try Fixture(["proc/meminfo": MachineTests.meminfo])
        #expect(try free.machine.memory() == Memory(total: 4_096_000, available: 3_072_000))
        let limited = try Fixture([
            "proc/meminfo": MachineTests.meminfo,
            "proc/self/cgroup": "0::/\n",
            "sys/fs/cgroup/memory.max": "2000000\n",
            "sys/fs/cgroup/memory.current": "500000\n",
        ])
        #expect(try limited.machine.memory() == Memory(total: 2_000_000, available: 1_500_000))
        let generous = try Fixture([
            "proc/meminfo": MachineTests.meminfo,
            "proc/self/cgroup": "0::/\n",
            "sys/fs/cgroup/memory.max": "99000000\n",
        ])
        #expect(try generous.machine.memory() == Memory(total: 4_096_000, available: 3_072_000))
    }

    @Test("A machine that does not show its memory is an error with the path")
    func noMemory() throws {
        let fixture = try Fixture([:])
        let path = fixture.scratch.path.appending("proc/meminfo")
        let expected = SystemError("read MemTotal and MemAvailable from", path, .noSuchFile)
        #expect(throws: expected) { _ = try fixture.machine.memory() }
    }

    @Test(
        "Cores are what may be used at once, within the quota",
        arguments: [
            (4, nil, 4, 4), (4, "150000", 1.5, 1), (4, "50000", 0.5, 1), (2, "800000", 2, 2),
            (8, "390000", 3.9, 3), (1, nil, 1, 1),
        ] as [(Int, String?, Double, Int)]
    )
    func cores(allowed: Int, quota: String?, count: Double, whole: Int) throws {
        let fixture = try Fixture([
            "proc/self/cgroup": "0::/\n",
            "sys/fs/cgroup/cpu.max": "\(quota ?? "max") 100000\n",
        ])
        let cores = fixture.machine.cores(allowed: allowed)
        #expect(cores.count == count)
        #expect(cores.whole == whole)
    }

    @Test("The load is the three averages")
    func load() throws {
        let fixture = try Fixture(["proc/loadavg": "0.52 1.25 12.00 3/450 12345\n"])
        let expected = Load(lastMinute: 0.52, last5Minutes: 1.25, last15Minutes: 12)
        #expect(fixture.machine.load() == expected)
        #expect(try Fixture([:]).machine.load() == nil)
        #expect(try Fixture(["proc/loadavg": "nothing\n"]).machine.load() == nil)
    }

    @Test("This machine has memory, cores, a load and a name")
    func here() throws {
        let memory = try Machine().memory()
        #expect(memory.total > memory.available && memory.available > 0)
        #expect(try Machine().cores().allowed >= 1)
        #expect(Machine().load() != nil)
        let host = HostIdentity.read()
        #expect(!host.name.isEmpty && host.bootID?.utf8.count == 36)
    }

    @Test("The architecture is the one that dpkg names")
    func architecture() throws {
        #expect(
            try Finished(shell: "dpkg --print-architecture").output == HostIdentity.architecture
                + "\n"
        )
    }

    @Test("The identity is read from the kernel and the installation")
    func identity() throws {
        let kernel = [
            "proc/sys/kernel/hostname": "pi4\n", "proc/sys/kernel/osrelease": "6.12.1-rpi\n",
            "proc/sys/kernel/random/boot_id": "b-1\n",
        ]
        let whole = try Fixture(kernel.merging(["etc/machine-id": "m-1\n"]) { $1 })
        #expect(
            HostIdentity.read(below: whole.scratch.path)
                == HostIdentity(
                    name: "pi4",
                    machineID: "m-1",
                    bootID: "b-1",
                    kernelRelease: "6.12.1-rpi"
                )
        )
        let empty = try Fixture(kernel.merging(["etc/machine-id": ""]) { $1 })
        #expect(HostIdentity.read(below: empty.scratch.path).machineID == nil)
        let bare = try Fixture([:])
        #expect(
            HostIdentity.read(below: bare.scratch.path)
                == HostIdentity(
                    name: "localhost",
                    machineID: nil,
                    bootID: nil,
                    kernelRelease: "unknown"
                )
        )
    }

    @Test("The count of processors grows its set until the kernel takes it")
    func manyProcessors() throws {
        let expected = try Machine().cores().allowed
        try Faults.with(.fails("sched_getaffinity", .invalidArgument, times: 3)) { () throws in
            #expect(try Machine().cores().allowed == expected)
            #expect(Faults.met == 3)
        }
        Faults.with(.fails("sched_getaffinity", .operationNotPermitted)) { () -> Void in
            let error = SystemError("count the processors", nil, .operationNotPermitted)
            #expect(throws: error) { _ = try Machine().cores() }
        }
    }
}

/// A root directory with some files of the kernel below it.
private struct Fixture: ~Copyable {
    let scratch: Scratch

    init(_ files: [String: String]) throws {
        let scratch = try Scratch()
        for (name, content) in files {
            let path = scratch.path.appending(Path(name))
            try Directory.createAll(path.parent)
            try OpenFile.create(path).write(Array(content.utf8))
        }
        self.scratch = scratch
    }

    var machine: Machine { Machine(root: scratch.path) }
    var groups: ControlGroups { ControlGroups(below: scratch.path) }
}
