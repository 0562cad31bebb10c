import ClusterKit
import Model
import Platform
import Profiles
import Services
import Spool
import TestKit
import Testing

/// Offers of films to a cluster without a scanner.
enum Film {
    static func offer(
        _ name: Path,
        _ options: String,
        to cluster: Cluster,
        sliceMilliseconds: Int64 = 400
    ) throws -> Offer {
        let path = cluster.input.appending(name)
        let status = try Directory.status(of: path)
        let sample = try SourceCheck.sample(of: path, bytes: status.size)
        let result = try #require(Path(bytes: Array("\(name)".split(separator: ".")[0].utf8)))
        var recipe = try CommandLineRecipe.recipe(
            options.split(separator: " ").enumerated().map { index, word in
                PlacedWord(Array(word.utf8), index..<index + 1)
            },
            result: Path("\(result).mkv")
        )
        recipe.sliceMilliseconds = sliceMilliseconds
        return Offer(
            job: JobID(sourceName: "\(name)", hash: UInt64(sample.prefix(16), radix: 16) ?? 0),
            source: JobOrder.SourceFile(
                path: name,
                bytes: status.size,
                modifiedSeconds: status.modified.seconds,
                modifiedNanoseconds: status.modified.nanoseconds,
                sample: sample
            ),
            result: Path("\(result).mkv"),
            priority: 0,
            recipe: recipe,
            profile: nil,
            hasAudio: { if case .encode = recipe.audio.mode { true } else { false } }()
        )
    }

    /// Whoever makes a job and shows no sign of life has what he made swept after some beats, which
    /// are short here: then he begins again.
    static func takeIn(_ offer: Offer, by cluster: Cluster) throws -> JobKey {
        let deadline = Deadline(after: .seconds(60))
        while true {
            do {
                if case .queued(let key) = try cluster.spool().takeIn(offer) { return key }
                throw SystemError("take in", cluster.input, .exists)
            } catch let error as SpoolError {
                if deadline.isOver { throw error }
            }
        }
    }
}
