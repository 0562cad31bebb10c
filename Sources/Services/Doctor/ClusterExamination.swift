public import Model
public import Profiles
public import Spool

/// Examines one thing behind the other: the spool, the input with its profiles, the output. What
/// could hang, such as a volume whose server is away, comes last of what is asked of it.
public struct ClusterExamination {
    private let reader: ClusterReader
    private let room: ProfileRoom
    private let spool: Path

    public init(_ reader: ClusterReader, _ room: ProfileRoom, spool: Path) {
        (self.reader, self.room, self.spool) = (reader, room, spool)
    }

    /// - Parameter check: Asks the libraries of this machine.
    public func findings(
        check: (ReadProfile) throws(MediaFailure) -> ProfileCheck.Result
    ) -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        var view = ClusterView()
        do throws(SpoolError) { view = try reader.view() } catch {
            findings.append(DoctorFinding("spool", .failure, "\(error)"))
        }
        let examination = SpoolExamination(reader, view)
        let largest = examination.largestSource
        findings += examination.folders() + examination.volume()
        findings += FolderExamination("spool", spool).space(largest: largest)
        findings += examination.jobs() + examination.nodes()
        return findings + ClusterExamination.media(room, view.livingNodes, largest: largest, check)
    }

    /// The input and the output.
    ///
    /// - Parameters:
    ///   - nodes: Those that live, for what this machine lacks.
    ///   - largest: So many bytes of room are wanted.
    public static func media(
        _ room: ProfileRoom,
        _ nodes: [ViewedNode],
        largest: UInt64,
        _ check: (ReadProfile) throws(MediaFailure) -> ProfileCheck.Result
    ) -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        if room.hasInput {
            let examination = FolderExamination("input", room.places.input)
            let reading = examination.reading()
            findings += reading
            if !reading.contains(where: { $0.outcome == .failure }) {
                findings += profiles(room, nodes, examination, check)
            }
        }
        if let output = room.output {
            let examination = FolderExamination("output", output)
            let writing = examination.writing()
            findings += writing
            if !writing.contains(where: { $0.outcome == .failure }) {
                findings += examination.space(largest: largest)
            }
        }
        return findings
    }

    private static func profiles(
        _ room: ProfileRoom,
        _ nodes: [ViewedNode],
        _ examination: FolderExamination,
        _ check: (ReadProfile) throws(MediaFailure) -> ProfileCheck.Result
    ) -> [DoctorFinding] {
        var catalogue = room.catalogue()
        let profiles = ProfileExamination(
            &catalogue,
            disk: room.disk,
            nodes: nodes,
            check: check
        )
        var findings = WatchExamination.findings(room.places.input, folders: profiles.folders)
        if profiles.writesInput {
            findings += examination.writing().filter { $0.outcome == .failure }
        }
        return findings + profiles.findings
    }
}
