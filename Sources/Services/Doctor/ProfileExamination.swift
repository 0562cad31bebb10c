public import Model
internal import Platform
public import Profiles
public import Spool

/// What is found of the profiles: whether each can be read, whether this machine can encode by it,
/// and which others can.
public struct ProfileExamination: Sendable {
    public private(set) var findings: [DoctorFinding] = []
    /// What the walk counted: one watch is needed for each.
    public private(set) var folders = 0
    /// Whether a profile wants its sources moved or marked, so that the input is written to.
    public private(set) var writesInput = false

    /// - Parameters:
    ///   - check: Asks the libraries of this machine.
    ///   - nodes: Those that live, for what this machine lacks.
    public init(
        _ catalogue: inout ProfileCatalogue,
        disk: any ProfileDisk,
        nodes: [ViewedNode],
        check: (ReadProfile) throws(MediaFailure) -> ProfileCheck.Result
    ) {
        let survey = ProfileSurvey(&catalogue, disk: disk)
        findings += survey.troubles.map { DoctorFinding("profiles", .failure, $0.reason) }
        var checked = 0
        for row in survey.rows {
            folders += row.folders
            switch row.resolved.outcome {
            case .invalid(let error, _): findings.append(ProfileExamination.wrong("\(error)"))
            case .profile(let profile):
                // What is part of the program is looked at where films use it.
                if case .builtin = row.origin, row.films == 0 { continue }
                checked += 1
                if profile.profile.publication.source != .keep { writesInput = true }
                examine(profile, nodes, check)
            }
        }
        if !findings.contains(where: { $0.outcome == .failure }) {
            let text =
                switch checked {
                case 0: "there is none; films get the program's own default"
                case 1: "1 profile is right"
                default: "\(checked) profiles are right"
                }
            findings.append(.init("profiles", .ok, text))
        }
    }

    private mutating func examine(
        _ profile: ReadProfile,
        _ nodes: [ViewedNode],
        _ check: (ReadProfile) throws(MediaFailure) -> ProfileCheck.Result
    ) {
        let result: ProfileCheck.Result
        do throws(MediaFailure) {
            result = try check(profile)
        } catch {
            let name = Quoted.readable(profile.profile.name)
            let text = "the profile \(name) could not be tried: \(error)"
            return findings.append(.init("profiles", .failure, text))
        }
        findings += result.wrong.map { ProfileExamination.wrong("\($0)") }
        for problem in result.lacking {
            let able = ProfileExamination.able(profile.profile.recipe, nodes)
            let others =
                able.isEmpty
                ? "and no other node is known to have it"
                : "but \(Quoted.list(able, last: "and")) may"
            findings.append(
                .init(
                    "profiles",
                    .warning,
                    "this machine cannot encode by it, \(others): \(problem)",
                    fix: "install an FFmpeg that has it, or name another encoder in the profile"
                )
            )
        }
    }

    /// Nodes that tell of every encoder of the recipe.
    private static func able(_ recipe: EncodeRecipe, _ nodes: [ViewedNode]) -> [String] {
        nodes.filter { node in
            guard let encoders = node.record?.encoders else { return false }
            return recipe.encodersNeeded.allSatisfy(encoders.contains)
        }.map(\.holder.node)
    }

    private static func wrong(_ text: String) -> DoctorFinding {
        var finding = DoctorFinding("profiles", .failure, text, fix: "reelmill profiles check")
        finding.cause = .configuration
        return finding
    }
}

/// How changes in the input come to be known.
public enum WatchExamination {
    /// - Parameters:
    ///   - folders: How many there are in the input.
    public static func findings(_ input: Path, folders: Int) -> [DoctorFinding] {
        guard let system = try? MountedFileSystem(of: input) else { return [] }
        return findings(input, system, folders, InotifyLimits.current())
    }

    static func findings(
        _ input: Path,
        _ system: MountedFileSystem,
        _ folders: Int,
        _ limits: InotifyLimits
    ) -> [DoctorFinding] {
        let shown = Quoted.path(input)
        guard system.reportsEveryChange else {
            let name = system.typeName ?? "\(system.kind)"
            return [
                .init(
                    "watch",
                    .ok,
                    "\(shown) is \(name), where the kernel does not tell of what other machines "
                        + "change: it is looked through every few seconds"
                )
            ]
        }
        guard let watches = limits.watches, watches < folders + spare else {
            return [.init("watch", .ok, "changes in \(shown) are seen at once")]
        }
        return [
            .init(
                "watch",
                .warning,
                "\(shown) has \(folders) folders, and this user may watch \(watches) in all: "
                    + "changes in some are seen only when all is looked through",
                fix: "sysctl fs.inotify.max_user_watches=\(max(524_288, folders * 4))"
            )
        ]
    }

    /// For other programs of the same user.
    private static let spare = 1_000
}
