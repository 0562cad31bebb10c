private import FoundationEssentials
public import Model
public import Platform

/// How a node of this machine is, as it says itself: the file `health` in its state directory,
/// replaced every two seconds. It lies on a local disk and is read on the same machine, so here its
/// time may be held against this machine's clock.
public struct NodeHealth: Hashable, Sendable, Codable {
    public var schema = 1
    public var pid: Int32
    public var beat: UInt64
    /// For people.
    public var time: String
    /// Whether it can take work.
    public var isReady: Bool
    /// Why it cannot, or what it waits for; nil is that all is well.
    public var reason: String?

    public init(pid: Int32, beat: UInt64, time: WallTime, isReady: Bool, reason: String?) {
        (self.pid, self.beat, self.time) = (pid, beat, time.rfc3339)
        (self.isReady, self.reason) = (isReady, reason)
    }
}

public enum NodeHealthFile {
    public static let name: FileName = "health"

    /// How old it may be: a node writes it every two seconds, and a disk may be busy for a while.
    public static let ageMax: Duration = .seconds(60)

    /// Replaces the file. What a power cut leaves of it does not matter, so nothing is synced.
    public static func write(_ health: NodeHealth, in state: Path) throws(SystemError) {
        let aside = state / UniqueName.hidden()
        let file = try OpenFile.create(aside)
        do throws(SystemError) {
            try file.write(bytes(health))
            try file.close()
            try Directory.rename(aside, to: state / name)
        } catch {
            try? Directory.removeFile(aside)
            throw error
        }
    }

    /// When the node ends: nobody is to take an old file for a sign of life.
    public static func remove(in state: Path) throws(SystemError) {
        do throws(SystemError) { try Directory.removeFile(state / name) } catch {
            guard error.errno == .noSuchFile else { throw error }
        }
    }

    /// What is found there.
    public enum Finding: Hashable, Sendable {
        /// By a process that is there, and not long ago.
        case live(NodeHealth)
        /// There is none, it is old, or its process is gone; and which it is.
        case dead(String)
    }

    /// - Parameter now: by this machine's clock.
    public static func look(in state: Path, now: WallTime = .now) throws(SystemError) -> Finding {
        let path = state / name
        let shown = Quoted.path(path)
        let (found, modified): ([UInt8], FileTime)
        do throws(SystemError) {
            let file = try OpenFile(path, for: .readRegular)
            modified = try file.status().modified
            found = try file.readAll(limit: bytesMax)
        } catch {
            guard error.errno == .noSuchFile || error.errno == .notADirectory else { throw error }
            return .dead("there is no \(shown): no node runs with this state directory")
        }
        guard let health = try? JSONDecoder().decode(NodeHealth.self, from: Data(found)) else {
            return .dead("\(shown) is not what a node writes")
        }
        let age = now.seconds - modified.seconds
        guard age <= ageMax.components.seconds else {
            return .dead(
                "the node with process \(health.pid) wrote \(shown) \(age) s ago, and it should "
                    + "every few seconds"
            )
        }
        guard isThere(health.pid) else {
            return .dead("the process \(health.pid) that wrote \(shown) is gone")
        }
        return .live(health)
    }

    /// One that has ended may be in the table of processes until somebody asks how it did, which in
    /// a container may be never; by proc(5) its state is then Z or X, behind its name.
    static func isThere(_ pid: Int32) -> Bool {
        guard let file = try? OpenFile(Path("/proc/\(pid)/stat"), for: .read),
            let line = try? file.readAll(limit: bytesMax),
            let end = line.lastIndex(of: UInt8(ascii: ")"))
        else { return false }
        let state = line[(end + 1)...].first { $0 != UInt8(ascii: " ") }
        return state != UInt8(ascii: "Z") && state != UInt8(ascii: "X")
    }

    private static func bytes(_ health: NodeHealth) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(health) else {
            preconditionFailure("a node's health can be encoded")
        }
        return Array(data) + [UInt8(ascii: "\n")]
    }

    private static let bytesMax = 65_536
}
