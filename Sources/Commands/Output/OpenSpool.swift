internal import CommandLine
internal import Model
internal import Platform
internal import Spool

/// The spool that is set, opened by somebody who is no node.
struct OpenSpool {
    let path: Path
    let reader: ClusterReader
    /// Nil where none is set.
    let input: Path?
    let output: Path?
    let profiles: Path?

    init(_ context: Context) throws {
        let settings = try context.settings().settings
        func folder(_ setting: Setting<Path?>) -> Path? {
            settings[setting].map(context.surroundings.absolute)
        }
        guard let set = folder(SettingsTable.spool) else {
            throw Failure(
                .invalidConfiguration,
                "no spool is set; --root or --spool says where it is",
                hint: "reelmill help \(context.invocation.command.name)"
            )
        }
        path = set
        (input, output) = (folder(SettingsTable.input), folder(SettingsTable.output))
        profiles = folder(SettingsTable.profiles)
        let name = String(decoding: context.surroundings.hostName, as: UTF8.self)
        reader = try OpenSpool.reader(at: set, hostName: name)
    }

    static func reader(at path: Path, hostName: String) throws(Failure) -> ClusterReader {
        let volume = try volume(at: path)
        try check(SpoolOpening(of: volume), path)
        return ClusterReader(volume, hostName: hostName)
    }

    /// Whether there is one, as far as it can be seen from here.
    static func isThere(_ path: Path) -> Bool {
        (try? Directory.status(of: path.appending(Layout.format))) != nil
    }

    /// What the kernel says of it decides how listings are made fresh. Who may not change folders
    /// has to live with the listings that there are.
    private static func volume(at path: Path) throws(Failure) -> DirectoryVolume {
        do throws(SystemError) {
            let volume = try DirectoryVolume(root: path)
            guard volume.traits.listingsStayOld, (try? volume.touch(Layout.jobs)) == nil else {
                return volume
            }
            let traits = VolumeTraits(listingsStayOld: false, isShared: volume.traits.isShared)
            return DirectoryVolume(root: path, traits: traits)
        } catch {
            guard error.errno == .noSuchFile || error.errno == .notADirectory else {
                throw Failure(.temporary, "\(error)")
            }
            throw missing(path)
        }
    }

    static func check(_ opening: SpoolOpening, _ path: Path) throws(Failure) {
        let shown = Quoted.path(path)
        switch opening {
        case .open: return
        case .missing: throw missing(path)
        case .wrongFormat(let found):
            throw Failure(
                .failed,
                "the spool at \(shown) has format \(found), and this version reads format "
                    + "\(SpoolFormat.current)"
            )
        case .damaged:
            throw Failure(.failed, "the file SPOOL at \(shown) does not say what it should")
        case .unreadable(let error):
            throw Failure(.temporary, "\(error)")
        }
    }

    private static func missing(_ path: Path) -> Failure {
        Failure(
            .temporary,
            "there is no spool at \(Quoted.path(path)): its file SPOOL is missing; is the volume "
                + "mounted? A new one is made by  \(Product.name) up --init"
        )
    }

    /// Does something with the spool; trouble of the volume may be over when it is tried again.
    func trying<Value>(_ body: (ClusterReader) throws(SpoolError) -> Value) throws(Failure) -> Value
    {
        do throws(SpoolError) { return try body(reader) } catch {
            throw Failure(.temporary, "\(error)")
        }
    }
}
