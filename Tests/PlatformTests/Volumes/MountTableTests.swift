import Model
import Testing

@testable import Platform

@Suite("The table of mounts")
struct MountTableTests {
    @Test("A line is read into its parts")
    func parts() throws {
        let mount = try #require(
            mounts(
                "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue"
            ).first
        )
        #expect(mount.id == 36 && mount.parent == 35)
        #expect(mount.deviceMajor == 98 && mount.deviceMinor == 0)
        #expect(mount.root == Array("/mnt1".utf8))
        #expect(mount.point == "/mnt2")
        #expect(mount.options.contains("noatime") && mount.options.contains("rw"))
        #expect(mount.typeName == "ext3")
        #expect(mount.source == Array("/dev/root".utf8))
        #expect(mount.fileSystemOptions.value(of: "errors") == "continue")
    }

    @Test("There may be no optional fields, or many", arguments: ["", "shared:2 ", "a:1 b c:3 "])
    func optionalFields(fields: String) {
        let table = mounts("1 0 0:21 / /proc rw \(fields)- proc proc rw")
        #expect(table.map(\.typeName) == ["proc"])
    }

    @Test("Space, tab, newline, # and backslash are escaped; half an escape is left alone")
    func escapes() {
        let line = #"1 0 0:5 / /a\040b\011c\012d\134e\043f\04 rw - tmpfs none rw"#
        #expect(mounts(line).map(\.point) == [Path("/a b\tc\nd\\e#f\\04")])
        #expect(Mount.unescaped(Array(#"\400\"#.utf8)[...]) == Array(#"\400\"#.utf8))
    }

    @Test("Names that are not UTF-8 keep their bytes")
    func bytes() {
        let line = Array("1 0 0:5 / /".utf8) + [0xff] + Array(" rw - tmpfs none rw".utf8)
        #expect(MountTable(line).mounts.map(\.point.bytes) == [[0x2f, 0xff]])
    }

    @Test("A source and the last options may be empty, a top may be no path, a dash a name")
    func empties() {
        let table = mounts("1 0 0:5 net:[4026531840] /- rw - nsfs  \n2 0 0:6 / /b rw - tmpfs x")
        #expect(table.map(\.source) == [[], [0x78]])
        #expect(table.map(\.fileSystemOptions.entries) == [[], []])
        #expect(table.map(\.point) == ["/-", "/b"])
    }

    @Test("Lines that are no mounts are left out, the others are kept")
    func odd() {
        let table = mounts(
            """

            nonsense
            1 0 0:5 / /cut rw - tmpfs
            2 0 0:5 / /nodash rw tmpfs none rw
            x 0 0:5 / /number rw - tmpfs none rw
            -3 0 0:5 / /sign rw - tmpfs none rw
            4 0 5 / /device rw - tmpfs none rw
            99999999999999999999999 0 0:5 / /huge rw - tmpfs none rw
            5 0 0:5 / /good rw - tmpfs none rw
            """
        )
        #expect(table.map(\.point) == ["/good"])
    }

    @Test("Every prefix of a real table is read without a trap")
    func prefixes() {
        let text = Array(MountTableTests.overmounted.utf8)
        for length in 0...text.count {
            #expect(MountTable(Array(text[..<length])).mounts.count <= 4)
        }
    }

    /// /data is mounted twice, and /data/tv below the first of the two is hidden by the second.
    static let overmounted = """
        1 0 8:1 / / rw - ext4 /dev/sda1 rw
        2 1 8:2 / /data rw - xfs /dev/sdb1 rw
        3 2 0:40 / /data/tv rw - nfs4 nas:/tv rw,vers=4.2,hard
        4 2 8:3 / /data rw - btrfs /dev/sdc1 rw
        """

    @Test("The number of the mount decides, not its place")
    func byNumber() {
        let table = MountTable(Array(MountTableTests.overmounted.utf8))
        #expect(table.mount(id: 2)?.typeName == "xfs")
        #expect(table.mount(id: 4)?.typeName == "btrfs")
        #expect(table.mount(id: 5) == nil)
    }

    @Test("Without a number the device decides, then the longest place, then the later mount")
    func byPath() {
        let table = MountTable(Array(MountTableTests.overmounted.utf8))
        let device = { MountTable.device($0, $1) }
        #expect(table.mount(above: "/data/tv/a", device: device(8, 3))?.id == 4)
        #expect(table.mount(above: "/data/tv/a", device: device(0, 40))?.id == 3)
        #expect(table.mount(above: "/data/film", device: device(0, 77))?.id == 4)
        #expect(table.mount(above: "/database", device: device(0, 77))?.id == 1)
        #expect(table.mount(above: "/data", device: device(8, 1))?.id == 1)
    }

    @Test("Device numbers are packed as stat(2) gives them")
    func devices() {
        #expect(MountTable.device(8, 1) == 0x801)
        #expect(MountTable.device(0x1_2345, 0x6_789a) == 0x1_2000_6783_459a)
    }

    @Test("The number of the mount is read from a descriptor's information")
    func descriptorInformation() {
        let text = Array("pos:\t0\nflags:\t02100000\nmnt_id:\t27\nino:\t2\n".utf8)
        #expect(MountedFileSystem.mountID(inDescriptorInformation: text) == 27)
        #expect(MountedFileSystem.mountID(inDescriptorInformation: Array("pos:\t0\n".utf8)) == nil)
    }

    private func mounts(_ text: String) -> [Mount] { MountTable(Array(text.utf8)).mounts }
}
