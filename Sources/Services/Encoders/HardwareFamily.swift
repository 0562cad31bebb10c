internal import Model
internal import Platform

/// Encoders of one kind of device, and where the kernel shows such a device.
struct HardwareFamily: Sendable {
    /// What their names end in, behind a `_`.
    let ending: String
    /// How names in `/dev` begin that show one; none of them is on Linux.
    private let devices: [String]

    static let all = [
        HardwareFamily(ending: "nvenc", devices: ["nvidia", "dxg"]),
        HardwareFamily(ending: "vaapi", devices: ["dri/renderD"]),
        HardwareFamily(ending: "qsv", devices: ["dri/renderD"]),
        HardwareFamily(ending: "amf", devices: ["dri/renderD"]),
        HardwareFamily(ending: "vulkan", devices: ["dri/renderD", "nvidia"]),
        HardwareFamily(ending: "v4l2m2m", devices: ["video"]),
        HardwareFamily(ending: "omx", devices: ["vchiq"]),
        HardwareFamily(ending: "rkmpp", devices: ["mpp_service"]),
        HardwareFamily(ending: "mf", devices: []),
        HardwareFamily(ending: "d3d12va", devices: []),
        HardwareFamily(ending: "videotoolbox", devices: []),
        HardwareFamily(ending: "mediacodec", devices: []),
    ]

    static func of(_ encoder: String) -> HardwareFamily? {
        all.first { encoder.hasSuffix("_\($0.ending)") }
    }

    static func isOne(_ encoder: String) -> Bool { of(encoder) != nil }

    /// Those that are compiled in, of codecs that people choose.
    func encoders(of catalogue: EncoderCatalogue) -> [String] {
        catalogue.encoders.filter {
            $0.kind == .video && KnownEncoders.chosen.contains($0.codec)
                && $0.name.hasSuffix("_\(ending)")
        }.map(\.name).sorted()
    }

    /// Whether its pictures have to lie in the device, where nothing puts them here.
    func takesOwnMemoryOnly(_ encoder: String, _ catalogue: EncoderCatalogue) -> Bool {
        catalogue[encoder]?.pixelFormats == [ending]
    }

    /// The devices of this machine that it may work with.
    func found(among nodes: [String]) -> [String] {
        nodes.filter { node in devices.contains { node.hasPrefix($0) } }
    }

    /// For people.
    var wanted: String {
        devices.isEmpty
            ? "there are none on Linux"
            : "there is no " + devices.map { "/dev/\($0)*" }.joined(separator: " and no ")
    }
}

/// What lies in `/dev` and may be an encoder.
enum DeviceNodes {
    /// Below `/dev`, sorted.
    static func names(root: Path = "/") -> [String] {
        let folder = root.appending("dev")
        let top = names(in: folder).filter { name in
            ["nvidia", "video", "dxg", "vchiq", "mpp_service"].contains { name.hasPrefix($0) }
        }
        return (top + names(in: folder / "dri").map { "dri/\($0)" }).sorted()
    }

    private static func names(in folder: Path) -> [String] {
        ((try? Directory.entries(of: folder)) ?? []).map { "\($0.name)" }
    }

    /// Why this user cannot use it; nil is that nothing speaks against it.
    static func refusal(_ node: String, root: Path = "/") -> String? {
        let path = root.appending("dev").appending(Path(node))
        do throws(SystemError) {
            try OpenFile(path, for: .update).close()
            return nil
        } catch {
            guard error.errno == .accessDenied else { return nil }
            return "this user may not use \(path): it has to be in the group of that file "
                + "(render or video, as a rule)"
        }
    }
}
