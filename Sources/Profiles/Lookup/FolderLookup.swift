internal import Model

/// What a film's profile begins with.
enum Leaf: Sendable {
    case source(ProfileSource.Origin, ProfileFound)
    /// A place that cannot be looked into, so nobody knows what it holds.
    case trouble(ConfigurationProblem, Path, ProfileFound)
}

/// The nearest file of a kind in a folder or in those above it.
enum Nearest: Sendable {
    case none
    case file(Path)
    case trouble(ConfigurationProblem, Path)
}

struct InputFolder: Sendable {
    /// In it or above it.
    var profile: Path?
    /// Names in it that a film's own profile may have; nil where it was not listed.
    var companions: Set<FileName>?
    var leaf: Leaf?
}

struct MirroredFolder: Sendable {
    /// Nil where there is no such folder.
    var names: Set<FileName>?
    /// Those that may be folders.
    var folders: Set<FileName> = []
    /// `profile.conf`, else `profile.ffmpeg`.
    var profile = Nearest.none
    /// `profile.conf` alone: the other one has no heirs.
    var heritable = Nearest.none
}

extension ProfileCatalogue {
    // MARK: The input

    mutating func inputFolder(_ folder: Path, _ listing: FolderListing? = nil) -> InputFolder {
        if let known = inputFolders[folder], listing == nil { return known }
        let own = folder / ProfileNames.folder
        var isThere: Bool
        if let listing {
            isThere = listing.hasProfile || store.knows(own)
            if isThere {
                isThere = store.file(own, isListed: listing.hasProfile).state != .missing
            }
        } else {
            isThere = store.file(own).state != .missing
        }
        let isBelow = folder.relative(to: places.input) != nil
        let above = !isThere && isBelow ? inputFolder(folder.parent).profile : nil
        let record = InputFolder(
            profile: isThere ? own : above,
            companions: listing?.companions
        )
        inputFolders[folder] = record
        return record
    }

    mutating func leaf(ofFolder folder: Path) -> Leaf {
        let record = inputFolder(folder)
        if let leaf = record.leaf { return leaf }
        let leaf = record.profile.map { Leaf.source(.file($0), .folder) } ?? lastLeaf(of: folder)
        inputFolders[folder]?.leaf = leaf
        return leaf
    }

    mutating func leaf(ofFilm film: Path) -> Leaf {
        let folder = film.parent
        let record = inputFolder(folder)
        for companion in ProfileNames.companions(of: film)
        where isThere(companion: companion, of: record) {
            let isListed = companion.name.map { record.companions?.contains($0) ?? false }
            if store.file(companion, isListed: isListed ?? false).state != .missing {
                return .source(.file(companion), .companion)
            }
        }
        if record.profile == nil, let mirrored = mirroredCompanion(of: film) { return mirrored }
        return leaf(ofFolder: folder)
    }

    /// Of a folder that has no profile in the input.
    private mutating func lastLeaf(of folder: Path) -> Leaf {
        let builtin = Leaf.source(.builtin(ProfilePlaces.standardBuiltin), .builtin)
        guard let profiles = places.profiles else { return builtin }
        let mirrored = mirrored(mirror(of: folder) ?? profiles)
        switch mirrored.profile {
        case .file(let path): return .source(.file(path), .mirrored)
        case .trouble(let problem, let path): return .trouble(problem, path, .mirrored)
        case .none: break
        }
        let root = self.mirrored(profiles)
        for name in [ProfileNames.standard, ProfileNames.clustercodeStandard] {
            if let path = file(name, in: profiles, root) { return .source(.file(path), .standard) }
        }
        return builtin
    }

    // MARK: The tree of profiles

    /// The folder or file of the same way in the tree of profiles.
    private func mirror(of path: Path) -> Path? {
        path.relative(to: places.input).flatMap { places.profiles?.appending($0) }
    }

    private mutating func mirroredCompanion(of film: Path) -> Leaf? {
        guard let mirror = mirror(of: film) else { return nil }
        let record = mirrored(mirror.parent)
        for path in ProfileNames.companions(of: mirror) {
            guard let name = path.name else { continue }
            if let found = file(name, in: mirror.parent, record) {
                return .source(.file(found), .mirroredCompanion)
            }
        }
        return nil
    }

    mutating func mirrored(_ folder: Path) -> MirroredFolder {
        if let known = mirroredFolders[folder] { return known }
        var record = MirroredFolder()
        let isRoot = folder == places.profiles
        if !isRoot {
            let above = mirrored(folder.parent)
            (record.profile, record.heritable) = (above.profile, above.heritable)
            guard let name = folder.name, above.folders.contains(name) else {
                mirroredFolders[folder] = record
                return record
            }
        }
        list(folder, &record, isRoot: isRoot)
        mirroredFolders[folder] = record
        return record
    }

    private mutating func list(_ folder: Path, _ record: inout MirroredFolder, isRoot: Bool) {
        let entries: [ProfileEntry]?
        do throws(ProfileTrouble) {
            entries = try disk.list(folder)
        } catch {
            let message = LookupMessages.folderFailed(folder, error)
            return fail(folder, &record, message)
        }
        guard let entries else {
            if isRoot, profilesWereThere {
                fail(folder, &record, LookupMessages.profilesGone(folder))
            }
            return
        }
        if isRoot { profilesWereThere = true }
        record.names = Set(entries.map(\.name))
        record.folders = Set(
            entries.filter { $0.kind != .file && $0.kind != .other }.map(\.name)
        )
        if let path = file(ProfileNames.folder, in: folder, record) {
            (record.profile, record.heritable) = (.file(path), .file(path))
        } else if let path = file(ProfileNames.clustercodeFolder, in: folder, record) {
            record.profile = .file(path)
        }
    }

    private func fail(_ folder: Path, _ record: inout MirroredFolder, _ message: String) {
        let trouble = Nearest.trouble(ConfigurationProblem(message), folder)
        (record.profile, record.heritable) = (trouble, trouble)
    }

    private mutating func file(
        _ name: FileName,
        in folder: Path,
        _ record: MirroredFolder
    ) -> Path? {
        let path = folder / name
        let isListed = record.names?.contains(name) ?? false
        guard isListed || (record.names != nil && store.knows(path)) else { return nil }
        return store.file(path, isListed: isListed).state == .missing ? nil : path
    }

    // MARK: Parents

    /// The parent of a file that names none: the next one further up in its tree.
    mutating func parent(ofFile path: Path) -> Nearest {
        guard let tree = places.tree(of: path), let name = path.name,
            let root = places.root(of: tree)
        else { return .none }
        let isFolders = name == ProfileNames.folder
        guard isFolders || ProfileNames.isCompanion(name) else { return .none }
        if isFolders, path.parent == root { return .none }
        let folder = isFolders ? path.parent.parent : path.parent
        if tree == .profiles { return mirrored(folder).heritable }
        if let profile = inputFolder(folder).profile { return .file(profile) }
        // A companion stands on what its folder's films are encoded with.
        guard !isFolders, let profiles = places.profiles else { return .none }
        return mirrored(mirror(of: folder) ?? profiles).heritable
    }
}
