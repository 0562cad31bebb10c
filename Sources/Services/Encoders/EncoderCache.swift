private import FoundationEssentials
internal import Media
internal import Model
internal import Platform

/// What came of trying encoders: the file `encoders.json` in the state directory. It counts as long
/// as the libraries are the same, and for devices as long as the kernel and they are.
struct EncoderCache: Codable, Hashable {
    var schema = 1
    /// Of what needs no device.
    var libraries: String
    var software: [EncoderVerdict] = []
    var machine: String
    var hardware: [EncoderVerdict] = []

    /// An empty one, for this machine as it is.
    init(_ devices: [String], _ host: HostIdentity) {
        libraries = ([Product.version, HostIdentity.architecture] + EncoderCache.versions)
            .joined(separator: " ")
        machine = ([host.bootID ?? "?"] + devices).joined(separator: " ")
    }

    private static var versions: [String] {
        MediaLibraries.all.map { "\($0.name) \($0.running)" }
    }

    static let name: FileName = "encoders.json"

    /// What is known already of this machine as it is.
    mutating func read(from state: Path) {
        guard let file = try? OpenFile(state / EncoderCache.name, for: .readRegular),
            let bytes = try? file.readAll(limit: EncoderCache.bytesMax),
            let old = try? JSONDecoder().decode(EncoderCache.self, from: Data(bytes)),
            old.libraries == libraries
        else { return }
        // What did not work may do so now: a device was in use, or there was no memory.
        software = old.software.filter { $0.failure == nil }
        if old.machine == machine { hardware = old.hardware.filter { $0.failure == nil } }
    }

    /// What a power cut leaves of it does not matter.
    func write(to state: Path) throws(SystemError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return }
        let aside = state / UniqueName.hidden()
        let file = try OpenFile.create(aside)
        do throws(SystemError) {
            try file.write(Array(data) + [UInt8(ascii: "\n")])
            try file.close()
            try Directory.rename(aside, to: state / EncoderCache.name)
        } catch {
            try? Directory.removeFile(aside)
            throw error
        }
    }

    private static let bytesMax = 1 << 20
}
