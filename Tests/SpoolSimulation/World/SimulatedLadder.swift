import Model
import Spool

/// The renditions of a simulated film. What is made of it is another thing in every life, by every
/// encoder, for every rendition: a part in a place where it does not belong shows.
struct SimulatedLadder: Sendable {
    let rungs: Int
    let sounds: Int
    /// Whether it was published before, and its record was taken back.
    let hasEarlier: Bool

    init(rungs: Int, sounds: Int, hasEarlier: Bool) {
        (self.rungs, self.sounds, self.hasEarlier) = (rungs, sounds, hasEarlier)
    }

    init(_ generator: inout SplitMix) {
        rungs = generator.number(in: 2...3)
        sounds = generator.number(in: 1...2)
        hasEarlier = generator.happens(percent: 50)
    }

    /// As a profile would have it.
    func order(hasAudio: Bool) -> FilmLadder {
        let sizes = (0..<rungs).map { rung in
            FilmLadder.Rung(
                name: "r\(rung)",
                width: 320 >> rung,
                height: 180 >> rung,
                video: VideoRecipe()
            )
        }
        let ways = (0..<(hasAudio ? sounds : 0)).map {
            Ladder.Sound(name: "s\($0)", recipe: AudioRecipe())
        }
        return FilmLadder(rungs: sizes, sounds: ways, segmentMilliseconds: 4_000)
    }
}

extension SimulatedJob {
    /// A rendition of a slice, as it comes from one of the encoders that there are.
    func part(_ slice: Int, rung: Int, life: Int, maker: Maker) -> [UInt8] {
        Array("part \(id).\(life) \(slice) r\(rung) \(maker.rawValue);".utf8)
    }

    func sound(_ index: Int, life: Int) -> [UInt8] { Array("sound \(id).\(life) \(index);".utf8) }

    /// Which files an attempt makes, and what may be in each, by any of the encoders.
    func parts(of attempt: Attempt, life: Int) -> [(name: String, contents: [[UInt8]])] {
        let plain = ("\(attempt).nut", [part(attempt.task)])
        guard let ladder else { return [plain] }
        switch attempt.task {
        case .audio:
            return (0..<ladder.sounds).map { ("\(attempt).s\($0).nut", [sound($0, life: life)]) }
        case .video(let slice, let rung):
            let made = rung.map { [$0] } ?? Array(0..<ladder.rungs)
            return made.map { one in
                let name = rung == nil ? "\(attempt).r\(one).nut" : "\(attempt).nut"
                let contents = Maker.allCases.map {
                    part(slice, rung: one, life: life, maker: $0)
                }
                return (name, contents)
            }
        case .split, .merge: return []
        }
    }

    /// A rendition of the whole film: all of it by one encoder.
    func film(rung: Int, life: Int, maker: Maker) -> [UInt8] {
        (0..<slices).flatMap { part($0, rung: rung, life: life, maker: maker) }
    }

    /// What is in the directory that is published, by one encoder.
    func files(life: Int, maker: Maker) -> [(name: String, bytes: [UInt8])] {
        guard let ladder else { return [] }
        let films = (0..<ladder.rungs).map {
            (SimulatedJob.file($0, life: life), film(rung: $0, life: life, maker: maker))
        }
        let sounds = (0..<(hasAudio ? ladder.sounds : 0)).map {
            ("sound\($0).mp4", sound($0, life: life))
        }
        return films + sounds
    }

    /// Profiles are changed between lives: then files are called otherwise.
    static func file(_ rung: Int, life: Int) -> String {
        rung == 0 ? "film-r0.\(life).mp4" : "film-r\(rung).mp4"
    }

    /// Of which life this is the whole result; nil is of none.
    func life(of files: [String: [UInt8]], upTo last: Int) -> Int? {
        guard let ladder else { return nil }
        return (0...last).first { life in
            var rest = files
            for rung in 0..<ladder.rungs {
                guard let film = rest.removeValue(forKey: SimulatedJob.file(rung, life: life)),
                    Maker.allCases.contains(where: {
                        self.film(rung: rung, life: life, maker: $0) == film
                    })
                else { return false }
            }
            for index in 0..<(hasAudio ? ladder.sounds : 0) {
                guard rest.removeValue(forKey: "sound\(index).mp4") == sound(index, life: life)
                else { return false }
            }
            return rest.isEmpty
        }
    }
}

/// Whose headers do not fit together.
enum Maker: String, Sendable, CaseIterable {
    case one, other
}
