internal import CFFmpeg
public import Model

/// What a packager needs of its directory besides files.
public protocol PackageFolder {
    func makeDirectory(_ path: Path) throws(MediaFailure)
    func remove(_ path: Path) throws(MediaFailure)
    func progress(_ progress: TaskProgress)
}

/// Puts the renditions of a film, its sound and its texts into a directory as players want them,
/// and proves every file by its packets.
public enum FilmPackaging {
    public static func run(
        _ order: PackageOrder,
        to folder: some PackageFolder
    ) throws(MediaFailure) -> PackageReport {
        try LogCapture.during { _ throws(MediaFailure) in
            var order = order
            try check(&order)
            if order.ladder.streaming == nil {
                return try PackagedFiles(order: order).run(folder)
            }
            return try PackagedStreams(order).run(folder)
        }
    }

    /// Holds the parts of all renditions against the ladder and each other.
    private static func check(_ order: inout PackageOrder) throws(MediaFailure) {
        let rungs = order.ladder.rungs
        guard order.parts.count == rungs.count, !rungs.isEmpty else {
            throw refuse(
                order,
                "it has parts for \(order.parts.count) of \(rungs.count) renditions"
            )
        }
        let sounds = order.ladder.sounds.count
        guard order.sounds.isEmpty || order.sounds.count == sounds else {
            throw refuse(order, "it has sound in \(order.sounds.count) of \(sounds) ways")
        }
        var withFrames: [[PartReport]] = []
        for (index, parts) in order.parts.enumerated() {
            for part in parts where part.rung != nil && part.rung != index {
                throw refuse(
                    order,
                    "a part of rendition \(part.rung ?? 0) is among those of \(index)"
                )
            }
            guard parts.count == order.parts[0].count else {
                throw refuse(order, "rendition \(index) has \(parts.count) parts")
            }
            var join = order.join(rung: index)
            join.parts = try FilmJoining.partsWithFrames(join)
            try FilmJoining.checkParts(join)
            withFrames.append(join.parts)
        }
        // Whoever joins whole films looks for those of damaged slices himself.
        if order.ladder.streaming != nil { order.parts = withFrames }
    }

    static func refuse(_ order: PackageOrder, _ cause: String) -> MediaFailure {
        MediaFailure(.mismatch, "package", order.directory, cause)
    }
}

extension PackageOrder {
    /// As if the rendition were a film of its own.
    func join(rung index: Int) -> JoinOrder {
        var recipe = recipe
        recipe.video = ladder.rungs[index].video
        recipe.video.mode = .encode
        return JoinOrder(
            source: source,
            recipe: recipe,
            film: film,
            lastDuration: lastDuration,
            parts: parts[index],
            sound: nil,
            result: directory
        )
    }

    func path(_ file: FileName) -> Path { directory / file }
}
