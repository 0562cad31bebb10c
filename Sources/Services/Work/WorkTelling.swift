internal import Model
internal import Spool

/// What a node tells of its tasks: a line for each change of state, with what they are called.
extension Claim {
    /// For example `slice 12 of movies/Heat.mkv`.
    var text: String {
        let source = Quoted.path(order.source.path)
        switch task {
        case .video(let index, let rung):
            guard let rung else { return "slice \(index) of \(source)" }
            let name = task.rendition(of: order.ladder) ?? "rendition \(rung)"
            return "slice \(index) of \(source) in \(name)"
        case .audio: return "the sound of \(source)"
        case .split: return "the cutting of \(source)"
        case .merge: return "the joining of \(source)"
        }
    }

    /// For machines.
    var fields: [Journal.Entry.Field] {
        var fields = [
            Journal.Entry.Field(name: "job", value: key.text),
            Journal.Entry.Field(name: "task", value: task.text),
            Journal.Entry.Field(name: "attempt", value: attempt.text),
            Journal.Entry.Field(name: "path", value: "\(order.source.path)"),
        ]
        fields += task.fields
        return fields
    }
}

extension TaskName {
    /// For machines: which slice it is of, and of which rendition where that is one of several.
    var fields: [Journal.Entry.Field] {
        var fields: [Journal.Entry.Field] = []
        if let slice { fields.append(Journal.Entry.Field(name: "slice", value: "\(slice)")) }
        if let rung { fields.append(Journal.Entry.Field(name: "rung", value: "\(rung)")) }
        return fields
    }
}

extension PartReport {
    /// How much of the film it is, by its frames' times.
    var mediaSeconds: Double {
        guard let first = times.first, let last = times.last, times.count > 1 else { return 0 }
        let gaps = Double(times.count - 1)
        return Double(last - first) * timeBase.value * (gaps + 1) / gaps
    }

    /// For example `1,440 frames in 12.3 s, 117 fps`.
    func text(in seconds: Double) -> String {
        let frames = Figures.grouped(Int64(times.count))
        guard seconds > 0 else { return "\(frames) frames" }
        return "\(frames) frames in \(Figures.decimal(seconds, digits: 1)) s, "
            + "\(Figures.decimal(Double(times.count) / seconds, digits: 1)) fps"
    }
}
