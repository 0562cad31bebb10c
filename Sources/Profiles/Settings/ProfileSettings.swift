internal import Model

/// What the lines above the headings say.
struct ProfileSettings: Sendable {
    private(set) var name: String?
    private(set) var summary: String?
    private(set) var container: Container?
    private(set) var sliceMilliseconds: Int64?
    private(set) var onDamage: EncodeRecipe.DamageRule?
    private(set) var intake = IntakeRules()
    private(set) var work = WorkRules()
    private(set) var publication = PublicationRules()
    private(set) var splitsRenditions = false
    private(set) var hasArchive = false

    /// What a list of names shows of one.
    private static let nameScalarsMax = 100

    /// - Parameter text: in which the words of the assignment stand.
    mutating func set(
        _ assignment: ProfileDocument.Assignment,
        _ text: ProfileText
    ) throws(LineProblem) {
        let value = SettingValue(assignment)
        guard let key = SettingKey(rawValue: assignment.key) else {
            preconditionFailure("our bug: \(assignment.key) was let through and is no key")
        }
        switch key {
        case .name: name = try ProfileSettings.name(value)
        case .description: summary = value.joined
        case .extends: _ = try ExtendsValue.read(value)
        case .container: container = try ProfileSettings.container(value)
        case .slice: sliceMilliseconds = try ProfileSettings.slice(value)
        case .onDamage: onDamage = try value.choice(of: EncodeRecipe.DamageRule.self)
        case .priority, .hours, .atClose, .nodes, .tries: try work.set(key, value, text)
        case .onConflict, .source, .keepTimes, .minSaving: try publication.set(key, value)
        case .skipIf, .include, .exclude, .minSize: try intake.set(key, value, text)
        case .splitRenditions: splitsRenditions = try value.yesOrNo()
        case .zip: hasArchive = try value.yesOrNo()
        }
    }

    private static func name(_ value: SettingValue) throws(LineProblem) -> String {
        let name = value.joined
        guard name.unicodeScalars.count <= nameScalarsMax else {
            throw value.problem(takes: "at most \(nameScalarsMax) letters")
        }
        return name
    }

    private static func container(_ value: SettingValue) throws(LineProblem) -> Container {
        let text = try value.text()
        if !Container.isKnown(text), let problem = ContainerCheck.problem(text) {
            throw value.problem(problem)
        }
        return Container.named(text)
    }

    private static func slice(_ value: SettingValue) throws(LineProblem) -> Int64 {
        let length = Measure.duration(try value.text()).flatMap(SliceLength.milliseconds)
        guard let length else { throw value.problem(takes: SliceLength.expectation) }
        return length
    }
}

extension WorkRules {
    mutating func set(
        _ key: SettingKey,
        _ value: SettingValue,
        _ text: ProfileText
    ) throws(LineProblem) {
        switch key {
        case .priority:
            priority = try value.number(
                -1_000...1_000,
                "a whole number from -1000 to 1000, the higher the sooner"
            )
        case .hours: hours = try HoursValue.read(value, text)
        case .atClose: atClose = try value.choice(of: AtClose.self)
        case .nodes: nodes = try NodesValue.read(value)
        case .tries: triesMax = try value.number(1...100, "a whole number from 1 to 100")
        default: preconditionFailure("our bug: \(key.rawValue) says nothing of work")
        }
    }
}

extension PublicationRules {
    mutating func set(_ key: SettingKey, _ value: SettingValue) throws(LineProblem) {
        switch key {
        case .onConflict: onConflict = try value.choice(of: Conflict.self)
        case .source: source = try SourceValue.read(value)
        case .keepTimes: keepsTimes = try value.yesOrNo()
        case .minSaving: percentSavedMin = try PublicationRules.percent(value)
        default: preconditionFailure("our bug: \(key.rawValue) says nothing of publication")
        }
    }

    private static func percent(_ value: SettingValue) throws(LineProblem) -> Int {
        let text = try value.text()
        let digits = text.hasSuffix("%") ? String(text.dropLast()) : text
        guard let number = SettingValue.whole(digits), (0...95).contains(number) else {
            throw value.problem(takes: "whole percents from 0% to 95%")
        }
        return number
    }
}

extension IntakeRules {
    mutating func set(
        _ key: SettingKey,
        _ value: SettingValue,
        _ text: ProfileText
    ) throws(LineProblem) {
        switch key {
        case .skipIf: skipIf = try ConditionReader.read(value, text)
        case .include: include = try IntakeRules.globs(value)
        case .exclude: exclude = try IntakeRules.globs(value)
        case .minSize:
            guard let size = Measure.size(try value.text()) else {
                throw value.problem(takes: "a size such as 150M or 2G")
            }
            bytesMin = Int64(size)
        default: preconditionFailure("our bug: \(key.rawValue) says nothing of intake")
        }
    }

    private static func globs(_ value: SettingValue) throws(LineProblem) -> [String] {
        var globs: [String] = []
        for word in value.words {
            let text = String(decoding: word.bytes, as: UTF8.self)
            if let reason = Glob.problem(text) {
                throw value.problem("\(Quoted.readable(text)): \(reason)", at: word.range)
            }
            globs.append(text)
        }
        return globs
    }
}

/// What becomes of a source, from text.
enum SourceValue {
    static func read(_ value: SettingValue) throws(LineProblem) -> PublicationRules.SourceAction {
        let text = try value.text()
        switch text {
        case "keep": return .keep
        case "delete": return .delete
        case "done-marker": return .marker
        case _ where text.hasPrefix("move:"): return .move(try folder(text, value))
        case "move": throw value.problem("move needs a folder, such as move:done")
        default:
            let words = ["keep", "delete", "move:FOLDER", "done-marker"]
            let others = [
                "mark": "done-marker", "marker": "done-marker", "done": "done-marker",
                "remove": "delete",
            ]
            throw value.problem(
                takes: Quoted.list(words, last: "or"),
                meant: others[text] ?? Suggestion.nearest(to: text, among: words)
            )
        }
    }

    private static func folder(_ text: String, _ value: SettingValue) throws(LineProblem) -> Path {
        let name = text.dropFirst("move:".count)
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isBelow = !parts.contains("..") && !parts.contains(".") && !name.hasPrefix("/")
        guard let path = Path(bytes: name.utf8), isBelow else {
            throw value.problem(
                takes: "move:FOLDER with a folder below the input, such as move:done"
            )
        }
        return path
    }
}

/// What a file says of its parent.
enum ExtendsValue {
    static func read(_ value: SettingValue) throws(LineProblem) -> ProfileExtends {
        let text = try value.text()
        let expectation = "none, a path of a profile or builtin:NAME"
        if text == "none" { return .none }
        if text.hasPrefix("builtin:") {
            let name = text.dropFirst("builtin:".count)
            guard !name.isEmpty, !name.contains("/") else {
                throw value.problem(takes: expectation)
            }
            return .builtin(String(name))
        }
        // A file that is called so is written with "./" before it.
        guard text.contains("/") || text.contains(".") else {
            throw value.problem(
                takes: expectation,
                meant: Suggestion.nearest(to: text, among: ["none"])
            )
        }
        return .file(text)
    }
}
