internal import Model

/// One line of /proc/self/mountinfo, see proc_pid_mountinfo(5).
struct Mount: Hashable, Sendable {
    let id: Int
    let parent: Int
    let deviceMajor: UInt64
    let deviceMinor: UInt64
    /// What of the file system is mounted, seen from its own top.
    let root: [UInt8]
    let point: Path
    /// Of this mount: `ro`, `noexec` and the like.
    let options: MountOptions
    let typeName: String
    /// A device, a server's export, or anything at all; may be empty.
    let source: [UInt8]
    /// Of the file system, wherever it is mounted: `vers=4.2`, `hard`, and also `ro`.
    let fileSystemOptions: MountOptions
}

/// The mounts this thread sees.
struct MountTable: Hashable, Sendable {
    /// In the order of the kernel: of two at one place the later one hides the earlier.
    let mounts: [Mount]

    /// Lines that are not understood are left out: one odd mount must not hide all the others.
    init(_ text: [UInt8]) {
        mounts = text.split(separator: UInt8(ascii: "\n")).compactMap(Mount.init)
    }

    func mount(id: Int) -> Mount? { mounts.last { $0.id == id } }

    /// For where the kernel does not say which mount it is: the one with the longest mount point
    /// above a path without symbolic links, on the right device if there is such a one (there is
    /// none for a subvolume of btrfs, whose device number only stat(2) shows).
    func mount(above path: Path, device: UInt64) -> Mount? {
        let above = mounts.filter { $0.point == path || path.relative(to: $0.point) != nil }
        let onDevice = above.filter {
            MountTable.device($0.deviceMajor, $0.deviceMinor) == device
        }
        return (onDevice.isEmpty ? above : onDevice).enumerated().max { left, right in
            (left.element.point.bytes.count, left.offset)
                < (right.element.point.bytes.count, right.offset)
        }?.element
    }

    /// As makedev(3) packs them.
    static func device(_ major: UInt64, _ minor: UInt64) -> UInt64 {
        (major & 0xffff_f000) << 32 | (major & 0xfff) << 8
            | (minor & 0xffff_ff00) << 12 | (minor & 0xff)
    }
}

extension Mount {
    /// For example `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=ro`.
    ///
    /// Between the mount's options and the lone `-` stand any number of optional fields. A field
    /// can be empty, a source above all, so fields are what is between two spaces.
    init?(_ line: ArraySlice<UInt8>) {
        let fields = line.split(
            separator: UInt8(ascii: " "),
            omittingEmptySubsequences: false
        )
        let separator = fields.dropFirst(6).firstIndex { $0.elementsEqual("-".utf8) }
        guard let separator, fields.count >= separator + 3 else { return nil }
        let numbers = fields[2].split(separator: UInt8(ascii: ":")).compactMap {
            UInt64(decimal: $0)
        }
        guard let id = UInt64(decimal: fields[0]), let parent = UInt64(decimal: fields[1]),
            numbers.count == 2, let point = Path(bytes: Mount.unescaped(fields[4]))
        else { return nil }
        self.id = Int(clamping: id)
        self.parent = Int(clamping: parent)
        (deviceMajor, deviceMinor) = (numbers[0], numbers[1])
        root = Mount.unescaped(fields[3])
        self.point = point
        options = MountOptions(fields[5])
        typeName = String(decoding: Mount.unescaped(fields[separator + 1]), as: UTF8.self)
        source = Mount.unescaped(fields[separator + 2])
        fileSystemOptions = MountOptions(fields.dropFirst(separator + 3).first ?? [])
    }

    /// The kernel writes space, tab, newline, `#` and backslash as `\` and three octal digits.
    static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = field
        while let first = rest.popFirst() {
            let digits = rest.prefix(3)
            if first == UInt8(ascii: "\\"), digits.count == 3,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(first)
            }
        }
        return bytes
    }
}

extension UInt64 {
    /// Digits and nothing else.
    fileprivate init?(decimal digits: ArraySlice<UInt8>) {
        let isNumber = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isNumber else { return nil }
        self.init(String(decoding: digits, as: UTF8.self))
    }
}
