import TestKit

/// Holds what ffprobe says of a source against what it says of a result.
struct InventoryComparison {
    let before: Judge.Inventory
    let after: Judge.Inventory
    /// What the joining said is not in the result.
    let named: [String]
    /// The streams of the result, by those of the source.
    private let places: [Int: Int]

    init(before: Judge.Inventory, after: Judge.Inventory, named: [String]) {
        (self.before, self.after, self.named) = (before, after, named)
        // Kept streams of a kind come in the order that they had; covers and fonts may come last.
        var left: [String: [Int]] = [:]
        for (index, stream) in after.streams.enumerated() {
            left[InventoryComparison.kind(stream), default: []].append(index)
        }
        var places: [Int: Int] = [:]
        for (index, stream) in before.streams.enumerated()
        where !named.contains(where: { $0.hasPrefix("stream \(index) (") }) {
            let kind = InventoryComparison.kind(stream)
            guard let place = left[kind]?.first else { continue }
            left[kind]?.removeFirst()
            places[index] = place
        }
        self.places = places
    }

    private static func kind(_ stream: [String: String]) -> String {
        // Matroska has covers as files that are attached.
        let isCover =
            stream["disposition.attached_pic"] == "1"
            || stream["tags.mimetype"]?.hasPrefix("image/") == true
        return isCover ? "cover" : stream["codec_type"] ?? "unknown"
    }

    var subtitles: [(before: Int, after: Int)] {
        places.filter { before.streams[$0.key]["codec_type"] == "subtitle" }
            .map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
    }

    var summary: String {
        var counts: [String: Int] = [:]
        for index in places.keys {
            counts[InventoryComparison.kind(before.streams[index]), default: 0] += 1
        }
        let kept = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return "kept \(kept.joined(separator: ", ")), \(after.chapters.count) chapters"
    }

    /// What is neither in the result nor named.
    var silentlyLost: [String] {
        lostTags(before.format, after.format, "of the film") + lostStreams + lostChapters
    }

    private var lostStreams: [String] {
        before.streams.indices.flatMap { index -> [String] in
            let stream = before.streams[index]
            if named.contains(where: { $0.hasPrefix("stream \(index) (") }) { return [] }
            guard let place = places[index] else {
                return isOfChapters(stream)
                    ? [] : ["stream \(index): \(stream["codec_name"] ?? "")"]
            }
            let found = after.streams[place]
            let what = "of stream \(index)"
            return lostTags(stream, found, what) + lostRoles(stream, found, what)
                + lostFacts(stream, found, what) + lostSideData(index, place, what)
        }
    }

    private func isOfChapters(_ stream: [String: String]) -> Bool {
        stream["codec_name"] == "bin_data" && !before.chapters.isEmpty
    }

    private func isNamed(_ what: String, _ whose: String) -> Bool {
        named.contains { note in
            note.contains("\(what) \(whose)") || note.contains("\(what),") && note.contains(whose)
        }
    }

    private static let unimportant: Set<String> = [
        "encoder", "duration", "handler_name", "vendor_id", "major_brand", "minor_version",
        "compatible_brands",
    ]

    private func lostTags(
        _ before: [String: String],
        _ after: [String: String],
        _ whose: String
    ) -> [String] {
        let found = Dictionary(after.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
        return before.compactMap { key, value in
            guard key.hasPrefix("tags.") else { return nil }
            let name = String(key.dropFirst(5))
            if InventoryComparison.unimportant.contains(name.lowercased()) { return nil }
            if name == "language", value == "und" { return nil }
            if found[key.lowercased()] == value || isNamed("the tag \(name)", whose) { return nil }
            return "the tag \(name) \(whose) is \(found[key.lowercased()] ?? "gone"), was \(value)"
        }
    }

    private func lostRoles(
        _ before: [String: String],
        _ after: [String: String],
        _ whose: String
    ) -> [String] {
        before.compactMap { key, value in
            guard key.hasPrefix("disposition."), value == "1", after[key] != "1" else { return nil }
            let name = "the role \(key.dropFirst("disposition.".count))"
            return isNamed(name, whose) ? nil : "\(name) \(whose)"
        }
    }

    private static let facts = [
        "color_range", "color_space", "color_transfer", "color_primaries", "display_aspect_ratio",
        "sample_aspect_ratio",
    ]

    /// A copy has no less than its source, and neither has what was encoded anew.
    private func lostFacts(
        _ before: [String: String],
        _ after: [String: String],
        _ whose: String
    ) -> [String] {
        InventoryComparison.facts.compactMap { key in
            guard let value = before[key], value != "unknown", after[key] != value else {
                return nil
            }
            // What says nothing is taken for `tv` by every player.
            if key == "color_range", value == "tv", after[key] ?? "unknown" == "unknown" {
                return nil
            }
            return "\(key) \(whose) is \(after[key] ?? "gone"), was \(value)"
        }
    }

    private static let sideData = [
        "Display Matrix": "the rotation",
        "Mastering display metadata": "the mastering display",
        "Content light level metadata": "the light levels",
    ]

    private func lostSideData(_ index: Int, _ place: Int, _ whose: String) -> [String] {
        InventoryComparison.sideData.compactMap { type, name in
            guard var data = before.sideData(type, ofStream: index) else { return nil }
            // Matroska keeps the angle, and not by how much a turned picture was moved as well.
            data["displaymatrix"] = nil
            let kept = after.sideData(type, ofStream: place) ?? [:]
            if InventoryComparison.isSame(data, kept) { return nil }
            return isNamed(name, whose) ? nil : "\(name) \(whose)"
        }
    }

    /// Fractions may have another denominator, and Matroska has floating point.
    private static func isSame(_ before: [String: String], _ after: [String: String]) -> Bool {
        func number(_ text: String) -> Double? {
            let parts = text.split(separator: "/").map { Double($0) }
            guard let first = parts.first ?? nil else { return nil }
            return parts.count == 2 ? first / (parts[1] ?? 1) : first
        }
        return before.allSatisfy { key, value in
            guard let found = after[key] else { return false }
            guard let one = number(value), let other = number(found) else { return value == found }
            return abs(one - other) <= 0.000_1 * max(1, abs(one))
        }
    }

    private var lostChapters: [String] {
        if named.contains(where: { $0.contains("chapters:") }) { return [] }
        guard after.chapters.count == before.chapters.count else {
            return ["\(before.chapters.count) chapters became \(after.chapters.count)"]
        }
        let start = before.startTime ?? 0
        return before.chapters.indices.flatMap { index -> [String] in
            let (one, other) = (before.chapters[index], after.chapters[index])
            let times = ["start_time", "end_time"].filter { key in
                let wanted = one[key].flatMap(Double.init).map { max(0, $0 - start) }
                let found = other[key].flatMap(Double.init)
                return abs((wanted ?? 0) - (found ?? -1)) > 0.001
            }
            return lostTags(one, other, "of chapter \(index + 1)")
                + times.map { "\($0) of chapter \(index + 1)" }
        }
    }
}
