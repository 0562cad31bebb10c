/// Paper, package and folders name the same modules with the same arrows, and arrows point down.
enum MapRule {
    static func findings(in files: [SourceFile]) -> [Finding] {
        guard
            let page = files.first(where: { $0.path == ModuleMap.path }),
            let map = ModuleMap(page: page)
        else {
            let message = "the module map is missing: write it into a block fenced as ```modules"
            return [Finding(path: ModuleMap.path, line: 1, message: message)]
        }
        guard let manifest = files.first(where: { $0.path == PackageTargets.path }) else {
            return [Finding(path: PackageTargets.path, line: 1, message: "the package is missing")]
        }
        let folders = Set(files.compactMap(\.module))
        return findings(on: page, map) + findings(in: manifest, map)
            + findings(for: folders, map)
    }

    /// The page on its own.
    static func findings(on page: SourceFile, _ map: ModuleMap) -> [Finding] {
        var findings: [Finding] = []
        var above: Set<String> = []
        for module in map.modules {
            if !above.insert(module.name).inserted {
                findings.append(page.finding(module.line, "\(module.name) stands here twice"))
            }
            for arrow in module.arrows {
                guard let fault = fault(from: module.name, to: arrow, map, above: above) else {
                    continue
                }
                findings.append(page.finding(module.line, fault))
            }
        }
        return findings
    }

    private static func fault(
        from module: String,
        to arrow: String,
        _ map: ModuleMap,
        above: Set<String>
    ) -> String? {
        if let owner = ModuleMap.owners[arrow] {
            if owner == module { return nil }
            return "\(module) -> \(arrow): only \(owner) imports \(arrow); call \(owner) instead"
        }
        if above.contains(arrow) {
            return "\(module) -> \(arrow) points up: move what \(module) needs to a module below"
        }
        if map.module(arrow) == nil {
            return
                "\(module) -> \(arrow): there is no line for \(arrow); add one or correct the name"
        }
        let edges = Set(ModuleMap.owners.values)
        if edges.contains(module), edges.contains(arrow) {
            return
                "\(module) -> \(arrow): edges never import each other; join them in a module above"
        }
        return nil
    }

    /// Package.swift against the page.
    static func findings(in manifest: SourceFile, _ map: ModuleMap) -> [Finding] {
        let targets = PackageTargets(manifest: manifest).targets
        var findings: [Finding] = []
        for target in targets where ModuleMap.owners[target.name] == nil {
            guard let module = map.module(target.name) else {
                let message = "\(target.name) is not on the map: add its line to \(ModuleMap.path)"
                findings.append(manifest.finding(target.line, message))
                continue
            }
            let missing = Set(module.arrows).subtracting(target.dependencies).sorted()
            let extra = Set(target.dependencies).subtracting(module.arrows).sorted()
            if missing.isEmpty, extra.isEmpty { continue }
            let message =
                "\(target.name) differs from \(ModuleMap.path):\(module.line): "
                + (missing.map { "add \($0)" } + extra.map { "remove \($0)" })
                .joined(separator: ", ")
            findings.append(manifest.finding(target.line, message))
        }
        let names = Set(targets.map(\.name))
        let expected = map.modules.map(\.name) + ModuleMap.owners.keys.sorted()
        for name in expected where !names.contains(name) {
            findings.append(manifest.finding(1, "the map has \(name): add a target for it"))
        }
        return findings
    }

    /// The folders below Sources against the page.
    static func findings(for folders: Set<String>, _ map: ModuleMap) -> [Finding] {
        folders.sorted().compactMap { folder in
            if map.module(folder) != nil || ModuleMap.owners[folder] != nil { return nil }
            let message = "not on the map: add its line to \(ModuleMap.path) or move its files"
            return Finding(path: "Sources/\(folder)", line: 1, message: message)
        }
    }
}
