public import Model

/// Where profiles are looked for.
public struct ProfilePlaces: Sendable {
    public let input: Path
    /// Nil where no folder of profiles is set.
    public let profiles: Path?
    /// Those that are part of the program.
    public let shipped: [ProfileSource]

    /// - Parameters:
    ///   - input: absolute, as everything below it will be written.
    ///   - profiles: absolute, too.
    ///   - shipped: with one that is called `default`.
    public init(input: Path, profiles: Path?, shipped: [ProfileSource] = Shipped.all) {
        self.input = ProfilePlaces.trimmed(input)
        self.profiles = profiles.map(ProfilePlaces.trimmed)
        self.shipped = shipped
    }

    /// Without slashes at its end, so that it is the parent of what lies in it.
    private static func trimmed(_ path: Path) -> Path {
        guard let name = path.name else { return path }
        return path.parent == "." && !path.isAbsolute
            ? Path(bytes: name.bytes) ?? path : path.parent / name
    }

    /// One of the two trees that hold profiles.
    public enum Tree: Hashable, Sendable { case input, profiles }

    public func root(of tree: Tree) -> Path? { tree == .input ? input : profiles }

    /// The tree that a path lies in which begins as its root does; of nested ones the inner one.
    public func tree(of path: Path) -> Tree? {
        let found = [Tree.input, .profiles].filter { tree in
            root(of: tree).map { path == $0 || path.relative(to: $0) != nil } ?? false
        }
        return found.count == 2 && isLonger(profiles, than: input) ? .profiles : found.first
    }

    private func isLonger(_ path: Path?, than other: Path) -> Bool {
        (path?.bytes.count ?? 0) > other.bytes.count
    }

    /// The same path, written so that it begins as the root of its tree does; nil outside both.
    public func canonical(_ path: Path) -> Path? {
        let path = path.normalized
        let roots = [input, profiles].compactMap(\.self)
        let fitting = roots.compactMap { root -> Path? in
            let plain = root.normalized
            if path == plain { return root }
            return path.relative(to: plain).map(root.appending)
        }
        return fitting.first { tree(of: $0) == .input } ?? fitting.last
    }

    func builtin(_ name: String) -> ProfileSource? {
        shipped.first { $0.origin == .builtin(name) }
    }

    var builtinNames: [String] {
        shipped.compactMap { if case .builtin(let name) = $0.origin { name } else { nil } }
    }

    static let standardBuiltin = "default"

    /// What a profile is called whose files say no name: by where it lies.
    func name(of origin: ProfileSource.Origin) -> String {
        guard case .file(let path) = origin else {
            if case .builtin(let name) = origin { return name }
            return ""
        }
        guard path.name == ProfileNames.folder || path.name == ProfileNames.clustercodeFolder
        else { return ProfileNames.stem(of: path) }
        let folder = path.parent
        let way = tree(of: path).flatMap(root).flatMap(folder.relative)
        return (way ?? folder.name.flatMap { Path(bytes: $0.bytes) } ?? folder).description
    }
}

extension Path {
    /// Without empty parts, `.` and `..`, by its letters alone; above the root is the root.
    ///
    /// A `..` behind a link is taken as it reads, not as the kernel goes: what a profile names has
    /// to lie where a person sees it.
    public var normalized: Path {
        var kept: [ArraySlice<UInt8>] = []
        for part in bytes.split(separator: UInt8(ascii: "/")) {
            if part.elementsEqual(".".utf8) { continue }
            guard part.elementsEqual("..".utf8) else {
                kept.append(part)
                continue
            }
            let isAbove = kept.last.map { $0.elementsEqual("..".utf8) } ?? true
            if !isAbove { kept.removeLast() } else if !isAbsolute { kept.append(part) }
        }
        let root: [UInt8] = isAbsolute ? [UInt8(ascii: "/")] : []
        return Path(bytes: root + kept.joined(separator: [UInt8(ascii: "/")])) ?? "."
    }

    /// Of its parts that name something.
    var names: [FileName] {
        bytes.split(separator: UInt8(ascii: "/")).compactMap { FileName(bytes: $0) }
    }
}
