internal import Model
internal import Profiles

/// Goes through the folders below one, parents first, links never.
struct ProfileWalk {
    struct Step {
        let folder: Path
        var listing = FolderListing()
        var films: [Path] = []
        /// All that is called as profiles are, whatever it is.
        var profiles: [Path] = []
    }

    private let disk: any ProfileDisk
    private var waiting: [Path]
    /// Folders that could not be listed.
    private(set) var troubles: [ProfileSurvey.Trouble] = []

    private let skipped: Path?

    /// - Parameter skipped: a folder that belongs to another walk.
    init(_ start: Path, _ disk: any ProfileDisk, without skipped: Path? = nil) {
        (waiting, self.disk, self.skipped) = ([start], disk, skipped)
    }

    mutating func next() -> Step? {
        while let folder = waiting.popLast() {
            do throws(ProfileTrouble) {
                // One that is gone meanwhile holds nothing.
                if let entries = try disk.list(folder) { return step(folder, entries) }
            } catch {
                troubles.append(ProfileSurvey.Trouble(folder: folder, reason: error.reason))
            }
        }
        return nil
    }

    private mutating func step(_ folder: Path, _ entries: [ProfileEntry]) -> Step {
        var step = Step(folder: folder)
        var folders: [Path] = []
        for entry in entries.sorted(by: { $0.name.precedes($1.name) }) {
            step.listing.note(entry.name)
            let path = folder / entry.name
            let kind = kind(of: entry, path)
            // A folder of the name that a folder's profile has is meant as one, and wrong.
            let isMeant = kind != .folder || entry.name == ProfileNames.folder
            if ProfileNames.isProfile(path), !entry.name.isHidden, isMeant {
                step.profiles.append(path)
            } else if kind == .file, ProfileNames.isFilm(entry.name) {
                step.films.append(path)
            } else if kind == .folder, path != skipped,
                !ProfileNames.isPassedOver(folder: entry.name)
            {
                folders.append(path)
            }
        }
        waiting += folders.reversed()
        return step
    }

    private func kind(of entry: ProfileEntry, _ path: Path) -> ProfileEntry.Kind {
        guard entry.kind == .unknown else { return entry.kind }
        switch disk.look(at: path) {
        case .file: return .file
        case .folder: return .folder
        default: return .other
        }
    }
}

extension FileName {
    fileprivate func precedes(_ other: FileName) -> Bool {
        bytes.lexicographicallyPrecedes(other.bytes)
    }
}
