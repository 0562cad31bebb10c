internal import Model

/// What the documents of a chain say together.
struct EffectiveProfile: Sendable {
    /// In the order of `SettingKey`.
    private(set) var assignments: [ProfileDocument.Assignment] = []
    /// In the order of a file; every option that holds, each once.
    private(set) var sections: [ProfileDocument.Section] = []

    /// - Parameter documents: the root first.
    init(_ documents: [ProfileDocument]) {
        var settings: [String: ProfileDocument.Assignment] = [:]
        var sections: [SectionName: ProfileDocument.Section] = [:]
        var renditions: [SectionName] = []
        var sounds: [SectionName] = []
        for (index, document) in documents.enumerated() {
            let isLeaf = index == documents.count - 1
            for assignment in document.assignments {
                let isOfItsFile = SettingKey(rawValue: assignment.key)?.isOfItsFile ?? false
                if isLeaf || !isOfItsFile { settings[assignment.key] = assignment }
            }
            for section in document.sections {
                switch section.name {
                case .rendition where sections[section.name] == nil:
                    renditions.append(section.name)
                case .sound where sections[section.name] == nil: sounds.append(section.name)
                default: break
                }
                let parent = section.isAppending ? sections[section.name] : nil
                sections[section.name] = EffectiveProfile.joined(parent, section)
            }
        }
        assignments = SettingKey.allCases.compactMap { settings[$0.rawValue] }
        let names = Target.allCases.map(SectionName.target) + sounds + [.hls] + renditions
        self.sections = names.compactMap { sections[$0].map(EffectiveProfile.withEachOnce) }
    }

    subscript(key: SettingKey) -> ProfileDocument.Assignment? {
        assignments.first { $0.key == key.rawValue }
    }

    subscript(name: SectionName) -> ProfileDocument.Section? {
        sections.first { $0.name == name }
    }

    private static func joined(
        _ parent: ProfileDocument.Section?,
        _ child: ProfileDocument.Section
    ) -> ProfileDocument.Section {
        guard let parent else { return child }
        var section = child
        let own = Set(child.assignments.map(\.key))
        section.assignments =
            parent.assignments.filter { !own.contains($0.key) } + child.assignments
        section.options = parent.options + child.options
        return section
    }

    /// Without the options that a later one of the same name stands in the place of.
    private static func withEachOnce(
        _ section: ProfileDocument.Section
    ) -> ProfileDocument.Section {
        guard section.name != .target(.streams) else { return section }
        var section = section
        var seen: Set<String> = []
        let last = section.options.reversed().filter { option in
            let target = option.target ?? OptionNames.fixedTarget(option.name)
            return seen.insert("\(target?.rawValue ?? ""):\(option.name)").inserted
        }
        section.options = last.reversed()
        return section
    }
}

/// What holds, as lines of a file.
extension EffectiveProfile {
    func lines(_ text: ProfileText) -> [EffectiveLine] {
        assignments.filter { $0.key != SettingKey.extends.rawValue }
            .map { line(of: $0, in: nil, text) }
            + sections.flatMap { section in
                section.assignments.map { line(of: $0, in: section.name.title, text) }
                    + section.options.map { option in
                        line(at: option.range, in: section.name.title, written(option, text), text)
                    }
            }
    }

    private func line(
        of assignment: ProfileDocument.Assignment,
        in section: String?,
        _ text: ProfileText
    ) -> EffectiveLine {
        let isText = SettingKey(rawValue: assignment.key)?.isText ?? false
        let values = assignment.words.map { isText ? text[$0.range] : written($0, text) }
            .joined(separator: " ")
        return line(at: assignment.keyRange, in: section, "\(assignment.key) = \(values)", text)
    }

    private func written(_ option: FFmpegOption, _ text: ProfileText) -> String {
        guard let value = option.value else { return text[option.range] }
        let word = PlacedWord(Array(value.utf8), option.valueRange)
        return text[option.range] + " " + written(word, text)
    }

    /// As it stands there, if it means the same in a `.conf`: to clustercode a backslash and a
    /// single quote are letters.
    private func written(_ word: PlacedWord, _ text: ProfileText) -> String {
        let raw = text[word.range]
        let words = try? ShellWords.line(of: Array(raw.utf8), from: 0).words
        return words?.map(\.bytes) == [word.bytes] ? raw : ShellWord.quoted(word.bytes)
    }

    private func line(
        at range: Range<Int>,
        in section: String?,
        _ written: String,
        _ text: ProfileText
    ) -> EffectiveLine {
        EffectiveLine(
            section: section,
            // A word in quotes may go on on the next line of the file.
            text: written.replacing("\\\n", with: ""),
            origin: text.part(of: range.lowerBound).origin.path,
            line: text.lineNumber(of: range.lowerBound)
        )
    }

    /// Of all that holds; not of how it is written, nor of what is for people alone.
    var digest: String {
        var content: [UInt8] = []
        func add(_ bytes: some Sequence<UInt8>) {
            content.append(contentsOf: bytes)
            content.append(0)
        }
        func add(_ assignments: [ProfileDocument.Assignment]) {
            let unheard = [SettingKey.description.rawValue, SettingKey.extends.rawValue]
            for assignment in assignments where !unheard.contains(assignment.key) {
                add(assignment.key.utf8)
                for word in assignment.words { add(word.bytes) }
                add([])
            }
        }
        add(assignments)
        for section in sections {
            add(section.name.title.utf8)
            add(section.assignments)
            for option in section.options {
                add("-\(option.name):\(option.target?.rawValue ?? "")".utf8)
                add((option.specifier ?? "").utf8)
                add((option.value ?? "").utf8)
            }
        }
        return StableHash.hexadecimal(content)
    }
}
