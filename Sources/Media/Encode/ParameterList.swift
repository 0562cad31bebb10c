/// Settings in an option of their own, such as `x265-params`: `name=value` with colons between.
struct ParameterList: Equatable {
    typealias Entry = (name: String, value: String)

    private(set) var entries: [Entry] = []

    init(_ entries: [Entry] = []) { self.entries = entries }

    /// A colon behind a backslash is part of a value, as libavutil reads it.
    init(parsing text: String) {
        var pieces = [""]
        var isKept = false
        for character in text {
            if character == ":", !isKept {
                pieces.append("")
            } else {
                pieces[pieces.count - 1].append(character)
            }
            isKept = character == "\\" && !isKept
        }
        for piece in pieces where !piece.isEmpty {
            let name = piece.prefix { $0 != "=" }
            let value = name.count < piece.count ? piece.dropFirst(name.count + 1) : "1"
            entries.append((String(name), String(value)))
        }
    }

    static func == (left: ParameterList, right: ParameterList) -> Bool {
        left.entries.elementsEqual(right.entries, by: ==)
    }

    var text: String { entries.map { "\($0.name)=\($0.value)" }.joined(separator: ":") }

    /// The value that counts: `no-x=1` is `x=0`, `_` and `-` are the same.
    func value(of name: String) -> String? {
        for entry in entries.reversed() {
            let (found, value) = ParameterList.normal(entry)
            if found == name { return value }
        }
        return nil
    }

    func has(_ name: String) -> Bool { value(of: name) != nil }

    /// Sets it unless it is there.
    mutating func pin(_ name: String, _ value: String) {
        if !has(name) { entries.append((name, value)) }
    }

    static func normal(_ entry: Entry) -> Entry {
        let name = entry.name.map { $0 == "_" ? "-" : "\($0)" }.joined()
        guard name.hasPrefix("no-") else { return (name, entry.value) }
        return (String(name.dropFirst(3)), isOff(entry.value) ? "1" : "0")
    }

    /// As x264 and x265 read the values of switches.
    static func isOff(_ value: String) -> Bool { ["0", "false", "no"].contains(value) }
}
