/// A pattern of names as shells have them: `*`, `?`, `[a-z]`, and `**` for any number of folders.
///
/// It takes time in the product of both lengths at most, whatever the pattern.
public struct Glob: Hashable, Sendable {
    private let folders: [Folder]

    /// One name of the pattern; nil stands for any number of names.
    private typealias Folder = [Unit]?

    private enum Unit: Hashable, Sendable {
        case one(UInt32)
        case any
        case anyLength
        case set([ClosedRange<UInt32>], isNegative: Bool)
    }

    /// Nil where `problem` says what is wrong.
    public init?(_ pattern: String) {
        var folders: [Folder] = []
        for name in Glob.names(Array(pattern.utf8)) {
            guard !name.elementsEqual("**".utf8) else {
                folders.append(nil)
                continue
            }
            guard let units = Glob.units(name) else { return nil }
            folders.append(units)
        }
        guard !pattern.isEmpty, !folders.contains([]) else { return nil }
        self.folders = folders
    }

    /// Why it is no pattern; nil when it is one.
    public static func problem(_ pattern: String) -> String? {
        let names = names(Array(pattern.utf8))
        if pattern.isEmpty { return "the pattern is empty" }
        if pattern.hasPrefix("/") { return "the pattern begins at the profile's folder, not at /" }
        if names.contains(where: \.isEmpty) { return "the pattern has an empty name in it" }
        if names.contains(where: { units($0) == nil }) {
            return "the pattern has a \"[\" without \"]\", or ends in a backslash"
        }
        return nil
    }

    /// Whether the pattern is of names alone, in whatever folder they are.
    public var isOfName: Bool { folders.count == 1 && folders[0] != nil }

    public func matches(_ name: FileName) -> Bool { matches(names: [name.bytes]) }

    /// - Parameter path: below the folder that the pattern is meant in. A pattern without a slash
    ///   is about the last name of it.
    public func matches(_ path: Path) -> Bool {
        let names = Glob.names(path.bytes).filter { !$0.isEmpty }.map(Array.init)
        return matches(names: isOfName ? Array(names.suffix(1)) : names)
    }

    public func matches(_ text: String) -> Bool { matches(names: [Array(text.utf8)]) }

    private func matches(names: [[UInt8]]) -> Bool {
        let names = names.map { Glob.scalars($0[...]) }
        return Glob.isMatch(
            names,
            folders,
            isAnyLength: { $0 == nil },
            isOne: { name, folder in
                Glob.isMatch(
                    name,
                    folder ?? [],
                    isAnyLength: { $0 == .anyLength },
                    isOne: Glob.isMatch
                )
            }
        )
    }

    private static func isMatch(_ scalar: UInt32, _ unit: Unit) -> Bool {
        switch unit {
        case .one(let wanted): scalar == wanted
        case .any, .anyLength: true
        case .set(let ranges, let isNegative):
            ranges.contains { $0.contains(scalar) } != isNegative
        }
    }

    /// Goes back to the last piece of any length alone: an earlier one could take nothing that this
    /// one cannot.
    private static func isMatch<Text, Piece>(
        _ text: [Text],
        _ pattern: [Piece],
        isAnyLength: (Piece) -> Bool,
        isOne: (Text, Piece) -> Bool
    ) -> Bool {
        var (place, next) = (0, 0)
        var retry: (place: Int, next: Int)?
        while place < text.count {
            if next < pattern.count, isAnyLength(pattern[next]) {
                retry = (place, next)
                next += 1
            } else if next < pattern.count, isOne(text[place], pattern[next]) {
                place += 1
                next += 1
            } else if let last = retry {
                retry = (last.place + 1, last.next)
                (place, next) = (last.place + 1, last.next + 1)
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy(isAnyLength)
    }

    // MARK: Reading

    /// Parted at slashes, wherever they are: no name has one.
    private static func names(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    }

    /// Letters; a byte that is no UTF-8 is one of its own.
    private static func scalars(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
        var all: [UInt32] = []
        var rest = bytes
        while let first = rest.first {
            var decoder = Unicode.UTF8.ForwardParser()
            var iterator = rest.prefix(4).makeIterator()
            if case .valid(let encoded) = decoder.parseScalar(from: &iterator) {
                all.append(Unicode.UTF8.decode(encoded).value)
                rest = rest.dropFirst(encoded.count)
            } else {
                all.append(notText + UInt32(first))
                rest = rest.dropFirst()
            }
        }
        return all
    }

    /// Above every scalar.
    private static let notText: UInt32 = 0x11_0000

    private static func units(_ name: ArraySlice<UInt8>) -> [Unit]? {
        var rest = scalars(name)[...]
        var units: [Unit] = []
        while let scalar = rest.popFirst() {
            switch scalar {
            case "*": units.append(.anyLength)
            case "?": units.append(.any)
            case "\\":
                guard let next = rest.popFirst() else { return nil }
                units.append(.one(next))
            case "[":
                guard let set = set(&rest) else { return nil }
                units.append(set)
            default: units.append(.one(scalar))
            }
        }
        return units
    }

    /// Behind its `[`, up to its `]`, which is a letter where it stands first.
    private static func set(_ rest: inout ArraySlice<UInt32>) -> Unit? {
        var ranges: [ClosedRange<UInt32>] = []
        let isNegative = rest.first.map { "!" ~= $0 || "^" ~= $0 } ?? false
        if isNegative { rest.removeFirst() }
        while let first = rest.popFirst() {
            if "]" ~= first, !ranges.isEmpty { return .set(ranges, isNegative: isNegative) }
            var low = first
            if "\\" ~= first {
                guard let next = rest.popFirst() else { return nil }
                low = next
            }
            guard rest.count > 1, let dash = rest.first, "-" ~= dash,
                let high = rest.dropFirst().first, !("]" ~= high)
            else {
                ranges.append(low...low)
                continue
            }
            guard low <= high else { return nil }
            rest = rest.dropFirst(2)
            ranges.append(low...high)
        }
        return nil
    }
}

private func ~= (scalar: Unicode.Scalar, value: UInt32) -> Bool { scalar.value == value }
