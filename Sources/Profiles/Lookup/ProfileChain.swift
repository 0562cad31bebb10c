internal import Model

/// A profile's file and those it stands on, the leaf first.
struct ProfileChain: Sendable {
    static let filesMax = 16

    /// What the profile that they make depends on: if none of it changed, nor did the profile.
    struct Files: Hashable, Sendable {
        var origins: [ProfileSource.Origin] = []
        var versions: [Int] = []
        /// Why it does not end.
        var error: ConfigurationError?
    }

    let leaf: ProfileSource.Origin
    var files = Files()
    var sources: [ProfileSource] = []
    var isSettled = true

    init(_ leaf: ProfileSource.Origin) { self.leaf = leaf }

    fileprivate mutating func fail(_ problem: ConfigurationProblem) -> ProfileChain {
        files.error = ConfigurationError(problems: [problem])
        return self
    }
}

extension ProfileCatalogue {
    mutating func chain(of leaf: ProfileSource.Origin) -> ProfileChain {
        var chain = ProfileChain(leaf)
        var origin = leaf
        while true {
            chain.files.origins.append(origin)
            let source: ProfileSource
            switch content(of: origin, &chain) {
            case .success(let found): source = found
            case .failure(let problem): return chain.fail(problem.problem)
            }
            chain.sources.append(source)
            switch parent(of: source) {
            case .failure(let problem): return chain.fail(problem.problem)
            case .success(nil): return chain
            case .success(let parent?):
                let isLoop = chain.files.origins.contains(parent)
                if isLoop || chain.sources.count == ProfileChain.filesMax {
                    return chain.fail(endless(chain, parent, isLoop: isLoop))
                }
                origin = parent
            }
        }
    }

    private struct ChainProblem: Error { let problem: ConfigurationProblem }

    private mutating func content(
        of origin: ProfileSource.Origin,
        _ chain: inout ProfileChain
    ) -> Result<ProfileSource, ChainProblem> {
        switch origin {
        case .builtin(let name):
            chain.files.versions.append(0)
            if let source = places.builtin(name) { return .success(source) }
            let message = LookupMessages.unknownBuiltin(name, places.builtinNames)
            return .failure(ChainProblem(problem: ConfigurationProblem(message)))
        case .file(let path):
            let file = store.file(path)
            chain.files.versions.append(file.version)
            if file.isYoung { chain.isSettled = false }
            switch file.state {
            case .text(let bytes): return .success(ProfileSource(origin, bytes))
            case .wrong(let problem): return .failure(ChainProblem(problem: problem))
            case .missing:
                let message = LookupMessages.missingParent(path)
                return .failure(ChainProblem(problem: ConfigurationProblem(message)))
            }
        }
    }

    private mutating func parent(
        of source: ProfileSource
    ) -> Result<ProfileSource.Origin?, ChainProblem> {
        let extends: ProfileExtends?
        switch source.origin {
        case .builtin: extends = interpreter.extends(source)
        case .file(let path) where ProfileNames.isClustercode(path): return .success(nil)
        case .file(let path): extends = store.parent(of: path, by: interpreter.extends)
        }
        func problem(_ message: String) -> Result<ProfileSource.Origin?, ChainProblem> {
            .failure(ChainProblem(problem: ExtendsLine.problem(message, in: source)))
        }
        switch (extends, source.origin) {
        case (.some(.none), _): return .success(nil)
        case (.builtin(let name), _):
            if places.builtin(name) != nil { return .success(.builtin(name)) }
            return problem(LookupMessages.unknownBuiltin(name, places.builtinNames))
        case (.file, .builtin): return problem(LookupMessages.fileFromBuiltin)
        case (.file(let text), .file(let path)):
            switch named(text, by: path) {
            case .success(let parent): return .success(.file(parent))
            case .failure(let reason): return problem(reason.message)
            }
        case (nil, .builtin): return .success(nil)
        case (nil, .file(let path)):
            switch parent(ofFile: path) {
            case .none: return .success(nil)
            case .file(let parent): return .success(.file(parent))
            case .trouble(let problem, _): return .failure(ChainProblem(problem: problem))
            }
        }
    }

    private struct Refusal: Error { let message: String }

    /// The file that a profile names as its parent.
    private mutating func named(_ text: String, by path: Path) -> Result<Path, Refusal> {
        guard let written = Path(bytes: Array(text.utf8)) else {
            return .failure(Refusal(message: "extends names nothing"))
        }
        let target = path.parent.appending(written).normalized
        // A profile outside both trees, that somebody tries, may stand on any file.
        let isTried = places.tree(of: path) == nil
        guard let parent = places.canonical(target) ?? (isTried ? target : nil) else {
            return .failure(Refusal(message: LookupMessages.outside(target, places)))
        }
        if ProfileNames.isClustercode(parent) {
            return .failure(Refusal(message: LookupMessages.clustercodeParent(parent)))
        }
        guard store.file(parent).state == .missing else { return .success(parent) }
        let suggestion = Quoted.suggestion(nearest(to: parent))
        return .failure(Refusal(message: LookupMessages.missingParent(parent) + suggestion))
    }

    private func nearest(to path: Path) -> String? {
        guard let name = path.name, let entries = try? disk.list(path.parent) else { return nil }
        let names = entries.map { "\($0.name)" }.filter { ProfileNames.isProfile(Path($0)) }
        return Suggestion.nearest(to: "\(name)", among: names.sorted())
    }

    /// At the last line that can be changed to end it.
    private func endless(
        _ chain: ProfileChain,
        _ parent: ProfileSource.Origin,
        isLoop: Bool
    ) -> ConfigurationProblem {
        let shown = (chain.files.origins + [parent]).map(\.path)
        let message = isLoop ? LookupMessages.circle(shown) : LookupMessages.depth(shown)
        let first = isLoop ? chain.files.origins.firstIndex(of: parent) ?? 0 : 0
        let culprit = chain.sources[first...].last { interpreter.extends($0) != nil }
        return culprit.map { ExtendsLine.problem(message, in: $0) } ?? ConfigurationProblem(message)
    }
}
